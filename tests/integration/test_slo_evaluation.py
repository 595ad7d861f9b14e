"""Burning budgets judged in the database: from running totals that are right in whatever order windows came."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.slo_burndown.burning import PostgresBurnReadings
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.domain.slo.facts import SLIWindowRecorded
from shared.domain.slo.judging import Sums, burning
from shared.domain.slo.values import Budgeting, RollingWindow
from shared.domain.slo.windows import PARTS
from shared.kernel.ids import SloId
from shared.kernel.message import Fact
from shared.processes.slo_burn.reading import BurnReading
from shared.projections.service_catalog.projection import service_catalog
from shared.projections.slo_burndown.projection import slo_burndown
from tests.support.facts import OTHER_TENANT, READER, T0, TENANT, Log, commit
from tests.support.history_slos import measured, objective, revised, slo_id
from tests.support.projected import Projected, projected

pytestmark = pytest.mark.postgres
MONTH: dict[str, Any] = {"target": 99, "window": RollingWindow(days=30)}
FIVE = timedelta(minutes=5)


@dataclass
class World:
    projected: Projected
    readings: PostgresBurnReadings

    def happened(self, *facts: Fact, tenant=TENANT) -> None:
        self.projected.happened(*facts, tenant=tenant)

    def read(self, *ids: SloId, now: datetime = T0, tenant=TENANT) -> Sequence[BurnReading]:
        return self.readings.read(tenant, ids or [slo_id()], now)

    def sums(self, long_s: int) -> Sums | None:
        (found,) = self.read()
        return next(each.look.long for each in found.looks if each.condition.long_s == long_s)

    def candidates(self, tenant=TENANT) -> Sequence[SloId]:
        return self.readings.candidates(tenant, T0 - timedelta(days=1))

    def totals(self) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.projected.url) as connection:
            return connection.execute(
                "SELECT t.* FROM slo_burndown.running_total t JOIN slo_burndown.objective o"
                " USING (tenant_id, slo_id, counted_from) ORDER BY tenant_id, slo_id, window_end"
            ).fetchall()


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with projected(database_url, slo_burndown, service_catalog) as projected_:
        yield World(projected_, PostgresBurnReadings(projected_.reading))


def windows(count: int, bad: int, *, until: datetime = T0, total: int = 100, **more: Any) -> list[SLIWindowRecorded]:
    return [measured(total - bad, total, start=until - FIVE * number, **more) for number in range(count, 0, -1)]


def test_one_that_burns_is_found_with_its_sums_and_one_that_does_not_is_not(world: World) -> None:
    calm = slo_id("calm")
    world.happened(
        objective(**MONTH), *windows(12, 1, until=T0 - timedelta(hours=1)), *windows(12, 20), objective("calm", **MONTH)
    )
    world.happened(*windows(24, 0, slo_id=calm))

    assert world.candidates() == [slo_id()]
    burns, rests = sorted(world.read(slo_id(), calm), key=lambda each: each.slo_id != slo_id())
    page = burns.looks[0]
    assert (page.look.long, page.look.short) == (Sums(240, 1_200, 1_200 * PARTS // 100), Sums(20, 100, PARTS))
    assert (burns.at, burns.budget.bad, burns.is_fresh) == (T0, 252, True)
    assert burning(page.condition, burns.alerting, page.look).value == "yes"
    assert burning(page.condition, rests.alerting, rests.looks[0].look).value == "no"


def test_a_look_back_that_reaches_before_the_first_window_is_not_whole(world: World) -> None:
    world.happened(objective(**MONTH), *windows(11, 20))
    assert [each.look.is_whole for each in world.read()[0].looks] == [False] * 4
    world.happened(*windows(1, 20, until=T0 - FIVE * 11))
    assert [each.look.is_whole for each in world.read()[0].looks] == [True, False, False, False]


def test_a_late_window_and_a_correction_are_in_every_sum_after_them(world: World) -> None:
    missing = measured(70, 100, start=T0 - FIVE * 10)
    told = [each for each in windows(24, 0) if each.window_start != missing.window_start]
    world.happened(objective(**MONTH), *told)
    assert world.sums(3_600) == Sums(0, 1_100, 1_100 * PARTS // 100)
    world.happened(missing)
    assert world.sums(3_600) == Sums(30, 1_200, 1_200 * PARTS // 100)
    world.happened(missing.model_copy(update={"good": 50, "total": 60, "corrected_good": 70, "corrected_total": 100}))
    assert world.sums(3_600) == Sums(10, 1_160, 1_160 * PARTS // 100)


def test_the_target_that_held_when_a_window_was_told_judges_it(world: World) -> None:
    world.happened(objective(**MONTH), *windows(6, 1, until=T0 - FIVE * 6))
    world.happened(revised(target=99.9, window=RollingWindow(days=30)), *windows(6, 1, revision=2))
    assert world.sums(3_600) == Sums(12, 1_200, 600 * PARTS // 100 + 600 * PARTS // 1_000)


def test_after_it_began_to_count_something_else_nothing_before_counts(world: World) -> None:
    world.happened(objective(**MONTH), *windows(24, 50))
    world.happened(revised(restarted=True, **MONTH))
    (anew,) = world.read()
    assert (anew.budget, {each.look.is_whole for each in anew.looks}) == (Sums(0, 0, 0), {False})
    world.happened(*windows(1, 3, revision=2))
    assert world.sums(3_600) == Sums(3, 100, PARTS)


def test_slices_excluded_windows_and_little_traffic_count_as_the_writer_counts_them(world: World) -> None:
    sliced: dict[str, Any] = {"budgeting": Budgeting.TIMESLICES, "timeslice_target": 95.0}
    world.happened(objective(**MONTH, **sliced), *windows(3, 5), *windows(2, 6, until=T0 - FIVE * 3))
    world.happened(measured(0, 10, start=T0, excluded=True), measured(0, 0, start=T0 + FIVE))
    assert world.sums(3_600) == Sums(2, 6, 6 * PARTS // 100)
    few = slo_id("few")
    world.happened(objective("few", **MONTH), measured(1, 2, start=T0, expected_events=50, slo_id=few))
    assert world.read(few)[0].budget == Sums(1, 50, PARTS // 2)


def test_what_was_told_long_ago_is_not_fresh(world: World) -> None:
    world.happened(objective(**MONTH), *windows(12, 20))
    assert world.read(now=T0 + timedelta(minutes=20))[0].is_fresh
    assert not world.read(now=T0 + timedelta(minutes=20, seconds=1))[0].is_fresh


def test_another_tenant_sees_nothing_of_it(world: World) -> None:
    world.happened(objective(**MONTH), *windows(24, 20))
    assert world.candidates(tenant=OTHER_TENANT) == []
    assert world.read(tenant=OTHER_TENANT) == []
    with world.projected.reading.connection() as connection:
        assert connection.execute("SELECT count(*) FROM slo_burndown.running_total").fetchone() == (0,)


@pytest.mark.parametrize("seed", range(3))
def test_totals_are_the_same_in_whatever_order_and_batches_windows_came(
    world: World, database_url: str, seed: int
) -> None:
    """The facts of one stream in order, but windows, duplicates, corrections and gaps as they like."""
    chance = random.Random(seed)
    stream: list[Fact] = [objective(**MONTH), *_any_windows(chance)]
    log = Log()
    facts = [log.add(fact) for fact in stream]
    commit(database_url, facts)
    projector = world.projected.projectors[0]
    begin = 0
    while begin < len(facts):
        end = begin + chance.randint(1, 40)
        projector.project([*facts[begin:end], *chance.sample(facts[:end], min(5, end))])
        begin = end
    step_by_step, (read,) = world.totals(), world.read()
    with psycopg.connect(database_url) as connection:
        for table in ("running_total", "sli_window", "objective", "revision", "burn_condition", "progress"):
            connection.execute(f"DELETE FROM slo_burndown.{table}")
    with connect_pool(database_url, role="sre_projector", application="again") as pool:
        Projector(slo_burndown, PostgresProjectionStore(pool, slo_burndown, READER)).project(facts)
    assert (world.totals(), *world.read()) == (step_by_step, read)
    assert [each.look.long for each in read.looks] == [_between(stream, each.condition.long_s) for each in read.looks]
    assert [each.look.short for each in read.looks] == [_between(stream, each.condition.short_s) for each in read.looks]
    assert [row[4:] for row in step_by_step] == _summed(stream)


def _any_windows(chance: random.Random) -> list[Fact]:
    told: dict[datetime, SLIWindowRecorded] = {}
    facts: list[Fact] = []
    for _ in range(200):
        start = T0 - FIVE * chance.randint(1, 150)
        before = told.get(start)
        total = chance.randint(0, 1_000)
        one = measured(
            chance.randint(0, total),
            total,
            start=start,
            excluded=chance.random() < 0.05,
            corrected_good=before.good if before else None,
            corrected_total=before.total if before else None,
        )
        told[start] = one
        facts.append(one)
    return facts


def _between(stream: Sequence[Fact], look_back_s: int) -> Sums:
    """Of the windows that end within the look-back, which ends with the newest of them."""
    newest = {fact.window_start: fact for fact in stream if isinstance(fact, SLIWindowRecorded)}
    begins = max(newest) + FIVE - timedelta(seconds=look_back_s)
    counting = [one for one in newest.values() if one.window_end > begins and not one.excluded]
    total = sum(one.total for one in counting)
    return Sums(total - sum(one.good for one in counting), total, total * PARTS // 100)


def _summed(stream: Sequence[Fact]) -> list[tuple[Any, ...]]:
    """Begin of the window, bad, total and allowed up to its end, added up one by one."""
    newest = {fact.window_start: fact for fact in stream if isinstance(fact, SLIWindowRecorded)}
    bad = total = 0
    rows: list[tuple[Any, ...]] = []
    for start in sorted(newest):
        one = newest[start]
        if not one.excluded:
            bad, total = bad + one.total - one.good, total + one.total
        rows.append((start, bad, total, total * PARTS // 100))
    return rows
