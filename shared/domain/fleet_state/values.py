"""The applications of one cluster at one moment."""

from typing import Annotated

from pydantic import Field

from shared.kernel.value import Value

Word = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Counts(Value):
    total: Count
    healthy: Count = 0
    degraded: Count = 0
    progressing: Count = 0
    unknown: Count = 0
    missing: Count = 0
    suspended: Count = 0
    #: Beside health: the same application may be healthy and out of sync.
    out_of_sync: Count = 0


class ApplicationRow(Value):
    name: Annotated[str, Field(min_length=1, max_length=300)]
    namespace: Word = ""
    project: Word = ""
    #: In the controller's own words: Healthy, Progressing, Degraded, Missing, Suspended, Unknown; Synced, OutOfSync.
    health: Word = "Unknown"
    sync: Word = "Unknown"
    operation_phase: Word = ""
    revision: Word = ""
