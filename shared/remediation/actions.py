"""The closed vocabulary of what may be done. An action names its target and its change; it is never a shell string."""

from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.value import Value
from shared.kernel.vocabulary import ResourceRef

Line = Annotated[str, Field(min_length=1, max_length=1_000)]
#: A path in a manifest as in JSON Pointer (RFC 6901): ``/spec/template/spec/containers/0/image``.
Pointer = Annotated[str, Field(max_length=500, pattern=r"^(/[^/]*)+$")]


class GitRevert(Value):
    """Reverts the commit that brought the fault, by a pull request."""

    action: Literal["git.revert"] = "git.revert"
    """Which action."""
    application: Line
    """The Argo CD application whose source is reverted."""
    repository: Line
    """The address of its repository."""
    revision: Line
    """The commit to revert."""
    back_to: Line | None = None
    """The commit that was deployed before: whose state the pull request restores where several commits lie between."""


class GitPatch(Value):
    """Changes one value in the manifests of an application, by a pull request."""

    action: Literal["git.patch"] = "git.patch"
    """Which action."""
    application: Line | None = None
    """The Argo CD application that owns the target; None: it is not known, a person must say."""
    target: ResourceRef
    """The object whose manifest changes."""
    pointer: Pointer
    """The value's place in that manifest."""
    before: Annotated[str, Field(max_length=1_000)]
    """The value as it was read, as JSON."""
    after: Annotated[str, Field(max_length=1_000)]
    """The value to set, as JSON; empty: a person chooses within ``bound``."""
    bound: Annotated[str, Field(max_length=300)] = ""
    """In words, what the value must not exceed."""


class ArgoSync(Value):
    """Asks Argo CD to synchronise an application, or some of its resources."""

    action: Literal["argocd.sync"] = "argocd.sync"
    """Which action."""
    application: Line
    """The application."""
    revision: Line | None = None
    """The commit to synchronise to; None: the target revision as it is."""
    resources: Annotated[tuple[ResourceRef, ...], Field(max_length=50)] = ()
    """Only these; empty: all."""


class ArgoTerminate(Value):
    """Ends a stuck operation of an application."""

    action: Literal["argocd.terminate_operation"] = "argocd.terminate_operation"
    """Which action."""
    application: Line
    """The application."""


class ResourceAction(Value):
    """Runs one of Argo CD's own resource actions (restart, scale, refresh, resume, create-job, abort)."""

    action: Literal["argocd.resource_action"] = "argocd.resource_action"
    """Which action."""
    application: Line | None = None
    """The application that owns the target; None: it is not managed by Argo CD."""
    target: ResourceRef
    """The object acted on."""
    name: Literal["restart", "scale", "refresh", "resume", "pause", "create-job", "terminate", "abort"]
    """The name of the action, as Argo CD has it."""
    parameters: Annotated[dict[str, str], Field(default_factory=dict)]
    """Its parameters, such as ``replicas``."""


class ResizeInPlace(Value):
    """Raises a running container's memory limit without a restart (Kubernetes ≥ 1.35); it lasts until the pod ends."""

    action: Literal["kubernetes.resize"] = "kubernetes.resize"
    """Which action."""
    target: ResourceRef
    """The pod."""
    container: Line
    """The container."""
    memory: Line
    """The new limit as a Kubernetes quantity."""


class Cordon(Value):
    """Keeps new pods from a node."""

    action: Literal["kubernetes.cordon"] = "kubernetes.cordon"
    """Which action."""
    target: ResourceRef
    """The node."""


class Uncordon(Value):
    """Lets new pods onto a node again."""

    action: Literal["kubernetes.uncordon"] = "kubernetes.uncordon"
    """Which action."""
    target: ResourceRef
    """The node."""


class DeleteObject(Value):
    """Deletes one pod or one job, which whatever controls it makes anew."""

    action: Literal["kubernetes.delete"] = "kubernetes.delete"
    """Which action."""
    target: ResourceRef
    """The pod or the job."""
    uid: Line
    """Its uid as it was read: what was made again under its name is another one and stays."""


class WriteNote(Value):
    """Adds a written note to a repository as a new file, by a pull request."""

    action: Literal["backlog.note"] = "backlog.note"
    """Which action."""
    repository: Line
    """The address of the repository."""
    path: Annotated[str, Field(min_length=1, max_length=300)]
    """Where the file is made, from the repository's root."""
    title: Annotated[str, Field(min_length=1, max_length=200)]
    """The title of the commit and of the pull request."""
    text: Annotated[str, Field(min_length=1, max_length=50_000)]
    """The file's text."""


class AmendRunbook(Value):
    """Adds a section to the end of a runbook's file where it is kept, by a pull request."""

    action: Literal["runbook.amend"] = "runbook.amend"
    """Which action."""
    repository: Line
    """The address of the repository that the runbook comes from."""
    path: Annotated[str, Field(min_length=1, max_length=300)]
    """Its file, from the repository's root."""
    slug: Line
    """The runbook's name, for people."""
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    """The section that is added."""


class RunRunbook(Value):
    """Executes a runbook of the catalog."""

    action: Literal["runbook.execute"] = "runbook.execute"
    """Which action."""
    runbook_id: Line
    """The runbook."""
    runbook_version: int
    """The version that was read."""
    slug: Line
    """Its name, for people."""


class Escalate(Value):
    """Hands the decision to a person: there is no action that is safe to choose."""

    action: Literal["escalate"] = "escalate"
    """Which action."""
    reason: Line
    """Why."""


Action = Annotated[
    GitRevert
    | GitPatch
    | ArgoSync
    | ArgoTerminate
    | ResourceAction
    | ResizeInPlace
    | Cordon
    | Uncordon
    | DeleteObject
    | WriteNote
    | AmendRunbook
    | RunRunbook
    | Escalate,
    Field(discriminator="action"),
]
