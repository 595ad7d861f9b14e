"""Sums by the hour: the same in whatever order windows came, and as the windows themselves say, now and in the past."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.slo_burndown.accounts import PostgresSLOAccounts
from shared.adapters.postgres.projections.slo_burndown.hour_statements import SLI_HOURS
from shared.adapters.postgres.projections.slo_burndown.queries import PostgresSLOQueries
from shared.adapters.postgres.projections.slots import serving
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.domain.slo.facts import SLIWindowRecorded
from shared.domain.slo.values import Budgeting
from shared.domain.slo.windows import PARTS
from shared.kernel.message import Fact
from shared.projections.page import AsOf
from shared.projections.slo_burndown.accounts import BudgetAccount, ComplianceQuery, SpendingQuery
from shared.projections.slo_burndown.projection import slo_burndown
from shared.projections.slo_burndown.queries import BurndownQuery
from tests.support.facts import OTHER_TENANT, READER, T0, TENANT, Log, commit
from tests.support.history_slos import measured, objective, revised, slo_id
from tests.support.projected import Projected, projected

pytestmark = pytest.mark.postgres
HOUR = timedelta(hours=1)
FIVE = timedelta(minutes=5)
SOURCES = ("prometheus", "prometheus", "elsewhere")
REVISED = {
    80: revised(target=90),
    160: revised(revision=3, restarted=True, budgeting=Budgeting.TIMESLICES, timeslice_target=95.0, target=60),
}
_HOURS = """
    SELECT slo_id, hour, revision, max(window_end) OVER (PARTITION BY slo_id, hour), good, total, recorded_s, excluded,
        counted
    FROM ({}) h WHERE excluded + counted > 0 ORDER BY slo_id, hour, revision
"""
_KEPT = "SELECT * FROM {slo_burndown.sli_hour}"


@dataclass
class World:
    projected: Projected
    accounts: PostgresSLOAccounts
    queries: PostgresSLOQueries

    def hours(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows that something stands in, each with the latest end within its hour."""
        with psycopg.connect(self.projected.url) as connection:
            return connection.execute(serving(_HOURS.format(statement)), {"parts": PARTS}).fetchall()

    def account(self, since: datetime, until: datetime) -> BudgetAccount:
        found = self.accounts.get_spending(TENANT, SpendingQuery(slo_id=slo_id(), since=since, until=until), T0)
        assert found is not None
        return found.account


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with projected(database_url, slo_burndown) as projected_:
        reading = projected_.reading
        yield World(projected_, PostgresSLOAccounts(reading, wait_s=0.1), PostgresSLOQueries(reading, wait_s=0.1))


