"""What the watch over a burning budget says of itself."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.domain.slo.values import BurnCondition
from shared.kernel.ids import AlertId, SloId
from shared.kernel.message import ProcessFact
from shared.kernel.value import Value


class BurnNumbers(Value):
    """What was told of a look-back. Counts are events, or slices for timeslices."""

    bad: int
    """How many were bad."""
    total: int
    """How many there were."""
    allowed_bad: float
    """How many could have been bad, by the targets that held when they were recorded."""
    rate: float | None
    """How many times faster than allowed the budget was used up; null when nothing happened."""


class SLOBurnFact(ProcessFact):
    aggregate_type: ClassVar[str] = "slo_burn"
    id_field: ClassVar[str] = "workflow_id"

    workflow_id: str
    """The watch over one objective: `slo_burn/<id of the objective>`."""
    slo_id: SloId
    """The objective whose budget burns."""
    slug: str
    """The name by which addresses and imports know it."""
    revision: int
    """The definition that it is judged by, counted from 1."""
    at: datetime
    """The end of the newest window that was told; the look-backs and the budget's window end there."""
    budget_left: float
    """The share of the budget that is left: 1 untouched, 0 exhausted, below it overdrawn."""
    alert_id: AlertId
    """The alert that says so, in the ordinary list of alerts."""


class SLOBurnDetected(SLOBurnFact):
    """A burn condition holds, for as long as it has to."""

    condition: BurnCondition
    """The look-backs and the rate that they are compared with."""
    long: BurnNumbers
    """What was told of the long look-back."""
    short: BurnNumbers
    """What was told of the short look-back."""


class SLOBurnCleared(SLOBurnFact):
    """A burn condition that was told of holds no longer."""

    condition: BurnCondition
    """The look-backs and the rate that they are compared with."""
    long: BurnNumbers
    """What was told of the long look-back."""
    short: BurnNumbers
    """What was told of the short look-back."""
    starts_at: datetime
    """When it began to alert, by the counts."""
    reason: Literal["dropped", "condition_removed"]
    """Whether a look-back has dropped, or the objective has no such condition any more."""


class SLOBurnEscalated(SLOBurnFact):
    """The budget is nearly used up while it burns: an incident is wanted, whatever the burn's own severity."""

    consumed: float
    """Share of the budget that is used up: 0 untouched, 1 exhausted, above it overdrawn."""
    escalate_share: float
    """The share at which the objective asks for it."""


SLO_BURN_FACTS: tuple[type[ProcessFact], ...] = (SLOBurnDetected, SLOBurnCleared, SLOBurnEscalated)
