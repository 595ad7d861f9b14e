"""Why an objective alerts, or does not: the formula with the numbers in it, for whoever has to believe it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.view import View
from shared.domain.slo.burning import burn_conditions, exact_rate, left_out, name_of, span_of
from shared.domain.slo.judging import Burning, BurnLook, Sums, burning
from shared.domain.slo.values import Budget, Budgeting, BurnCondition, SLODefinition
from shared.domain.slo.windows import Windows, newest_of
from shared.ports.current_state import Stored
from shared.projections.slo_burndown.burning_down import (
    Counted,
    budget_at,
    counted,
    judged_at,
    left_events,
    left_minutes,
    projected_exhaustion,
)

_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)
_WINDOWS: TypeAdapter[Windows] = TypeAdapter(Windows)
_DECIDED = {
    Burning.YES: "holds",
    Burning.LONG: "does not hold: the short look-back is at or below it, the burning is over",
    Burning.SHORT: "does not hold: the long look-back is at or below it, it has only just begun",
    Burning.NO: "does not hold",
    Burning.UNKNOWN: "is not judged: nothing was told of one of the look-backs",
}


class LookBackView(View):
    """What a look-back holds is shown."""

    look_back: str
    """How long it is, such as `1h`."""
    bad: int | None
    """How many events, or slices, were bad. Null: nothing was told of that time."""
    total: int | None
    """How many there were. Null: nothing was told of that time."""
    rate: float | None
    """How many times faster than allowed the budget was used up. Null: nothing was told, or nothing happened."""


class ConditionExplained(View):
    """A burn condition is shown with the numbers that decide it."""

    name: str
    """What it is called within the objective, such as `page-1h-5m`."""
    condition: BurnCondition
    """The look-backs and the rate that they are compared with."""
    long: LookBackView
    """The long look-back, up to the end of the newest window."""
    short: LookBackView
    """The short look-back, up to the end of the newest window."""
    decision: Burning
    """What the counts say of it."""
    has_whole_history: bool
    """False: the objective has not been measured for as long as the long look-back, and nothing alerts."""
    text: str
    """The same in a sentence."""


class SLOExplanation(View):
    """An objective's judgement is explained."""

    slo_id: UUID
    """The objective."""
    slug: str
    """The name that it keeps."""
    at: datetime
    """The instant for which it was computed, in UTC."""
    budget: Budget
    """The budget over the objective's window."""
    left_events: float
    """How many more events, or slices, may be bad; below zero: how many too many were."""
    left_minutes: float
    """For how many minutes everything could still be bad, with traffic as it was over the window so far."""
    exhausts_at: datetime | None
    """When nothing is left if it burns on as it does. Null: not within the window, or nothing is left already."""
    data_until: datetime | None
    """End of the newest window that was told, in UTC. Null: nothing was told."""
    conditions: tuple[ConditionExplained, ...]
    """Each burn condition of the objective."""
    never: tuple[str, ...]
    """Why usual conditions are left out: the arithmetic by which they can never hold at this target."""
    lines: tuple[str, ...]
    """All of it in sentences, in the order in which a person reads them."""


def explanation(stored: Stored, now: datetime) -> SLOExplanation:
    """Computes everything from what the objective itself remembers: the budget for ``now``, and whether conditions hold
    where the newest window ended, as they are judged."""
    definition = _DEFINITION.validate_python(stored.state["definition"])
    windows = _WINDOWS.validate_python(stored.state["windows"])
    told = counted(windows, definition)
    newest = newest_of(windows)
    at = judged_at(windows, now)
    budget = budget_at(told, definition, now)
    found: dict[str, Any] = {
        "slo_id": stored.aggregate_id,
        "slug": stored.state["slug"],
        "at": now.astimezone(UTC),
        "budget": budget,
        "left_events": left_events(budget),
        "left_minutes": left_minutes(budget, definition, now),
        "exhausts_at": projected_exhaustion(told, definition, now),
        "data_until": newest,
        "conditions": tuple(_condition(told, definition, each, at) for each in burn_conditions(definition)),
        "never": left_out(definition),
    }
    return SLOExplanation(**found, lines=tuple(_lines(definition, found)))


def _condition(told: Counted, definition: SLODefinition, condition: BurnCondition, now: datetime) -> ConditionExplained:
    look = told.look(condition, now)
    decision = burning(condition, definition.alerting, look)
    return ConditionExplained(
        name=name_of(condition),
        condition=condition,
        long=_look_back(condition.long_s, look.long),
        short=_look_back(condition.short_s, look.short),
        decision=decision,
        has_whole_history=look.is_whole,
        text=_judged(condition, definition, look, decision),
    )


def _look_back(length_s: int, sums: Sums | None) -> LookBackView:
    if sums is None:
        return LookBackView(look_back=span_of(length_s), bad=None, total=None, rate=None)
    return LookBackView(look_back=span_of(length_s), bad=sums.bad, total=sums.total, rate=sums.shown_rate)


def _judged(condition: BurnCondition, definition: SLODefinition, look: BurnLook, decision: Burning) -> str:
    both = " and ".join(
        _formula(length_s, sums, definition)
        for length_s, sums in ((condition.long_s, look.long), (condition.short_s, look.short))
    )
    decided = _DECIDED[decision]
    if not look.is_whole:
        decided = f"is not judged yet: less than {span_of(condition.long_s)} of history is there"
    elif look.long is not None and look.long.total < definition.alerting.minimum_events:
        decided = f"is not judged: fewer than {definition.alerting.minimum_events:,} events"
    return f"{condition.severity} above {exact_rate(condition).normalize():f}: {both}; it {decided}"


def _formula(length_s: int, sums: Sums | None, definition: SLODefinition) -> str:
    if sums is None:
        return f"{span_of(length_s)}: nothing was told"
    if sums.rate is None:
        return f"{span_of(length_s)}: nothing happened"
    share = (100 - Decimal(str(definition.target))).normalize()
    return f"{span_of(length_s)}: {sums.bad:,} / {sums.total:,} / {share:f} % = {float(sums.rate):.3g}"


def _lines(definition: SLODefinition, found: dict[str, Any]) -> Iterator[str]:
    budget, unit = found["budget"], "slices" if definition.budgeting is Budgeting.TIMESLICES else "events"
    share = (100 - Decimal(str(definition.target))).normalize()
    bad = budget.total - budget.good
    yield (
        f"Budget: {share:f} % of {budget.total:,} {unit} = {budget.allowed_bad:,.6g} may be bad, {bad:,} were:"
        f" {budget.consumed:.1%} is used up."
    )
    minutes = f"{found['left_minutes']:,.1f} minutes in which everything is bad"
    yield f"Left: {found['left_events']:,.6g} {unit}, or {minutes}."
    if found["exhausts_at"] is not None:
        yield f"As it burns now, nothing is left at {found['exhausts_at']:%Y-%m-%d %H:%M} UTC."
    yield from (each.text[0].upper() + each.text[1:] + "." for each in found["conditions"])
    yield from (f"Left out: {why}." for why in found["never"])
    if found["data_until"] is None:
        yield "Nothing was told of it yet."
    else:
        age = max(0, int((found["at"] - found["data_until"]).total_seconds()) // 60)
        yield f"The newest window ended at {found['data_until']:%Y-%m-%d %H:%M} UTC, {age:,} minutes ago."
