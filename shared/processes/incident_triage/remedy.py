"""A plan on its way: from its dry run over somebody's yes to whether it has worked."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.kernel.ids import ApprovalId, derive
from shared.remediation.outcome import RemediationOutcome, VerificationReading
from shared.remediation.proposal import RemediationPlan

#: The shortest time between two looks. They come further apart as time passes: after a quarter of the time so far.
_SOONEST: Final = timedelta(seconds=5)
_OF_THE_TIME: Final = 4


class RemedyStage(StrEnum):
    #: It is asked what the plan would do.
    DRY_RUN = "dry_run"
    #: Nobody here carries it out; a person may.
    PERSON = "person"
    APPROVAL = "approval"
    #: A runbook is executed, with an approval of its own.
    RUNBOOK = "runbook"
    EFFECT = "effect"
    RECOVERY = "recovery"
    #: It has worked, and what happened is written down.
    RECORD = "record"


#: In these something outside may have been changed already.
ACTING: Final = frozenset({RemedyStage.RUNBOOK, RemedyStage.EFFECT, RemedyStage.RECOVERY, RemedyStage.RECORD})
#: In these a step reads or acts, and a timer asks for the next look.
LOOKING: Final = frozenset({RemedyStage.DRY_RUN, RemedyStage.EFFECT, RemedyStage.RECOVERY, RemedyStage.RECORD})
#: In these nothing has been begun that a pause of automation could not take back.
UNBEGUN: Final = frozenset({RemedyStage.DRY_RUN, RemedyStage.APPROVAL})


def approval_id_for(workflow_id: str, plan_hash: str) -> ApprovalId:
    """A run asks once about a plan."""
    return ApprovalId(derive("approval", workflow_id, plan_hash))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What it takes for a plan to count as worked, as the policy said when it was carried out."""

    hold_s: int
    verify_within_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    plan: RemediationPlan
    stage: RemedyStage
    began_at: datetime
    """When the stage began."""
    is_rollback: bool = False
    approval_id: UUID | None = None
    execution_id: UUID | None = None
    asked_id: UUID | None = None
    """The message that asks for a runbook's execution: what became of it is looked at until the writer has said yes."""
    looks: int = 0
    """How often a further look was asked for in this stage."""
    next_look_at: datetime | None = None
    """When the next look is, or was, due; None before the first is over."""
    is_looking: bool = True
    """Whether a step is asked for and has not come back."""
    outcome: RemediationOutcome | None = None
    hold: Hold | None = None
    reading: VerificationReading | None = None
    """The newest look at whether it has worked."""
    holds_since: datetime | None = None
    """Since when every look has found everything well."""

    def at(self, stage: RemedyStage, began_at: datetime) -> "Remedy":
        return replace(self, stage=stage, began_at=began_at, looks=0, next_look_at=None, is_looking=stage in LOOKING)

    def looking_again(self, at: datetime, *, at_most: timedelta | None = None) -> "Remedy":
        """Sets the next look, further away the longer it takes."""
        wait = max(_SOONEST, (at - self.began_at) / _OF_THE_TIME)
        return replace(self, next_look_at=at + (wait if at_most is None else min(wait, at_most)), is_looking=False)
