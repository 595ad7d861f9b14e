"""What an objective would have alerted of, had it been there: its past is counted anew and judged tick by tick.

The judgement is the one of every day; only the counts come from the source's history and not from what was recorded.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from shared.domain.slo.burning import burn_conditions, name_of
from shared.domain.slo.judging import IDLE, BurnPhase, BurnStanding, judge
from shared.domain.slo.values import Budget, BurnCondition, SLODefinition
from shared.domain.slo.windows import Recorded, Windows, allowance, seconds
from shared.kernel.ids import SloId
from shared.ports.sli_counts import CountsAnswer, CountsQuestion, CountsReader, UnknownWindow, WindowCounts
from shared.projections.slo_burndown.burning_down import Counted, budget_at, counted

#: Windows in one question: a day of five minutes is 288, and no source needs long for it.
_WINDOWS_ASKED = 500
#: Seconds for which one question is waited for.
_PATIENCE_S = 60.0
LONGEST = timedelta(days=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldHaveAlerted:
    """One alert that there would have been."""

    condition: BurnCondition
    """The condition that held."""
    starts_at: datetime
    """When it would have fired, in UTC."""
    ends_at: datetime | None
    """When it would have cleared, in UTC; None: it would still fire."""
    used_before: float
    """The share of the budget that was used up when it fired."""
    used_after: float
    """The share that was used up when it cleared, or at the end."""

    @property
    def name(self) -> str:
        return name_of(self.condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What would have been."""

    since: datetime
    until: datetime
    ticks: int
    """How many windows were told of, at the end of each of which the objective was judged."""
    alerts: tuple[WouldHaveAlerted, ...]
    """The alerts that there would have been, oldest first."""
    budget: Budget
    """The budget as it would be at the end."""
    unknown: tuple[UnknownWindow, ...]
    """Windows of which the source told nothing; they are neither good nor bad."""


@dataclass(slots=True)
class _Judged:
    condition: BurnCondition
    standing: BurnStanding = IDLE
    fired: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    def tick(self, definition: SLODefinition, told: Counted, at: datetime) -> None:
        look = told.look(self.condition, at)
        before, self.standing = self.standing, judge(self.standing, self.condition, definition.alerting, look, at)
        if before.phase is not BurnPhase.FIRING and self.standing.phase is BurnPhase.FIRING:
            self.fired.append((at, None))
        elif before.phase is BurnPhase.FIRING and self.standing.phase is not BurnPhase.FIRING:
            self.fired[-1] = (self.fired[-1][0], at)


def history(
    reader: CountsReader, slo_id: SloId, definition: SLODefinition, since: datetime, until: datetime
) -> Iterator[CountsAnswer]:
    """Asks for the windows between two moments, some hundred at a time, oldest first."""
    step = timedelta(seconds=definition.measured_every_s)
    first, last = _floor(since, step), _floor(until, step)
    while first < last:
        end = min(first + _WINDOWS_ASKED * step, last)
        question = CountsQuestion(slo_id=slo_id, indicator=definition.indicator, step=step, from_at=first, to_at=end)
        yield from reader.read([question], time.monotonic() + _PATIENCE_S)
        first = end


def questions_for(definition: SLODefinition, since: datetime, until: datetime) -> int:
    """Says how many answers ``history`` gives."""
    step = timedelta(seconds=definition.measured_every_s)
    windows = (_floor(until, step) - _floor(since, step)) // step
    return -(-windows // _WINDOWS_ASKED)


def backtest(definition: SLODefinition, answers: Sequence[CountsAnswer], since: datetime, until: datetime) -> Backtest:
    """Judges the objective at the end of each window that was told, as if it had been measured from the first on."""
    windows = sorted(window for answer in answers for window in answer.windows)
    told = counted(Windows(recent=tuple(_recorded(each, definition) for each in windows)), definition)
    judged = [_Judged(condition) for condition in burn_conditions(definition)]
    for window in windows:
        for each in judged:
            each.tick(definition, told, window.end_at)
    last = windows[-1].end_at if windows else until
    alerts = (_alert(each.condition, times, told, definition, last) for each in judged for times in each.fired)
    return Backtest(
        since=since,
        until=until,
        ticks=len(windows),
        alerts=tuple(sorted(alerts, key=lambda alert: (alert.starts_at, alert.condition.long_s))),
        budget=budget_at(told, definition, last),
        unknown=tuple(unknown for answer in answers for unknown in answer.unknown),
    )


def _recorded(window: WindowCounts, definition: SLODefinition) -> Recorded:
    return Recorded(
        seconds(window.start_at),
        seconds(window.end_at),
        window.good,
        window.total,
        allowance(definition, window.total),
        "backtest",
        definition.expected_events or 0,
    )


def _alert(
    condition: BurnCondition,
    times: tuple[datetime, datetime | None],
    told: Counted,
    definition: SLODefinition,
    last: datetime,
) -> WouldHaveAlerted:
    starts_at, ends_at = times
    return WouldHaveAlerted(
        condition=condition,
        starts_at=starts_at.astimezone(UTC),
        ends_at=None if ends_at is None else ends_at.astimezone(UTC),
        used_before=budget_at(told, definition, starts_at).consumed,
        used_after=budget_at(told, definition, ends_at or last).consumed,
    )


def _floor(moment: datetime, step: timedelta) -> datetime:
    length = int(step.total_seconds())
    return datetime.fromtimestamp(seconds(moment) // length * length, UTC)
