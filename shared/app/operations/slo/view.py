"""An objective as its domain answers it: the budget and its burning are computed as of now."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.slo.burning import burn_conditions
from shared.domain.slo.judging import Burning, Sums, burning
from shared.domain.slo.values import Budget, BurnCondition, SLODefinition
from shared.domain.slo.windows import Windows, budget_at, gaps, newest_of
from shared.ports.current_state import Stored
from shared.ports.measuring import MeasuringStanding
from shared.ports.sli_counts import CountsProblem
from shared.projections.page import AsOf
from shared.projections.slo_burndown.burning_down import Counted, counted, judged_at

_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)
_WINDOWS: TypeAdapter[Windows] = TypeAdapter(Windows)
_GAPS_OF = timedelta(days=1)


class BurnView(View):
    """A burn condition is shown with both its rates, as they were where the newest window ended."""

    condition: BurnCondition
    """The look-backs and the rate that they are compared with."""
    long_rate: float | None
    """How many times faster than allowed the budget was used up over the long look-back. Null: nothing is known of
    that time.
    """
    short_rate: float | None
    """The same over the short look-back. Null: nothing is known of that time."""
    holds: bool
    """True when both rates are above the condition's, as alerts are judged: with events enough, and a long look-back
    that is full.
    """


class GapView(View):
    """Nothing was told of a stretch of time."""

    starts_at: datetime
    """When it begins, in UTC."""
    ends_at: datetime
    """When it ends, in UTC."""


class MeasuringView(View):
    """How counting an objective at its source stands."""

    healthy: bool
    """True when the newest window that has ended is known."""
    problem: CountsProblem | None
    """Why it is not known. Null: it is."""
    detail: str
    """The same in the source's own words, as far as it gave any."""
    since: datetime | None
    """Since when there is a problem, in UTC. Null: there is none."""
    until: datetime | None
    """Every window that ended before was asked for, in UTC. Null: the source has not answered yet."""
    next_try_at: datetime
    """When the source is asked again, in UTC."""


class SLOView(View):
    """An objective is shown with its budget and how fast it burns."""

    slo_id: UUID
    """Derived from tenant and slug."""
    version: int
    """How many facts the objective has; a command that sends it as ``If-Match`` is refused when it has changed since.
    """
    slug: str
    """The name that it keeps."""
    revision: int
    """Counts definitions from 1."""
    definition: SLODefinition
    """What is promised, and how it is measured."""
    budget: Budget
    """What is left of the budget over the objective's window."""
    exhausted: bool
    """True when the budget was used up and has not recovered since."""
    burn: tuple[BurnView, ...]
    """The burn conditions with their rates."""
    data_until: datetime | None
    """End of the newest window that was told, in UTC; nothing later is known. Null: nothing was told."""
    gaps: tuple[GapView, ...]
    """Stretches of the last day of which nothing was told."""
    measuring: MeasuringView | None = None
    """How counting it at its source stands. Null: no registered source is asked for it, or not yet, or the answer is
    about the past.
    """
    updated_by: str
    """The person, agent or system that changed it last, as ``kind:name``."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""
    as_of: AsOf | None = None
    """Of an objective as it was: the newest fact that the answer rests on. Null: the answer is about now."""


def slo_view(stored: Stored, now: datetime) -> SLOView:
    """The budget and its burning are computed for ``now``."""
    definition = _DEFINITION.validate_python(stored.state["definition"])
    windows = _WINDOWS.validate_python(stored.state["windows"])
    told, at = counted(windows, definition), judged_at(windows, now)
    holes = gaps(windows, now - _GAPS_OF, now)
    computed: dict[str, Any] = {
        "definition": definition,
        "budget": budget_at(windows, definition, now),
        "burn": [_burn(told, definition, condition, at) for condition in burn_conditions(definition)],
        "data_until": newest_of(windows),
        "gaps": [GapView(starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in holes],
    }
    return SLOView.model_validate({**view_fields(stored, "slo_id"), **computed})


def with_measuring(view: SLOView, standing: MeasuringStanding | None) -> SLOView:
    """Puts beside an objective how counting it stands."""
    if standing is None:
        return view
    measuring = MeasuringView(
        healthy=standing.problem is None,
        problem=None if standing.problem is None else CountsProblem(standing.problem),
        detail=standing.detail,
        since=standing.problem_since,
        until=standing.until,
        next_try_at=standing.next_try,
    )
    return view.model_copy(update={"measuring": measuring})


def _burn(told: Counted, definition: SLODefinition, condition: BurnCondition, at: datetime) -> BurnView:
    look = told.look(condition, at)
    return BurnView(
        condition=condition,
        long_rate=(look.long or Sums()).shown_rate,
        short_rate=(look.short or Sums()).shown_rate,
        holds=burning(condition, definition.alerting, look) is Burning.YES,
    )
