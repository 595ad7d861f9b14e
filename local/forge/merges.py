"""Merges made by git, on the repository itself: the one way onto ``main``."""

from dataclasses import dataclass
from datetime import datetime

from local.fleet.repository import FleetRepository

_DOMAIN = "users.noreply.tidewater.example"


@dataclass(frozen=True, slots=True)
class Merges:
    repository: FleetRepository

    def tree(self, base: str, head: str) -> str | None:
        """The tree of both merged; None: they conflict."""
        merged = self.repository.git.ask("merge-tree", "--write-tree", base, head)
        return merged.text.split("\n", 1)[0] if merged.code == 0 else None

    def ahead(self, base: str, head: str) -> int:
        """How many commits the head has that the base has not."""
        return int(self.repository.git.tell("rev-list", "--count", f"{base}..{head}").text)

    def merge(self, branch: str, base: str, head: str, tree: str, message: str, by: str, at: datetime) -> str | None:
        """Makes the merge commit and moves the branch to it; None: somebody else has moved it in between."""
        when = f"{int(at.timestamp())} +0000"
        who = {"NAME": by, "EMAIL": f"{by}@{_DOMAIN}", "DATE": when}
        environment = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in who.items()}
        made = self.repository.git.tell(
            "commit-tree", tree, "-p", base, "-p", head, given=message.encode(), environment=environment
        )
        commit = made.text.strip()
        moved = self.repository.git.ask("update-ref", f"refs/heads/{branch}", commit, base, environment=environment)
        return commit if moved.code == 0 else None

    def branch(self, name: str) -> str | None:
        """The commit that a branch is at; None: there is no such branch."""
        return self.repository.find(f"refs/heads/{name}")
