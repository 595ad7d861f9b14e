"""What became of a plan that was carried out: action by action, and how each could be undone."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.diagnosis.hypothesis import Sentence
from shared.kernel.value import Value
from shared.remediation.actions import Action, Line


class EffectStatus(StrEnum):
    """How far an action came at its target."""

    SUCCEEDED = "succeeded"
    """The target has done it and says so."""
    PENDING = "pending"
    """It was asked for and waits for somebody there, such as a pull request that a person has to merge."""
    FAILED = "failed"
    """The target was asked and said no, or did it in vain."""
    REFUSED = "refused"
    """It was never sent: a rule forbids it, or what it rests on has changed."""
    UNKNOWN = "unknown"
    """It was sent and nothing came back; the target has to be looked at before anything is tried again."""
    SKIPPED = "skipped"
    """It was not tried: one before it did not succeed, or somebody stopped it."""


class ActionOutcome(Value):
    """What became of one action of a plan."""

    index: Annotated[int, Field(ge=0, lt=100)]
    """Its place in the plan, counted from 0."""
    action: Line
    """Its kind, such as `git.revert`."""
    status: EffectStatus
    """How far it came."""
    detail: Sentence
    """What happened, for people: what was changed, or why not."""
    references: Annotated[tuple[Annotated[str, Field(max_length=2_000)], ...], Field(max_length=10)] = ()
    """Where it can be seen: addresses of pull requests, commits, operations."""
    application: Line | None = None
    """The Argo CD application that has to follow; null when none does."""
    revision: Line | None = None
    """The commit that has to be deployed for it to have worked; null when it changes no repository."""
    undo: Action | None = None
    """What would take it back, if it can be taken back by an action; it needs an approval of its own."""
    ended_at: datetime | None = None
    """When that was known; null for what was not tried."""


class RemediationOutcome(Value):
    """What became of a whole plan."""

    status: EffectStatus
    """The first of its actions that did not succeed says how the whole ended; `succeeded` when all did."""
    actions: Annotated[tuple[ActionOutcome, ...], Field(max_length=100)]
    """Action by action, in the plan's order."""
    reason: Sentence
    """One line for a list."""


class DryRun(Value):
    """What a plan would do, as its targets say without doing it. The same world gives the same text, byte for byte."""

    text: Annotated[str, Field(max_length=100_000)]
    """What every action would change: differences, answers of server-side dry runs. An approval is bound to it."""
    problems: Annotated[tuple[Sentence, ...], Field(max_length=100)] = ()
    """What stands in the way now, one sentence each; empty when it could be carried out."""


class VerificationCheck(Value):
    """One of the things that must be true for a plan to have worked."""

    what: Sentence
    """What must be true, for people."""
    holds: bool | None
    """Whether it is; null when it could not be read."""
    seen: Sentence
    """What was seen, with its numbers."""


class VerificationReading(Value):
    """One look at whether a plan has worked."""

    checks: Annotated[tuple[VerificationCheck, ...], Field(min_length=1, max_length=100)]
    """Everything that must be true at once, and for the hold time."""
    baseline: dict[Line, Annotated[int, Field(ge=0)]] = Field(default_factory=dict, max_length=500)
    """Restarts that were counted, by container (`<uid of its pod>/<name>`); what is not named had none. The next look
    compares with it.
    """

    @property
    def holds(self) -> bool:
        return all(check.holds is True for check in self.checks)
