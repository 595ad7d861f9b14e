"""What can be true of a service level objective."""

from datetime import datetime
from typing import ClassVar

from shared.domain.slo.values import Budget, SLODefinition
from shared.kernel.ids import SloId
from shared.kernel.message import Fact


class SLOFact(Fact):
    aggregate_type: ClassVar[str] = "slo"
    id_field: ClassVar[str] = "slo_id"

    slo_id: SloId
    """The objective that this is about."""


class SLOCreated(SLOFact):
    slug: str
    """The name by which addresses and imports know it."""
    revision: int
    """Counts definitions from 1."""
    definition: SLODefinition
    """The whole objective."""
    created_by: str
    """Who created it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class SLOUpdated(SLOFact):
    revision: int
    """Counts definitions from 1."""
    definition: SLODefinition
    """The whole objective from now on."""
    budget_restarted: bool
    """Another indicator, budgeting or window counts something else: the budget begins anew."""
    updated_by: str
    """Who changed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class SLIWindowRecorded(SLOFact):
    revision: int
    """The definition that the counts are held against, counted from 1."""
    window_start: datetime
    """When the counted stretch of time begins."""
    window_end: datetime
    """When it ends, not included."""
    good: int
    """Good events within it."""
    total: int
    """All events within it."""
    source: str
    """The registered source that counted."""
    excluded: bool = False
    """True: the counts use up no budget, as during maintenance."""
    expected_events: int = 0
    """As how many events it counts at least, by the definition: those that did not come count as good ones."""
    corrected_good: int | None
    """Good events that the same window held before this correction; null when it is no correction."""
    corrected_total: int | None
    """All events that the same window held before this correction; null when it is no correction."""
    recorded_at: datetime
    """When it was recorded, by the writer's clock."""
    budget: Budget
    """The budget after it."""


class SLOBudgetExhausted(SLOFact):
    """Once per crossing; armed again by the recovery."""

    revision: int
    """The definition that the budget is of, counted from 1."""
    at: datetime
    """When it was seen to be exhausted, by the writer's clock."""
    budget: Budget
    """The budget as it stood then."""


class SLOBudgetRecovered(SLOFact):
    revision: int
    """The definition that the budget is of, counted from 1."""
    at: datetime
    """When it was seen to have recovered, by the writer's clock."""
    budget: Budget
    """The budget as it stood then."""


SLO_FACTS: tuple[type[Fact], ...] = (
    SLOCreated,
    SLOUpdated,
    SLIWindowRecorded,
    SLOBudgetExhausted,
    SLOBudgetRecovered,
)
