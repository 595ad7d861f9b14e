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


class SLOCreated(SLOFact):
    slug: str
    #: Counts definitions from 1.
    revision: int
    definition: SLODefinition
    created_by: str


class SLOUpdated(SLOFact):
    revision: int
    definition: SLODefinition
    #: Another indicator, budgeting or window counts something else: the budget begins anew.
    budget_restarted: bool
    updated_by: str


class SLIWindowRecorded(SLOFact):
    revision: int
    window_start: datetime
    window_end: datetime
    good: int
    total: int
    source: str
    #: What the window held before a correction.
    corrected_good: int | None
    corrected_total: int | None
    recorded_at: datetime
    budget: Budget


class SLOBudgetExhausted(SLOFact):
    """Once per crossing; armed again by the recovery."""

    revision: int
    at: datetime
    budget: Budget


class SLOBudgetRecovered(SLOFact):
    revision: int
    at: datetime
    budget: Budget


SLO_FACTS: tuple[type[Fact], ...] = (
    SLOCreated,
    SLOUpdated,
    SLIWindowRecorded,
    SLOBudgetExhausted,
    SLOBudgetRecovered,
)
