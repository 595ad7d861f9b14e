"""How a resource is, as its platform says it."""

from typing import Annotated

from pydantic import Field

from shared.kernel.moment import Moment
from shared.kernel.value import Value

Word = Annotated[str, Field(max_length=200)]


class Condition(Value):
    """As in Kubernetes: ``Synced`` false, ``Progressing`` true."""

    type: Annotated[str, Field(min_length=1, max_length=100)]
    """The condition's name, such as `Ready` or `Synced`."""
    status: Annotated[str, Field(min_length=1, max_length=100)]
    """`True`, `False` or `Unknown`, in the platform's own word."""
    reason: Word = ""
    """One word for machines that says why."""
    message: Annotated[str, Field(max_length=4_000)] = ""
    """A sentence for people that says why."""
    since: Moment | None = None
    """Since when it has had this status; absent when the platform does not say."""


class Deployment(Value):
    """What a GitOps controller knows besides health."""

    application: Word = ""
    """The controller's name for what is deployed."""
    sync: Word = ""
    """Whether it is what its repository says: Synced, OutOfSync, Unknown."""
    health: Word = ""
    """Its health in the controller's own word."""
    operation_phase: Word = ""
    """How the last rollout stands, such as Succeeded, Running or Failed."""
    revision: Word = ""
    """What is deployed: a commit or a chart version."""
