"""Whether a burn condition holds, and what that makes of its alert: exact, tick by tick, from sums alone.

Nothing here reads a clock or a store: the same sums give the same decision in an evaluation and in a backtest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from shared.domain.slo.burning import exact_rate
from shared.domain.slo.values import Alerting, BurnCondition
from shared.domain.slo.windows import PARTS, seconds


class Sums(NamedTuple):
    """What was told of a stretch of time: events (or slices), and how many may be bad in parts of one."""

    bad: int = 0
    total: int = 0
    allowed: int = 0

    @property
    def rate(self) -> Fraction | None:
        """How many times faster than allowed the budget burns; None: nothing happened."""
        return Fraction(self.bad * PARTS, self.allowed) if self.allowed else None

    @property
    def shown_rate(self) -> float | None:
        """The same for people; nothing is decided by it."""
        return None if self.rate is None else float(self.rate)

    @property
    def allowed_bad(self) -> Fraction:
        """How many may be bad."""
        return Fraction(self.allowed, PARTS)


class BurnLook(NamedTuple):
    """Both look-backs of a condition as they end at one moment. None: nothing was told of that time."""

    long: Sums | None
    short: Sums | None
    is_whole: bool = True
    """Whether the objective was measured as far back as the long look-back reaches."""


class Burning(StrEnum):
    """What the counts say of a condition."""

    YES = "yes"
    """Both look-backs burn faster than the rate."""
    LONG = "long"
    """Only the long look-back does: it was bad and is no longer."""
    SHORT = "short"
    """Only the short look-back does: it has only just begun."""
    NO = "no"
    UNKNOWN = "unknown"
    """Nothing was told of one of the look-backs: neither good nor bad."""


class BurnPhase(StrEnum):
    IDLE = "idle"
    PENDING = "pending"
    """The condition holds, not for as long as it has to."""
    FIRING = "firing"


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnStanding:
    """Where the alert of one condition stands."""

    phase: BurnPhase = BurnPhase.IDLE
    since: datetime | None = None
    """When the phase began; absent while it is idle and never was anything else."""


IDLE = BurnStanding()


def burning(condition: BurnCondition, alerting: Alerting, look: BurnLook) -> Burning:
    """Compares both look-backs with the rate. A time without events burns nothing; one without windows is unknown."""
    if look.long is None or look.short is None:
        return Burning.UNKNOWN
    if not look.is_whole or look.long.total < alerting.minimum_events:
        return Burning.NO
    long, short = _is_faster(look.long, condition), _is_faster(look.short, condition)
    if long and short:
        return Burning.YES
    if long:
        return Burning.LONG
    return Burning.SHORT if short else Burning.NO


def judge(
    standing: BurnStanding, condition: BurnCondition, alerting: Alerting, look: BurnLook, at: datetime
) -> BurnStanding:
    """Gives the standing after one more tick; the very same one when nothing changes. What is unknown changes nothing.

    An alert clears when either look-back drops; one that is latched, when both have.
    """
    found = burning(condition, alerting, look)
    if found is Burning.UNKNOWN:
        return standing
    if found is Burning.YES:
        return _holding(standing, alerting, at)
    if standing.phase is BurnPhase.IDLE:
        return standing
    if standing.phase is BurnPhase.FIRING and alerting.latch and found is not Burning.NO:
        return standing
    return BurnStanding(phase=BurnPhase.IDLE, since=at)


def look_at(
    condition: BurnCondition, at: datetime, known_since: datetime, told: Callable[[int, int], Sums | None]
) -> BurnLook:
    """Both look-backs that end at ``at``. ``told`` sums what was told between two seconds since 1970; ``known_since``
    is where the first window of this counting begins."""
    until = seconds(at)
    return BurnLook(
        long=told(until - condition.long_s, until),
        short=told(until - condition.short_s, until),
        is_whole=known_since <= at - timedelta(seconds=condition.long_s),
    )


def consumed_of(sums: Sums) -> Fraction:
    """Gives the share of the budget that the sums of its window have used up."""
    return sums.rate or Fraction(0)


def _is_faster(sums: Sums, condition: BurnCondition) -> bool:
    """Integers against a decimal fraction: bad / (allowed / PARTS) > rate, multiplied out."""
    numerator, denominator = exact_rate(condition).as_integer_ratio()
    return sums.bad * PARTS * denominator > numerator * sums.allowed


def _holding(standing: BurnStanding, alerting: Alerting, at: datetime) -> BurnStanding:
    if standing.phase is BurnPhase.FIRING:
        return standing
    since = standing.since if standing.phase is BurnPhase.PENDING and standing.since else at
    if at - since >= timedelta(seconds=alerting.hold_s):
        return BurnStanding(phase=BurnPhase.FIRING, since=at)
    return BurnStanding(phase=BurnPhase.PENDING, since=since)
