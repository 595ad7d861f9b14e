"""Axes have values and times that people read without counting."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.adapters.console.pictures.scale import time_ticks, value_steps

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (0, 97, (0, 25, 50, 75, 100)),
        (0, 0.004, (0, 0.001, 0.002, 0.003, 0.004)),
        (-30, 100, (-50, 0, 50, 100)),
        (5, 5, (4, 6, 8, 10)),
        (99.2, 99.95, (99.2, 99.4, 99.6, 99.8, 100)),
    ],
)
def test_values_are_round_and_cover_what_is_drawn(low, high, steps):
    assert value_steps(low, high) == steps


def test_hours_are_round_in_the_readers_zone_and_midnight_names_the_day():
    since = datetime(2026, 3, 10, 20, 10, tzinfo=UTC)

    ticks = time_ticks(since, since + timedelta(hours=6), BERLIN)

    assert [tick.label for tick in ticks] == ["22:00", "23:00", "11 Mar", "01:00", "02:00", "03:00"]


def test_days_begin_at_local_midnight_also_when_clocks_change():
    since = datetime(2026, 3, 27, 0, tzinfo=UTC)

    ticks = time_ticks(since, since + timedelta(days=5), BERLIN)

    assert [tick.label for tick in ticks] == ["28 Mar", "29 Mar", "30 Mar", "31 Mar", "1 Apr"]
    assert [tick.at - since.timestamp() for tick in ticks[:3]] == [23 * 3600, 47 * 3600, 70 * 3600]


def test_no_stretch_has_ticks_without_end():
    since = datetime(2000, 1, 1, tzinfo=UTC)

    assert len(time_ticks(since, datetime(2100, 1, 1, tzinfo=UTC), BERLIN)) <= 40
