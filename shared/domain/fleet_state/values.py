"""The applications of one cluster at one moment."""

from typing import Annotated

from pydantic import Field

from shared.kernel.value import Value

Word = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Counts(Value):
    total: Count
    """All applications of the cluster."""
    healthy: Count = 0
    """Those that work as expected."""
    degraded: Count = 0
    """Those that do not work, or only in part."""
    progressing: Count = 0
    """Those on their way to another state."""
    unknown: Count = 0
    """Those of which nobody can say."""
    missing: Count = 0
    """Those that are declared and not there."""
    suspended: Count = 0
    """Those that were paused on purpose."""
    out_of_sync: Count = 0
    """Those that are not what their repository says; counted beside health, so the sum may exceed the total."""


class ApplicationRow(Value):
    name: Annotated[str, Field(min_length=1, max_length=300)]
    """The application's name in its controller."""
    namespace: Word = ""
    """The namespace it is deployed to."""
    project: Word = ""
    """The controller's project it belongs to."""
    health: Word = "Unknown"
    """In the controller's own words: Healthy, Progressing, Degraded, Missing, Suspended, Unknown."""
    sync: Word = "Unknown"
    """In the controller's own words: Synced, OutOfSync, Unknown."""
    operation_phase: Word = ""
    """How the last rollout stands, in the controller's own word, such as Succeeded or Running."""
    revision: Word = ""
    """What is deployed: a commit or a chart version."""
