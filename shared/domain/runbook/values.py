"""A runbook as data: when it helps, what is done, how much of it may happen without a person."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.kernel.value import Matcher, Origin, Tags, Text, Title, Url, Value
from shared.kernel.vocabulary import RiskTier


class AutomationLevel(StrEnum):
    MANUAL = "manual"
    """A person does every step."""
    ASSISTED = "assisted"
    """Steps are proposed and run when a person says so."""
    AUTOMATED = "automated"
    """Steps run by themselves, as far as approvals allow."""


class StepKind(StrEnum):
    MANUAL = "manual"
    """A person does it."""
    COMMAND = "command"
    """A command is run."""
    HTTP = "http"
    """A request is sent."""
    GITOPS = "gitops"
    """A repository is changed, by a pull request."""
    QUERY = "query"
    """Something is only looked at."""


class ExecutionOutcome(StrEnum):
    SUCCEEDED = "succeeded"
    """Every step did what it should."""
    FAILED = "failed"
    """A step failed."""
    REJECTED = "rejected"
    """Somebody said no, or it was refused before anybody was asked."""
    CANCELLED = "cancelled"
    """Somebody stopped it, or nobody answered in time."""
    UNKNOWN = "unknown"
    """A step ran out of time: what it did is not known."""


class StepStatus(StrEnum):
    SUCCEEDED = "succeeded"
    """It did what it should."""
    FAILED = "failed"
    """It did not."""
    SKIPPED = "skipped"
    """It was not tried."""
    UNKNOWN = "unknown"
    """It ran out of time: what it did is not known."""


StepId = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Argument = Annotated[str, Field(max_length=20_000)]
#: What a machine can do has a name of two parts, ``k8s.scale``; any other text is for people.
_TOOL = re.compile(r"[a-z][a-z0-9_-]*\.[a-z][a-z0-9_.-]*", re.ASCII)


class ConditionTest(StrEnum):
    EQUALS = "equals"
    """It is the one value that is given."""
    IN = "in"
    """It is one of the values that are given."""
    HAS_FAILED = "has_failed"
    """The step has failed; no value is given."""


class StepCondition(Value):
    """Compares how a former step ended, a label or an argument of the execution with what is given."""

    subject: Annotated[str, Field(max_length=200, pattern=r"^(steps|labels|arguments)\.[A-Za-z0-9_][A-Za-z0-9._-]*$")]
    """What is looked at: `steps.<step id>`, `labels.<name>` or `arguments.<name>`."""
    test: ConditionTest = ConditionTest.EQUALS
    """How it is looked at."""
    values: Annotated[tuple[Annotated[str, Field(max_length=1_000)], ...], Field(max_length=50)] = ()
    """What it is compared with; for a step `succeeded`, `failed` or `skipped`."""


class RunbookStep(Value):
    """``arguments`` may name labels of the alert and fields of the incident as ``{{ labels.namespace }}``."""

    id: StepId
    """The step's id within its runbook."""
    title: Title
    """What is done."""
    kind: StepKind = StepKind.MANUAL
    """How it is done."""
    tool: Annotated[str, Field(max_length=100)] = ""
    """The tool that does it, such as `k8s.rollout_restart`; empty for manual steps."""
    arguments: dict[Annotated[str, Field(min_length=1, max_length=100)], Argument] = Field(
        default_factory=dict, max_length=50
    )
    """What the tool is given; `{{ labels.namespace }}` stands for a label of the alert, other names for fields of the
    incident.
    """
    risk: RiskTier = RiskTier.READ
    """How much harm it can do."""
    timeout_s: int = Field(default=60, ge=1, le=300)
    """Seconds after which it is given up, at most 300."""
    verify: Text = ""
    """How it is seen that the step worked."""
    rollback: Text = ""
    """How it is undone."""
    when: Annotated[tuple[StepCondition, ...], Field(max_length=20)] = ()
    """What must all hold for it to be done; empty: no step before it has failed. After a failure only those steps are
    done that look at the step that failed.
    """
    requires_approval: bool | None = None
    """Whether it waits for somebody's yes, which is good up to the next step that waits. Absent: when its risk is high,
    and for the first step of a machine where the runbook asks for approval.
    """
    idempotent: bool = False
    """Whether doing it twice is the same as doing it once."""
    attempts: int = Field(default=1, ge=1, le=3)
    """How often it is tried when it fails, three times at most; more than once only when it is idempotent."""
    wait_s: int = Field(default=14_400, ge=60, le=604_800)
    """Seconds that people have, for the step or for the yes to it, a minute to seven days; then it is cancelled."""

    @property
    def is_by_hand(self) -> bool:
        """A person does what is manual, what is only looked at, and what no machine has a name for."""
        return self.kind in (StepKind.MANUAL, StepKind.QUERY) or _TOOL.fullmatch(self.tool) is None


class RunbookDefinition(Value):
    title: Title
    """What people call it."""
    description: Text = ""
    """When it helps and what it does."""
    trigger_conditions: Annotated[tuple[Matcher, ...], Field(max_length=50)] = ()
    """Label matchers in Alertmanager syntax, all of which must match an alert that it helps with."""
    urls: Annotated[tuple[Url, ...], Field(max_length=20)] = ()
    """Addresses by which alerts name this runbook (`runbook_url`), at most 20."""
    steps: Annotated[tuple[RunbookStep, ...], Field(max_length=100)] = ()
    """What is done, in this order, at most 100."""
    automation_level: AutomationLevel = AutomationLevel.MANUAL
    """How much of it may happen without a person."""
    approval_required: bool = True
    """Whether an execution waits for somebody's yes."""
    owner: Annotated[str, Field(max_length=200)] = ""
    """Who answers for it."""
    tags: Tags = ()
    """Free words to find it by, at most 50."""
    markdown: Annotated[str, Field(max_length=100_000)] = ""
    """The text as its author wrote it, at most 100,000 characters."""
    origin: Origin | None = None
    """Which import it comes from; absent for a person's own work."""


class StepResult(Value):
    step_id: StepId
    """The step that this is about."""
    status: StepStatus
    """How it ended."""
    output: Annotated[str, Field(max_length=50_000)] = ""
    """The end of what it printed, at most 50,000 characters; the whole is at `output_url`."""
    output_url: Url | None = None
    """Where the whole output is."""
    duration_s: float = Field(default=0.0, ge=0, le=86_400, allow_inf_nan=False)
    """How long it took, in seconds."""
