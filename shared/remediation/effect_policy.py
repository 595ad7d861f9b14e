"""Which actions may be carried out: lists of what is allowed, and what is never done whatever they say.

Everything that is not allowed is refused, by the name of what is missing. In a pattern a star stands for any stretch.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Final

from pydantic import Field

from shared.kernel.globs import glob_matches
from shared.kernel.value import Value
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import (
    Action,
    AmendRunbook,
    ArgoSync,
    DeleteObject,
    Escalate,
    GitPatch,
    GitRevert,
    ResourceAction,
    RunRunbook,
    WriteNote,
)
from shared.remediation.manifests import called

Pattern = Annotated[str, Field(min_length=1, max_length=500)]
Patterns = Annotated[tuple[Pattern, ...], Field(max_length=500)]
#: Gives the name of the cluster that a resource is in; None: it is none of those that may be changed.
ClusterOf = Callable[[ResourceRef], str | None]

#: What an action may never be about, whoever allows it.
NEVER_TARGETS: Final = frozenset(
    {
        "Namespace",
        "PersistentVolumeClaim",
        "PersistentVolume",
        "Secret",
        "ServiceAccount",
        "Role",
        "RoleBinding",
        "ClusterRole",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "MutatingWebhookConfiguration",
        "ValidatingWebhookConfiguration",
    }
)
#: Actions that change nothing by themselves may be about a secret: git or its keeper says what is in it.
_ONLY_REPEATED: Final = frozenset({"argocd.sync", "argocd.resource_action:refresh"})
#: Parts of a manifest that decide what a pod may do to its node, and as whom.
NEVER_FIELDS: Final = frozenset(
    {
        "securityContext",
        "hostNetwork",
        "hostPID",
        "hostIPC",
        "hostPath",
        "privileged",
        "serviceAccount",
        "serviceAccountName",
        "automountServiceAccountToken",
        "roleRef",
        "subjects",
        "rules",
    }
)
_DELETABLE: Final = frozenset({"Pod", "Job"})
_WITHOUT_NAMESPACE: Final = frozenset({"Node"})
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_KIND = re.compile(r"[A-Z][A-Za-z0-9]{0,62}")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}")
_LONGEST_PATH: Final = 300
_PATH_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._ +@-]{0,199}")


class EffectPolicy(Value):
    """What is allowed. Each list is empty until somebody writes into it, and then nothing is."""

    verbs: Patterns = ()
    """Actions by their names; of Argo CD's own with the name behind a colon: `argocd.resource_action:restart`."""
    clusters: Patterns = ()
    """Names of clusters, as the file of targets calls them."""
    namespaces: Patterns = ()
    """Namespaces in which objects may be changed."""
    kinds: Patterns = ()
    """Kinds of objects."""
    applications: Patterns = ()
    """Applications of Argo CD."""
    repositories: Patterns = ()
    """Addresses of repositories."""
    paths: Patterns = ()
    """Files in them, from their root: `apps/*`."""
    denied_paths: Patterns = ()
    """Files that are not changed besides those that never are."""


def verb_of(action: Action) -> str:
    """What a policy calls the action."""
    return f"{action.action}:{action.name}" if isinstance(action, ResourceAction) else action.action


def refusal(policy: EffectPolicy, action: Action, cluster_of: ClusterOf) -> str | None:
    """The first thing that forbids the action, by name; None: it may be done."""
    return next(iter(_refusals(policy, action, cluster_of)), None)


def _refusals(policy: EffectPolicy, action: Action, cluster_of: ClusterOf) -> Iterator[str]:
    verb = verb_of(action)
    if isinstance(action, RunRunbook | Escalate):
        yield f"{verb} is nothing that is done at a target"
        return
    yield from _never(action, verb)
    if not _any(policy.verbs, verb):
        yield f"action {verb} is not allowed"
    yield from _repository(policy, action)
    application = getattr(action, "application", None)
    if application is not None:
        yield from _application(policy, application)
    for target in _targets(action):
        yield from _target(policy, target, cluster_of)