def any_stream(chance: random.Random) -> list[Fact]:
    """Of three days: another target, then slices; late windows, corrections under a later revision, holes."""
    told: dict[tuple[Any, ...], SLIWindowRecorded] = {}
    facts: list[Fact] = [objective()]
    for number in range(240):
        facts += [REVISED[number]] if number in REVISED else []
        minutes, source = chance.choice((5, 5, 5, 60, 1_440)), chance.choice(SOURCES)
        start, total = T0 - chance.randint(1, 900) * FIVE, chance.randint(0, 10 ** chance.randint(1, 12))
        before = told.get((start, minutes, source))
        one = measured(
            chance.choice((total, total * 19 // 20, chance.randint(0, total))),
            total,
            start=start,
            length_s=60 * minutes,
            source=source,
            revision=1 + number // 80,
            expected_events=chance.choice((0, 1_000)),
            excluded=chance.random() < 0.1,
            corrected_good=before.good if before else None,
            corrected_total=before.total if before else None,
        )
        told[start, minutes, source] = one
        facts.append(one)
    again = [each for each in chance.sample(list(told.values()), 30) if each.revision < 3]
    return [*facts, *(corrected_later(chance, each) for each in again)]


def corrected_later(chance: random.Random, before: SLIWindowRecorded) -> SLIWindowRecorded:
    corrected = {"corrected_good": before.good, "corrected_total": before.total, "revision": 3}
    good = chance.randint(0, before.total)
    return before.model_copy(update=corrected | {"good": good, "excluded": chance.random() < 0.2})


def newest(stream: Sequence[Fact]) -> list[SLIWindowRecorded]:
    found = {
        (each.window_start, each.window_end, each.source): each
        for each in stream
        if isinstance(each, SLIWindowRecorded)
    }
    return list(found.values())


def by_hand(stream: Sequence[Fact], since: datetime, until: datetime) -> tuple[int, int, float, int, int]:
    """Bad, total, allowed, recorded seconds, excluded windows. Of 100 one may be bad, then ten, then 40 slices."""
    bad = total = allowed = seconds = excluded = 0
    for each in newest(stream):
        if not since <= each.window_start < until:
            continue
        if each.excluded:
            excluded += 1
            continue
        seconds += int((each.window_end - each.window_start).total_seconds())
        events, lost = max(each.total, each.expected_events), each.total - each.good
        units, gone = (events, lost) if each.revision < 3 else (1, int(lost * 20 > events))
        bad, total, allowed = bad + gone, total + units, allowed + units * {1: 1, 2: 10, 3: 40}[each.revision]
    return bad, total, allowed / 100, seconds, excluded


@pytest.mark.parametrize("seed", range(3))
def test_hours_are_what_the_windows_say_in_whatever_order_and_batches_they_came(
    world: World, database_url: str, seed: int
) -> None:
    chance = random.Random(seed)
    stream, log = any_stream(chance), Log()
    facts = [log.add(fact) for fact in stream]
    commit(database_url, facts)
    begin = 0
    while begin < len(facts):
        end = begin + chance.randint(1, 40)
        world.projected.projectors[0].project([*facts[begin:end], *chance.sample(facts[:end], min(5, end))])
        begin = end
    step_by_step = world.hours(_KEPT)

    assert step_by_step == world.hours(SLI_HOURS)
    assert sum(row[-1] + row[-2] for row in step_by_step) == len(newest(stream))
    for _ in range(25):
        since, until = sorted(T0 - chance.randint(0, 80 * 3_600) * timedelta(seconds=1) for _ in range(2))
        found = world.account(since, until + timedelta(seconds=1))
        told = (found.bad, found.total, found.allowed_bad, found.recorded_s, found.excluded)
        assert told == by_hand(stream, since, until + timedelta(seconds=1))
    _told_anew(database_url, facts)
    assert world.hours(_KEPT) == step_by_step


def _told_anew(database_url: str, facts: Sequence[Any]) -> None:
    """All of it in one batch, into empty tables."""
    with psycopg.connect(database_url) as connection:
        for table in ("sli_hour", "running_total", "sli_window", "objective", "revision", "burn_condition", "progress"):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("slo_burndown", table)))
    with connect_pool(database_url, role="sre_projector", application="again") as pool:
        Projector(slo_burndown, PostgresProjectionStore(pool, slo_burndown, READER)).project(facts)


def test_the_past_is_summed_from_its_windows_as_the_present_is_from_its_hours(world: World) -> None:
    world.projected.happened(*any_stream(random.Random(9)))
    with psycopg.connect(world.projected.url) as connection:
        connection.execute("UPDATE domain.fact SET recorded_at = %s", (T0,))

    present, past = ((None, T0 + HOUR), (T0 + HOUR, T0))
    assert _burndown(world, *past) == _burndown(world, *present)
    assert _compliance(world, *past) == _compliance(world, *present)


def _burndown(world: World, as_of: datetime | None, now: datetime) -> Any:
    return _same(world.queries.get_burndown(TENANT, BurndownQuery(slo_id=slo_id(), as_of=as_of), now))


def _compliance(world: World, as_of: datetime | None, now: datetime) -> Any:
    return _same(world.accounts.get_compliance(TENANT, ComplianceQuery(slo_id=slo_id(), as_of=as_of), now))


def _same(answer: Any) -> Any:
    """But for how fresh it is."""
    assert answer is not None
    return replace(answer, as_of=AsOf(position=0, at=None))


def test_another_tenants_hours_are_not_there(world: World) -> None:
    world.projected.happened(objective(), measured(1, 2), tenant=OTHER_TENANT)
    with world.projected.reading.connection() as connection:
        assert connection.execute("SELECT count(*) FROM slo_burndown.sli_hour").fetchone() == (0,)
    assert len(world.hours(_KEPT)) == 1
