"""A runbook as data: when it helps, what is done, how much of it may happen without a person."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.kernel.value import Matcher, Origin, Person, Tags, Text, Title, Url, Value
from shared.kernel.vocabulary import ResourceRef


class AutomationLevel(StrEnum):
    MANUAL = "manual"
    ASSISTED = "assisted"
    AUTOMATED = "automated"


class StepKind(StrEnum):
    MANUAL = "manual"
    COMMAND = "command"
    HTTP = "http"
    GITOPS = "gitops"
    QUERY = "query"


class RiskTier(StrEnum):
    READ = "read"
    LOW = "low"
    HIGH = "high"


class Outcome(StrEnum):
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    #: A step ran out of time: what it did is not known.
    UNKNOWN = "unknown"


class StepStatus(StrEnum):
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


StepId = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Argument = Annotated[str, Field(max_length=20_000)]


class Step(Value):
    """``arguments`` may name labels of the alert and fields of the incident as ``{{ labels.namespace }}``."""

    id: StepId
    title: Title
    kind: StepKind = StepKind.MANUAL
    tool: Annotated[str, Field(max_length=100)] = ""
    arguments: dict[Annotated[str, Field(min_length=1, max_length=100)], Argument] = Field(
        default_factory=dict, max_length=50
    )
    risk: RiskTier = RiskTier.READ
    timeout_s: int = Field(default=60, ge=1, le=300)
    #: How it is seen that the step worked, and how it is undone.
    verify: Text = ""
    rollback: Text = ""


class RunbookDefinition(Value):
    title: Title
    description: Text = ""
    trigger_conditions: Annotated[tuple[Matcher, ...], Field(max_length=50)] = ()
    #: Addresses by which alerts name this runbook (``runbook_url``).
    urls: Annotated[tuple[Url, ...], Field(max_length=20)] = ()
    steps: Annotated[tuple[Step, ...], Field(max_length=100)] = ()
    automation_level: AutomationLevel = AutomationLevel.MANUAL
    approval_required: bool = True
    owner: Annotated[str, Field(max_length=200)] = ""
    tags: Tags = ()
    #: The text as its author wrote it.
    markdown: Annotated[str, Field(max_length=100_000)] = ""
    origin: Origin | None = None


class StepResult(Value):
    step_id: StepId
    status: StepStatus
    #: The end of what it printed, bounded; the whole is elsewhere.
    output: Annotated[str, Field(max_length=50_000)] = ""
    output_url: Url | None = None
    duration_s: float = Field(default=0.0, ge=0, le=86_400, allow_inf_nan=False)


#: What an execution is aimed at, and who may have said yes to it.
Target = ResourceRef
Approver = Person
