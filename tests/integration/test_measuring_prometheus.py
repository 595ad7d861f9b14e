"""The real Prometheus counts: resets, gaps and rounding as it has them, and nothing is invented while it is away."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shared.domain.slo.values import CountsIndicator
from tests.integration.test_measuring import definition
from tests.support.counting_api import CountingApi
from tests.support.fake_api import FakeApi
from tests.support.measuring_world import T0, MeasuringWorld, measuring_world
from tests.support.real_prometheus import RealPrometheus, real_prometheus

pytestmark = [pytest.mark.prometheus, pytest.mark.postgres, pytest.mark.timeout(300)]

MINUTE = timedelta(minutes=1)
SCRAPE_S = 5
BEGINS = T0 - timedelta(minutes=30)
#: Of the thirty minutes: the service restarts in the tenth, fails in the twentieth, and nobody scraped it in the 25th.
RESTART, FAILING, UNSCRAPED = 10, 20, 25
ERRORS = CountsIndicator(
    good_query='sum(increase(http_requests_total{code!~"5.."}[$window])) # not the bad ones',
    total_query="sum(increase(http_requests_total[$window]))",
)


def history() -> list[str]:
    """Two requests a scrape, scraped in the middle between two ends of windows."""
    lines, counted = ["# TYPE http_requests counter"], {"200": 0, "500": 0}
    samples: dict[str, list[str]] = {"200": [], "500": []}
    for number in range(30 * 60 // SCRAPE_S):
        minute = number * SCRAPE_S // 60
        if minute == RESTART and number * SCRAPE_S % 60 == 0:
            counted = {"200": 0, "500": 0}
        counted["500" if minute == FAILING else "200"] += 2
        at = BEGINS.timestamp() + number * SCRAPE_S + SCRAPE_S / 2
        if minute != UNSCRAPED:
            for code, count in counted.items():
                samples[code].append(f'http_requests_total{{code="{code}"}} {count} {at:.1f}')
    return lines + samples["200"] + samples["500"]


def test_what_prometheus_counted_is_told_and_what_it_does_not_know_is_not(database_url: str, quick_path: Path) -> None:
    with (
        real_prometheus(quick_path) as prometheus,
        measuring_world(database_url, CountingApi(FakeApi(url=prometheus.url))) as world,
    ):
        prometheus.put(history())
        world.promise("checkout", definition(indicator=ERRORS, measured_every_s=60))
        world.turn()
        assert world.told() == [], "Prometheus is not there"
        prometheus.start()
        told = _until_caught_up(world)
        minutes = {int((start - BEGINS) / MINUTE): (good, total) for start, good, total in told}
        assert sorted(minutes) == [number for number in range(30) if number != UNSCRAPED]
        assert all(minutes[number] == (24, 24) for number in minutes if number not in (0, RESTART, FAILING))
        assert minutes[FAILING] == (0, 24)
        # A counter that begins anew is no loss: what it says first is what came since.
        assert minutes[RESTART] == (24, 24)
        _stopped_and_filled(world, prometheus)


def _until_caught_up(world: MeasuringWorld) -> list[tuple[datetime, int, int]]:
    told: list[tuple[datetime, int, int]] = []
    world.clock.at += timedelta(seconds=20)
    while world.turn().objectives:
        told += world.windows()
    return told


def _stopped_and_filled(world: MeasuringWorld, prometheus: RealPrometheus) -> None:
    """The last minutes are asked for while nobody answers, and told when somebody does."""
    world.sql.execute("UPDATE slo.measuring SET until = %s, recent = '[]', next_try = %s", (T0 - 5 * MINUTE, T0))
    prometheus.stop()
    world.turn()
    assert world.told() == []
    (standing,) = world.sql.execute("SELECT until, problem FROM slo.measuring").fetchall()
    assert standing == (T0 - 5 * MINUTE, "unreachable")
    prometheus.start()
    world.clock.at += timedelta(minutes=1)
    starts = [start for start, _, _ in _until_caught_up(world)]
    assert [start for start in starts if start < T0] == [T0 - number * MINUTE for number in (4, 3, 2, 1)]
