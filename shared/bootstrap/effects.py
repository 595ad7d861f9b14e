"""Wires whoever carries actions out: the only place where credentials with which something can be changed are used.

Clients are imported, and tokens read, when an action is carried out for the first time.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from shared.adapters.argocd.acting import ArgoCDApplications
from shared.adapters.argocd.action_effector import ApplicationActionEffector
from shared.adapters.argocd.sources import source_of
from shared.adapters.argocd.sync_effector import SyncEffector
from shared.adapters.argocd.terminate_effector import TerminateEffector
from shared.adapters.effects.answers import Asking
from shared.adapters.effects.guarded import GuardedEffector
from shared.adapters.effects.http import ActingConnection
from shared.adapters.effects.routed import RoutedEffector
from shared.adapters.effects.targets import EffectTargets, RepositoryTarget, read_effect_targets
from shared.adapters.evidence.targets import ArgoCDTarget, bearer_of
from shared.adapters.git.changes import NoteWriting, Patching, Reverting, RunbookAmending
from shared.adapters.git.credentials import with_token
from shared.adapters.git.policy import DENIED_PATHS, RepositoryPolicy
from shared.adapters.git.proposing import RepositoryEffector, RepositoryPlace
from shared.adapters.git.repositories import GitRepositories
from shared.adapters.kubernetes.job_effector import JobEffector
from shared.adapters.kubernetes.object_effector import ObjectEffector
from shared.adapters.kubernetes.writing import ClusterWriter
from shared.app.reread_preconditions import RereadPreconditions
from shared.bootstrap.evidence import build_evidence
from shared.kernel.vocabulary import ResourceRef
from shared.ports.clock import Clock, SystemClock
from shared.ports.effects import Effector, PreconditionReader
from shared.ports.pull_requests import PullRequests
from shared.ports.repository import RepositoryUnavailable
from shared.remediation.actions import Action, ResourceAction
from shared.remediation.effect_policy import refusal
from shared.settings import EffectSettings

#: Repositories whose connections are kept.
_MOST_PLACES = 200
_AT_CLUSTERS = frozenset({"kubernetes.resize", "kubernetes.cordon", "kubernetes.uncordon", "kubernetes.delete"})
_ACTIONS = frozenset({"argocd.resource_action"})
ClusterOf = Callable[[ResourceRef], tuple[str, Asking] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    effectors: Mapping[str, Effector]
    """By the kind of action that each carries out; what is not in it is carried out by nobody."""
    preconditions: PreconditionReader
    """Reads with the credentials for reading: those of ``SRE_EVIDENCE_TARGETS``."""
    close: Callable[[], None] = lambda: None
    """Gives all connections back."""


def build_effects() -> Effects:
    """Raises ValueError for an unusable file of targets."""
    settings = EffectSettings()
    targets = read_effect_targets(settings.coder_targets)
    cache = Path(settings.coder_cache or Path(tempfile.gettempdir()) / "sre-repositories")
    clock, evidence, closing = SystemClock(), build_evidence(), ExitStack()
    closing.callback(evidence.close)
    return Effects(
        effectors=_by_kind(_effectors(targets, cache, closing), targets, clock),
        preconditions=RereadPreconditions(evidence=evidence, clock=clock),
        close=closing.close,
    )


def _by_kind(effectors: Iterator[Effector], targets: EffectTargets, clock: Clock) -> Mapping[str, Effector]:
    found: dict[str, Effector] = {}
    for effector in effectors:
        guarded = GuardedEffector(effector=effector, refusal_of=partial(_refusal, targets), clock=clock)
        found.update(dict.fromkeys(effector.kinds, guarded))
    return found


def _refusal(targets: EffectTargets, action: Action) -> str | None:
    return refusal(targets.allow, action, targets.cluster_name_of)


def _effectors(targets: EffectTargets, cache: Path, closing: ExitStack) -> Iterator[Effector]:
    place_of = lru_cache(_MOST_PLACES)(partial(_place, targets, cache, closing))
    yield RepositoryEffector(Reverting(place_of))
    yield RepositoryEffector(NoteWriting(place_of))
    yield RepositoryEffector(RunbookAmending(place_of))
    applications = [ArgoCDApplications(_connection(each, closing)) for each in targets.argocd]
    for each in applications:
        yield RepositoryEffector(Patching(place_of, partial(source_of, each)))
        yield SyncEffector(each)
        yield TerminateEffector(each)
    cluster_of = _clusters(targets, closing)
    yield ObjectEffector(_AT_CLUSTERS, cluster_of)
    yield RoutedEffector(_ACTIONS, _way_of_actions(applications, cluster_of))


def _way_of_actions(
    applications: Sequence[ArgoCDApplications], cluster_of: ClusterOf
) -> Callable[[Action], Effector | None]:
    """Argo CD does what it manages; what it does not is changed at its cluster."""
    managed = [ApplicationActionEffector(each) for each in applications]
    jobs, objects = JobEffector(cluster_of), ObjectEffector(_ACTIONS, cluster_of)

    def way(action: Action) -> Effector | None:
        if not isinstance(action, ResourceAction):
            return None
        if action.application is not None:
            return managed[0] if managed else None
        return jobs if action.name == "create-job" else objects

    return way


def _connection(place: ArgoCDTarget, closing: ExitStack) -> ActingConnection:
    connection = ActingConnection(place)
    closing.callback(connection.close)
    return connection


def _clusters(targets: EffectTargets, closing: ExitStack) -> ClusterOf:
    writers = {each.name: ClusterWriter(each) for each in targets.clusters}
    for writer in writers.values():
        closing.callback(writer.close)

    def cluster_of(resource: ResourceRef) -> tuple[str, Asking] | None:
        name = targets.cluster_name_of(resource)
        return None if name is None else (name, writers[name])

    return cluster_of


def _place(targets: EffectTargets, cache: Path, closing: ExitStack, address: str) -> RepositoryPlace | None:
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
        pull_requests=lru_cache(1)(partial(_pull_requests, target, address, closing)),
        merge=target.merge,
    )


def _credential(target: RepositoryTarget, address: str) -> Mapping[str, str]:
    try:
        return with_token(address, bearer_of(target.token_file))
    except (OSError, UnicodeDecodeError) as unusable:
        raise RepositoryUnavailable(f"the token of {target.address} cannot be read: {unusable}") from unusable


def _pull_requests(target: RepositoryTarget, address: str, closing: ExitStack) -> PullRequests:
    """Connects when it is asked for the first time; the token is read anew for each request."""
    from shared.adapters.forges.github import GitHubPullRequests  # noqa: PLC0415 - the client is heavy
    from shared.adapters.forges.gitlab import GitLabMergeRequests  # noqa: PLC0415

    kind = GitHubPullRequests if target.forge == "github" else GitLabMergeRequests
    forge = kind(target.project_of(address), partial(bearer_of, target.token_file), api=target.api_address)
    closing.callback(forge.close)
    return forge