def _never(action: Action, verb: str) -> Iterator[str]:
    for target in _targets(action):
        if target.kind in NEVER_TARGETS and not (target.kind == "Secret" and verb in _ONLY_REPEATED):
            yield f"{verb} of a {target.kind[:63]} is never done"
    if isinstance(action, DeleteObject) and action.target.kind not in _DELETABLE:
        yield f"{verb} of a {action.target.kind[:63]!a} is never done: only a pod or a job may be deleted"
    if isinstance(action, GitPatch) and (held := NEVER_FIELDS.intersection(action.pointer.split("/"))):
        yield f"{verb} of {min(held)} is never done"


def _target(policy: EffectPolicy, target: ResourceRef, cluster_of: ClusterOf) -> Iterator[str]:
    if not (_KIND.fullmatch(target.kind) and _NAME.fullmatch(target.name) and _NAME.fullmatch(target.namespace or "x")):
        yield f"{called(target)[:200]!a} is no name of an object"
        return
    if not _any(policy.kinds, target.kind):
        yield f"kind {target.kind} is not allowed"
    if target.namespace is None and target.kind not in _WITHOUT_NAMESPACE:
        yield f"{called(target)} names no namespace"
    if target.namespace is not None and not _any(policy.namespaces, target.namespace):
        yield f"namespace {target.namespace} is not allowed"
    cluster = cluster_of(target)
    if cluster is None:
        yield f"cluster {(target.cluster or target.environment or 'of no name')[:200]!a} is not known"
    elif not _any(policy.clusters, cluster):
        yield f"cluster {cluster} is not allowed"


def _application(policy: EffectPolicy, application: str) -> Iterator[str]:
    if not _NAME.fullmatch(application):
        yield f"{application[:200]!a} is no name of an application"
    elif not _any(policy.applications, application):
        yield f"application {application} is not allowed"


def _repository(policy: EffectPolicy, action: Action) -> Iterator[str]:
    match action:
        case GitRevert():
            yield from _address(policy, action.repository)
            for commit in (action.revision, action.back_to):
                if commit is not None and not _COMMIT.fullmatch(commit):
                    yield f"{commit[:80]!a} is no commit in full"
        case WriteNote() | AmendRunbook():
            yield from _address(policy, action.repository)
            if not is_plain_path(action.path):
                yield f"{action.path[:200]!a} is no path below the repository's root"
            elif not _any(policy.paths, action.path):
                yield f"path {action.path} is not allowed"
        case ArgoSync(revision=str(revision)):
            if not _REVISION.fullmatch(revision) or ".." in revision:
                yield f"{revision[:80]!a} is no revision"
        case _:
            return


def _address(policy: EffectPolicy, address: str) -> Iterator[str]:
    if not any(same_repository(allowed, address) for allowed in policy.repositories):
        yield f"repository {address[:300]!a} is not allowed"


def same_repository(pattern: str, address: str) -> bool:
    """Whether an address is meant by a pattern; ``.git`` and a slash at its end say nothing."""
    return glob_matches(_bare(pattern), _bare(address))


def is_plain_path(path: str) -> bool:
    """Whether it names a file below a root, alike in every file system: no way up, nothing hidden, no odd character."""
    return len(path) <= _LONGEST_PATH and all(
        _PATH_PART.fullmatch(part) and ".." not in part for part in path.split("/")
    )


def _bare(address: str) -> str:
    return address.rstrip("/").removesuffix(".git")


def _targets(action: Action) -> Iterable[ResourceRef]:
    if isinstance(action, ArgoSync):
        return action.resources
    target = getattr(action, "target", None)
    return (target,) if isinstance(target, ResourceRef) else ()


def _any(patterns: Iterable[str], name: str) -> bool:
    return any(glob_matches(pattern, name) for pattern in patterns)
