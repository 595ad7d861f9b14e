"""The burndown from counts: every number is what the objective's own rules give for that moment."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

from shared.domain.slo.burning import burn_conditions
from shared.domain.slo.judging import BurnLook, Sums, look_at
from shared.domain.slo.values import Budget, BurnCondition, RollingWindow, SLODefinition
from shared.domain.slo.windows import (
    PARTS,
    Hour,
    Windows,
    allowed_share,
    budget_of,
    newest_of,
    seconds,
    units_of,
    window_start,
)
from shared.kernel.zones import instant, local_time, zone_named
from shared.projections.slo_burndown.queries import BurndownPoint, BurnRate

PROJECTED_FROM_S = 6 * 3_600


def remaining(budget: Budget) -> float:
    return 1.0 - budget.consumed


def left_events(budget: Budget) -> float:
    """Says how many more may be bad; below zero: how many too many were."""
    return round(budget.allowed_bad - (budget.total - budget.good), 6)


def left_minutes(budget: Budget, definition: SLODefinition, now: datetime) -> float:
    """Says for how many minutes everything could still be bad, with traffic as it was over the window so far."""
    so_far = seconds(now) - seconds(window_start(definition, now))
    return round(remaining(budget) * so_far * allowed_share(definition) / PARTS / 60, 3)


def window_end(definition: SLODefinition, now: datetime) -> datetime:
    """Says when the window ends; a rolling one ends now."""
    if isinstance(definition.window, RollingWindow):
        return now
    zone = zone_named(definition.window.zone)
    first = local_time(window_start(definition, now), zone)
    return instant((first + timedelta(days=32)).replace(day=1), zone)


def budget_at(counted: "Counted", definition: SLODefinition, at: datetime) -> Budget:
    """As ``shared.domain.slo.windows.budget_at``, by two look-ups."""
    return budget_of(*counted.between(seconds(window_start(definition, at)), seconds(at)))


def burn_rates(counted: "Counted", definition: SLODefinition, now: datetime) -> tuple[BurnRate, ...]:
    return tuple(_burn(counted, now, span) for span in look_backs(definition))


def _burn(counted: "Counted", now: datetime, span: int) -> BurnRate:
    sums = counted.told(seconds(now) - span, seconds(now)) or Sums()
    return BurnRate(look_back_s=span, rate=sums.shown_rate, bad=sums.bad, total=sums.total)


def judged_at(windows: Windows, now: datetime) -> datetime:
    """Gives the moment at which conditions are judged: the end of the newest window that was told."""
    return min(now, newest_of(windows) or now)


def look_backs(definition: SLODefinition) -> list[int]:
    """Gives the look-backs of the objective's burn conditions, in seconds, shortest first."""
    return sorted({span for each in burn_conditions(definition) for span in (each.short_s, each.long_s)})


def projected_exhaustion(counted: "Counted", definition: SLODefinition, now: datetime) -> datetime | None:
    """A rate of one uses up a whole budget in a whole window."""
    left = remaining(budget_at(counted, definition, now))
    rate = (counted.told(seconds(now) - PROJECTED_FROM_S, seconds(now)) or Sums()).shown_rate
    if not rate or left <= 0:
        return None
    starts_at, ends_at = window_start(definition, now), window_end(definition, now)
    length = ends_at - starts_at
    at = now + length * min(left / rate, 10.0)
    return at if at < (now + length if ends_at <= now else ends_at) else None


def curve(counted: "Counted", definition: SLODefinition, now: datetime, points: int) -> tuple[BurndownPoint, ...]:
    since = window_start(definition, now)
    moments = [since + (now - since) * step / points for step in range(points + 1)]
    return tuple(_point(counted, definition, before, at) for before, at in pairwise(moments))


def _point(counted: "Counted", definition: SLODefinition, before: datetime, at: datetime) -> BurndownPoint:
    if not counted.any_between(seconds(before), seconds(at)):
        return BurndownPoint(at=at, recorded=False, remaining=None, good=None, total=None)
    budget = budget_at(counted, definition, at)
    return BurndownPoint(at=at, recorded=True, remaining=remaining(budget), good=budget.good, total=budget.total)


def counted(windows: Windows, definition: SLODefinition) -> "Counted":
    """Everything that is told of an objective, summed up once for all questions."""
    return Counted(list(units_of(windows, definition)))


@dataclass(slots=True)
class Counted:
    """Sums up to any moment, so that a point costs two look-ups and not a walk through everything."""

    units: Sequence[Hour]
    _starts: list[int] = field(init=False)
    _ends: list[int] = field(init=False)
    _begun: list[tuple[int, int, int]] = field(init=False)
    _over: list[tuple[int, int, int]] = field(init=False)

    def __post_init__(self) -> None:
        by_start = sorted(self.units, key=lambda unit: unit.start)
        by_end = sorted(self.units, key=lambda unit: unit.end)
        self._starts, self._begun = [unit.start for unit in by_start], _sums(by_start)
        self._ends, self._over = [unit.end for unit in by_end], _sums(by_end)

    def between(self, since: int, until: int) -> tuple[int, int, int]:
        """Good, total and allowed of what ends after ``since`` and starts before ``until``."""
        begun = self._begun[bisect_left(self._starts, until)]
        over = self._over[bisect_right(self._ends, since)]
        return begun[0] - over[0], begun[1] - over[1], begun[2] - over[2]

    def told(self, since: int, until: int) -> Sums | None:
        """The same for whoever judges; None: nothing was told of that time."""
        if not self.any_between(since, until):
            return None
        good, total, allowed = self.between(since, until)
        return Sums(bad=total - good, total=total, allowed=allowed)

    def look(self, condition: BurnCondition, at: datetime) -> BurnLook:
        """Both look-backs of a condition as they end at ``at``."""
        known_since = datetime.fromtimestamp(self._starts[0], UTC) if self._starts else at
        return look_at(condition, at, known_since, self.told)

    def any_between(self, since: int, until: int) -> bool:
        return bisect_left(self._starts, until) > bisect_right(self._ends, since)


def _sums(units: Sequence[Hour]) -> list[tuple[int, int, int]]:
    columns = ([each[place] for each in units] for place in map(Hour._fields.index, ("good", "total", "allowed")))
    good, total, allowed = (accumulate(column, initial=0) for column in columns)
    return list(zip(good, total, allowed, strict=True))
