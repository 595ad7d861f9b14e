"""When a burn condition holds and what becomes of its alert: at the line, with holes, held, latched, with few."""

from datetime import datetime, timedelta

import pytest

from shared.domain.slo.burning import burn_conditions, highest_rate, left_out, name_of
from shared.domain.slo.judging import IDLE, Burning, BurnLook, BurnPhase, BurnStanding, Sums, burning, judge, look_at
from shared.domain.slo.values import Alerting, BurnCondition
from shared.domain.slo.windows import PARTS
from tests.support.given import NOON
from tests.support.slos import create, created, definition, given, update

PAGE = BurnCondition(long_s=3_600, short_s=300, rate=14.4)
AT_ONCE = Alerting()
ALLOWED = PARTS // 1_000


def sums(bad: int, total: int) -> Sums:
    """At a target of 99.9 %."""
    return Sums(bad, total, total * ALLOWED)


FAST, SLOW, IDLE_TIME = sums(15, 1_000), sums(14, 1_000), sums(0, 0)
BOTH, LONG, SHORT, NEITHER = BurnLook(FAST, FAST), BurnLook(FAST, SLOW), BurnLook(SLOW, FAST), BurnLook(SLOW, SLOW)


def minute(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def course(alerting: Alerting, *looks: BurnLook, every: int = 5) -> list[str]:
    """The phases, tick by tick."""
    standing, phases = IDLE, []
    for number, look in enumerate(looks):
        standing = judge(standing, PAGE, alerting, look, minute(every * number))
        phases.append(standing.phase.value)
    return phases


@pytest.mark.parametrize(
    ("look", "found"),
    [
        (BOTH, Burning.YES),
        (LONG, Burning.LONG),
        (SHORT, Burning.SHORT),
        (NEITHER, Burning.NO),
        (BurnLook(None, FAST), Burning.UNKNOWN),
        (BurnLook(FAST, None), Burning.UNKNOWN),
        (BurnLook(FAST, IDLE_TIME), Burning.LONG),
        (BurnLook(IDLE_TIME, IDLE_TIME), Burning.NO),
        (BurnLook(FAST, FAST, is_whole=False), Burning.NO),
    ],
)
def test_a_condition_holds_when_both_look_backs_burn_faster(look: BurnLook, found: Burning) -> None:
    assert burning(PAGE, AT_ONCE, look) is found


def test_exactly_at_the_rate_it_does_not_hold_and_one_event_more_makes_it() -> None:
    """In floats 14.4 x (1 - 0.999) is not 0.0144."""
    at, above = sums(144, 10_000), sums(145, 10_000)
    assert burning(PAGE, AT_ONCE, BurnLook(at, at)) is Burning.NO
    assert burning(PAGE, AT_ONCE, BurnLook(above, above)) is Burning.YES
    vast = Sums(144 * 10**14 + 1, 10**18, 10**18 * ALLOWED)
    assert burning(PAGE, AT_ONCE, BurnLook(vast, vast)) is Burning.YES


def test_it_clears_when_either_look_back_drops() -> None:
    assert course(AT_ONCE, NEITHER, SHORT, BOTH, LONG) == ["idle", "idle", "firing", "idle"]
    assert course(AT_ONCE, BOTH, SHORT) == ["firing", "idle"]


def test_what_is_unknown_neither_raises_nor_clears() -> None:
    hole = BurnLook(FAST, None)
    assert course(AT_ONCE, hole, BOTH, hole, NEITHER) == ["idle", "firing", "firing", "idle"]


def test_it_has_to_hold_for_as_long_as_it_is_told_to() -> None:
    held = Alerting(hold_s=600)
    assert course(held, BOTH, BOTH, BOTH, BOTH) == ["pending", "pending", "firing", "firing"]
    assert course(held, BOTH, BOTH, LONG, BOTH, BOTH) == ["pending", "pending", "idle", "pending", "pending"]


def test_one_that_is_latched_stays_until_the_long_look_back_has_dropped_as_well() -> None:
    latched = Alerting(latch=True)
    assert course(latched, LONG, BOTH, LONG, SHORT, NEITHER) == ["idle", "firing", "firing", "firing", "idle"]


def test_with_too_few_events_nothing_alerts() -> None:
    few = Alerting(minimum_events=1_001)
    assert course(few, BOTH) == ["idle"]
    assert course(Alerting(minimum_events=1_000), BOTH) == ["firing"]


def test_a_standing_says_since_when() -> None:
    firing = judge(IDLE, PAGE, AT_ONCE, BOTH, minute(0))
    assert firing == BurnStanding(phase=BurnPhase.FIRING, since=minute(0))
    assert judge(firing, PAGE, AT_ONCE, BOTH, minute(5)) is firing
    assert judge(firing, PAGE, AT_ONCE, NEITHER, minute(10)) == BurnStanding(phase=BurnPhase.IDLE, since=minute(10))


def test_a_look_ends_at_its_moment_and_is_whole_once_the_long_one_fits() -> None:
    asked: list[int] = []

    def told(since: int, until: int) -> Sums:
        asked.append(until - since)
        return FAST

    assert look_at(PAGE, NOON, NOON - timedelta(hours=1), told) == BurnLook(FAST, FAST, is_whole=True)
    assert look_at(PAGE, NOON, NOON - timedelta(minutes=59), told).is_whole is False
    assert asked == [3_600, 300, 3_600, 300]


def test_a_condition_that_can_never_fire_is_refused_with_the_arithmetic() -> None:
    impossible = definition(target=90, burn_policy=(BurnCondition(long_s=3_600, short_s=300, rate=10),))
    given.when(create(impossible)).then_rejected("slo.condition_cannot_fire")
    just = definition(target=90, burn_policy=(BurnCondition(long_s=3_600, short_s=300, rate=9.9999),))
    given.when(create(just)).then(created(just))
    assert highest_rate(just) == 10


def test_usual_conditions_that_cannot_fire_are_left_out_and_it_is_said() -> None:
    """Over thirty days, 14.4 needs a target above 93.06 %, and 6 one above 83.3 %."""
    low = definition(target=93, window={"kind": "rolling", "days": 30})
    assert [name_of(each) for each in burn_conditions(low)] == ["page-6h-30m", "ticket-1d-2h", "ticket-3d-6h"]
    (reason,) = left_out(low)
    assert reason == (
        "a burn rate above 14.4 is never reached at a target of 93.0 %: "
        "with everything bad it is 1 / (1 - 0.93) = 14.2857"
    )
    assert left_out(definition(target=93.1, window={"kind": "rolling", "days": 30})) == ()


def test_conditions_of_one_name_are_refused() -> None:
    twice = (BurnCondition(long_s=3_600, short_s=300, rate=2), BurnCondition(long_s=3_600, short_s=300, rate=3))
    given.facts(created()).when(update(definition(burn_policy=twice))).then_rejected("slo.conditions_repeated")
    given.when(create(definition(burn_policy=twice))).then_rejected("slo.conditions_repeated")
