"""An objective's view says of a condition what an evaluation would: one arithmetic, where the newest window ended."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from shared.app.operations.slo.explanation import explanation
from shared.app.operations.slo.view import BurnView, slo_view
from shared.domain.slo.judging import Burning
from shared.domain.slo.values import Alerting, BurnCondition, SLODefinition
from shared.domain.slo.windows import Recorded, Windows, allowance, record
from shared.ports.current_state import Stored
from tests.support.slos import definition

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOURLY = BurnCondition(long_s=3_600, short_s=300, rate=14.4)


def objective(*told: tuple[int, int, int], **more: Any) -> Stored:
    """Windows of five minutes by the minutes before noon at which they ended, with what was bad of all."""
    wanted = definition(target=99.9, burn_policy=(HOURLY,), **more)
    windows, ends = Windows(), int(NOON.timestamp())
    for minutes_ago, bad, total in told:
        end = ends - 60 * minutes_ago
        counted = Recorded(end - 300, end, total - bad, total, allowance(wanted, total), "prometheus")
        windows = record(windows, counted, wanted)
    state = {
        "slug": "checkout",
        "revision": 1,
        "definition": TypeAdapter(SLODefinition).dump_python(wanted, mode="json"),
        "windows": TypeAdapter(Windows).dump_python(windows, mode="json"),
        "exhausted": False,
        "updated_by": "human:ana",
    }
    return Stored(aggregate_id=UUID(int=1), version=1, state=state, updated_at=NOON)


def shown(stored: Stored, now: datetime = NOON) -> BurnView:
    (burn,) = slo_view(stored, now).burn
    (explained,) = explanation(stored, now).conditions
    assert burn.holds == (explained.decision is Burning.YES)
    return burn


@pytest.mark.parametrize(("bad", "holds"), [(144, False), (145, True)])
def test_exactly_at_the_rate_it_does_not_hold_and_one_event_more_makes_it(bad: int, holds: bool) -> None:
    burn = shown(objective((60, 0, 0), (0, bad, 10_000)))
    assert (burn.long_rate, burn.short_rate, burn.holds) == (bad / 10, bad / 10, holds)


def test_a_long_look_back_that_is_not_full_or_holds_too_little_alerts_nobody() -> None:
    assert not shown(objective((0, 1_000, 1_000))).holds
    assert not shown(objective((60, 0, 0), (0, 9, 9), alerting=Alerting(minimum_events=10))).holds
    assert shown(objective((60, 0, 0), (0, 10, 10), alerting=Alerting(minimum_events=10))).holds


def test_it_is_judged_where_the_newest_window_ended_however_late_one_looks() -> None:
    burning = objective((60, 0, 0), (0, 1_000, 1_000))
    assert shown(burning, NOON + timedelta(hours=5)) == shown(burning)


def test_of_a_time_without_windows_nothing_is_known() -> None:
    burn = shown(objective())
    assert (burn.long_rate, burn.short_rate, burn.holds) == (None, None, False)
