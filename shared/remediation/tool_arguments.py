"""What each tool of a runbook's steps takes: every value has a form in which nothing else can be said."""

from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.value import Value
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import Pointer

#: Names as Kubernetes takes them (RFC 1123): nothing in them can be read as an option, a path or a second word.
ObjectName = Annotated[str, Field(max_length=253, pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
NamespaceName = Annotated[str, Field(max_length=63, pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]
PlaceName = Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
KindName = Annotated[str, Field(max_length=63, pattern=r"^[A-Z][A-Za-z]*$")]
Commit = Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
Revision = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9._/+-]*$")]
Repository = Annotated[str, Field(max_length=500, pattern=r"^(https://|ssh://git@|git@)[A-Za-z0-9][A-Za-z0-9._:/~-]*$")]
Quantity = Annotated[str, Field(max_length=30, pattern=r"^[0-9]+(\.[0-9]+)?([KMGTPE]i?|[kmunp])?$")]
JsonText = Annotated[str, Field(min_length=1, max_length=1_000)]


class ObjectArguments(Value):
    """One object of a cluster."""

    kind: KindName
    """Its kind, such as `Deployment`."""
    name: ObjectName
    """Its name."""
    namespace: NamespaceName
    """Its namespace."""
    cluster: PlaceName | None = None
    """The cluster; absent: the only one."""
    environment: PlaceName | None = None
    """The environment."""
    application: ObjectName | None = None
    """The Argo CD application that owns it; absent: none does."""

    @property
    def target(self) -> ResourceRef:
        return ResourceRef(
            kind=self.kind,
            name=self.name,
            namespace=self.namespace,
            cluster=self.cluster,
            environment=self.environment,
        )


class WorkloadArguments(ObjectArguments):
    """A workload that has replicas of its own."""

    kind: Literal["Deployment", "StatefulSet", "DaemonSet", "Rollout"] = "Deployment"
    """Its kind."""


class ScaleArguments(WorkloadArguments):
    """A workload and how many replicas it shall have."""

    replicas: Annotated[int, Field(ge=0, le=1_000)]
    """How many."""


class NodeArguments(Value):
    """A node of a cluster."""

    kind: Literal["Node"] = "Node"
    """Its kind."""
    name: ObjectName
    """Its name."""
    cluster: PlaceName | None = None
    """The cluster; absent: the only one."""
    environment: PlaceName | None = None
    """The environment."""


class ResizeArguments(ObjectArguments):
    """A container of a pod and the memory that it shall have."""

    kind: Literal["Pod"] = "Pod"
    """Its kind."""
    container: ObjectName
    """The container."""
    memory: Quantity
    """The limit, as a Kubernetes quantity."""


class ApplicationArguments(Value):
    """An application of Argo CD."""

    application: ObjectName
    """Its name."""


class SyncArguments(ApplicationArguments):
    """An application of Argo CD and what it shall be synchronised to."""

    revision: Revision | None = None
    """The commit, branch or tag; absent: its target revision."""


class OwnActionArguments(ObjectArguments):
    """An object and one of Argo CD's own actions for it."""

    action: Literal["restart", "refresh", "resume", "pause", "create-job", "terminate", "abort"]
    """The action's name."""


class RevertArguments(ApplicationArguments):
    """A commit that shall be reverted."""

    repository: Repository
    """The address of the repository."""
    revision: Commit
    """The commit, in full."""


class PatchArguments(ObjectArguments):
    """A value in a manifest and what it shall be."""

    pointer: Pointer
    """The value's place in the manifest."""
    before: JsonText
    """The value that is there, as JSON."""
    after: JsonText
    """The value that shall be there, as JSON."""
