"""An objective as its domain answers it: the budget and its burning are computed as of now."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.slo.burning import burn_conditions
from shared.domain.slo.values import Budget, BurnCondition, SLODefinition
from shared.domain.slo.windows import Windows, budget_at, burn_rate, gaps
from shared.ports.current_state import Stored
from shared.projections.page import AsOf

_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)
_WINDOWS: TypeAdapter[Windows] = TypeAdapter(Windows)
_GAPS_OF = timedelta(days=1)


class BurnView(View):
    """Both rates at or above ``condition.rate``: the condition holds. None: nothing is known of that time."""

    condition: BurnCondition
    long_rate: float | None
    short_rate: float | None
    holds: bool


class GapView(View):
    starts_at: datetime
    ends_at: datetime


class SLOView(View):
    slo_id: UUID
    version: int
    slug: str
    revision: int
    definition: SLODefinition
    budget: Budget
    exhausted: bool
    burn: tuple[BurnView, ...]
    #: End of the newest window that was told; nothing later is known.
    data_until: datetime | None
    #: Stretches of the last day of which nothing was told.
    gaps: tuple[GapView, ...]
    updated_by: str
    updated_at: datetime
    #: Of an objective as it was: the newest fact that this rests on.
    as_of: AsOf | None = None


def slo_view(stored: Stored, now: datetime) -> SLOView:
    definition = _DEFINITION.validate_python(stored.state["definition"])
    windows = _WINDOWS.validate_python(stored.state["windows"])
    until = datetime.fromtimestamp(windows.newest_end, UTC) if windows.newest_end else None
    holes = gaps(windows, now - _GAPS_OF, now)
    computed: dict[str, Any] = {
        "definition": definition,
        "budget": budget_at(windows, definition, now),
        "burn": [_burn(windows, definition, condition, now) for condition in burn_conditions(definition)],
        "data_until": until,
        "gaps": [GapView(starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in holes],
    }
    return SLOView.model_validate({**view_fields(stored, "slo_id"), **computed})


def _burn(windows: Windows, definition: SLODefinition, condition: BurnCondition, now: datetime) -> BurnView:
    long_rate = burn_rate(windows, definition, now, condition.long_s)
    short_rate = burn_rate(windows, definition, now, condition.short_s)
    holds = min(long_rate or 0.0, short_rate or 0.0) >= condition.rate
    return BurnView(condition=condition, long_rate=long_rate, short_rate=short_rate, holds=holds)
