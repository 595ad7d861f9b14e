"""Wires whoever carries actions out: the only place where credentials with which something can be changed are used.

Clients are imported, and tokens read, when an action is carried out for the first time.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from shared.adapters.argocd.acting import ArgoCDApplications
from shared.adapters.argocd.sources import source_of
from shared.adapters.argocd.sync_effector import SyncEffector
from shared.adapters.argocd.terminate_effector import TerminateEffector
from shared.adapters.effects.guarded import GuardedEffector
from shared.adapters.effects.http import ActingConnection
from shared.adapters.effects.targets import EffectTargets, RepositoryTarget, read_effect_targets
from shared.adapters.evidence.targets import bearer_of
from shared.adapters.git.changes import NoteWriting, Patching, Reverting
from shared.adapters.git.credentials import with_token
from shared.adapters.git.policy import DENIED_PATHS, RepositoryPolicy
from shared.adapters.git.proposing import RepositoryEffector, RepositoryPlace
from shared.adapters.git.repositories import GitRepositories
from shared.ports.clock import Clock, SystemClock
from shared.ports.effects import Effector
from shared.ports.pull_requests import PullRequests
from shared.ports.repository import RepositoryUnavailable
from shared.remediation.actions import Action
from shared.remediation.effect_policy import refusal
from shared.settings import EffectSettings

#: Repositories whose connections are kept.
_MOST_PLACES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    effectors: Mapping[str, Effector]
    """By the kind of action that each carries out; what is not in it is carried out by nobody."""


def build_effects() -> Effects:
    """Raises ValueError for an unusable file of targets."""
    settings = EffectSettings()
    targets = read_effect_targets(settings.coder_targets)
    cache = Path(settings.coder_cache or Path(tempfile.gettempdir()) / "sre-repositories")
    return Effects(effectors=_by_kind(_effectors(targets, cache), targets, SystemClock()))


def _by_kind(effectors: Iterator[Effector], targets: EffectTargets, clock: Clock) -> Mapping[str, Effector]:
    found: dict[str, Effector] = {}
    for effector in effectors:
        guarded = GuardedEffector(effector=effector, refusal_of=partial(_refusal, targets), clock=clock)
        found.update(dict.fromkeys(effector.kinds, guarded))
    return found


def _refusal(targets: EffectTargets, action: Action) -> str | None:
    return refusal(targets.allow, action, targets.cluster_name_of)


def _effectors(targets: EffectTargets, cache: Path) -> Iterator[Effector]:
    place_of = lru_cache(_MOST_PLACES)(partial(_place, targets, cache))
    yield RepositoryEffector(Reverting(place_of))
    yield RepositoryEffector(NoteWriting(place_of))
    for argocd in targets.argocd:
        applications = ArgoCDApplications(ActingConnection(argocd))
        yield RepositoryEffector(Patching(place_of, partial(source_of, applications)))
        yield SyncEffector(applications)
        yield TerminateEffector(applications)


def _place(targets: EffectTargets, cache: Path, address: str) -> RepositoryPlace | None:
    target = targets.repository_at(address)
    if target is None:
        return None
    policy = RepositoryPolicy(
        repositories=targets.allow.repositories,
        allowed_paths=targets.allow.paths,
        denied_paths=(*DENIED_PATHS, *targets.allow.denied_paths),
    )

    def within(seconds: float) -> GitRepositories:
        return GitRepositories(
            cache=cache,
            policy=policy,
            timeout_s=seconds,
            local_files=target.address.startswith("file://"),
            secret_of=partial(_credential, target),
        )

    return RepositoryPlace(
        repository=address,
        base=target.base,
        within=within,
        pull_requests=lru_cache(1)(partial(_pull_requests, target, address)),
        merge=target.merge,
    )


def _credential(target: RepositoryTarget, address: str) -> Mapping[str, str]:
    try:
        return with_token(address, bearer_of(target.token_file))
    except (OSError, UnicodeDecodeError) as unusable:
        raise RepositoryUnavailable(f"the token of {target.address} cannot be read: {unusable}") from unusable


def _pull_requests(target: RepositoryTarget, address: str) -> PullRequests:
    """Connects when it is asked for the first time; the token is read anew for each request."""
    from shared.adapters.forges.github import GitHubPullRequests  # noqa: PLC0415 - the client is heavy
    from shared.adapters.forges.gitlab import GitLabMergeRequests  # noqa: PLC0415

    forge = GitHubPullRequests if target.forge == "github" else GitLabMergeRequests
    return forge(target.project_of(address), partial(bearer_of, target.token_file), api=target.api_address)
