"""The effectors of one repository at a forge that answers as GitHub does."""

from pathlib import Path
from typing import Any

from shared.adapters.git.changes import ApplicationSource, NoteWriting, Patching, Reverting, RunbookAmending
from shared.adapters.git.policy import RepositoryPolicy
from shared.adapters.git.proposing import ChangeMaker, RepositoryEffector, RepositoryPlace
from shared.adapters.git.repositories import GitRepositories
from shared.ports.effects import Effector
from shared.remediation.actions import Action, GitRevert
from tests.support.git_server import MANIFEST, GitServer
from tests.support.github import GitHub
from tests.support.orders import order_of, soon

FILE = "apps/checkout/deployment.yaml"
BAD = MANIFEST.replace("1.4.2", "1.5.0")


class Carried:
    """The effectors of one repository, and what the forge and the repository say afterwards."""

    def __init__(self, directory: Path, server: GitServer, forge: GitHub) -> None:
        self.directory, self.server, self.forge = directory, server, forge
        self.merge = True
        self.allowed: tuple[str, ...] = ("*",)

    def of(self, action: Action) -> Effector:
        makers: dict[str, ChangeMaker] = {
            "git.revert": Reverting(self._place),
            "git.patch": Patching(self._place, lambda *_: ApplicationSource(self.server.url, "apps")),
            "backlog.note": NoteWriting(self._place),
            "runbook.amend": RunbookAmending(self._place),
        }
        return RepositoryEffector(makers[action.action])

    def perform(self, action: Action, **more: Any):
        return self.of(action).perform(order_of(action, **more), soon())

    def look_up(self, action: Action):
        return self.of(action).look_up(order_of(action), soon())

    def dry_run(self, action: Action):
        return self.of(action).dry_run(order_of(action), soon())

    def _place(self, address: str) -> RepositoryPlace | None:
        if address != self.server.url:
            return None
        policy = RepositoryPolicy(repositories=[self.server.url], allowed_paths=self.allowed)

        def within(seconds: float) -> GitRepositories:
            return GitRepositories(
                cache=self.directory / "cache", policy=policy, local_files=True, timeout_s=min(seconds, 10.0)
            )

        return RepositoryPlace(
            repository=address,
            base="main",
            within=within,
            pull_requests=lambda: self.forge.pull_requests,
            merge=self.merge,
        )


def revert(server: GitServer, revision: str, back_to: str | None = None) -> GitRevert:
    return GitRevert(application="checkout", repository=server.url, revision=revision, back_to=back_to)


def release(server: GitServer) -> GitRevert:
    """A release that is to be taken back."""
    before = server.git("rev-parse", "main").strip()
    return revert(server, server.commit({FILE: BAD}, "Release 1.5.0"), before)
