"""How a resource is, as its platform says it."""

from typing import Annotated

from pydantic import Field

from shared.kernel.moment import Moment
from shared.kernel.value import Value

Word = Annotated[str, Field(max_length=200)]


class Condition(Value):
    """As in Kubernetes: ``Synced`` false, ``Progressing`` true."""

    type: Annotated[str, Field(min_length=1, max_length=100)]
    status: Annotated[str, Field(min_length=1, max_length=100)]
    reason: Word = ""
    message: Annotated[str, Field(max_length=4_000)] = ""
    since: Moment | None = None


class Deployment(Value):
    """What a GitOps controller knows besides health."""

    application: Word = ""
    sync: Word = ""
    health: Word = ""
    operation_phase: Word = ""
    revision: Word = ""
