"""What every projection store promises, kept by the one in memory and the one in PostgreSQL alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from shared.adapters.memory.projections import MemoryProjectionStore
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import LogIncomplete, Projected, Projector
from shared.ports.projections import Advance, ProgressRaced, ProjectionStore, Unread
from shared.projections.alert_groups.alerts import alerts
from shared.projections.alert_groups.projection import alert_groups
from tests.support import facts as make
from tests.support.facts import OTHER_TENANT, READER, TENANT, Log, commit, named

ALERT = ("alert", named("a"))


@dataclass
class World:
    store: ProjectionStore
    #: Make these facts part of the log.
    commit: Callable[[Sequence[Any]], None]

    @property
    def projector(self) -> Projector:
        return Projector(alert_groups, self.store)

    def row(self, tenant=TENANT) -> Any:
        with self.store.transaction(tenant) as transaction:
            return transaction.load({alerts: [(named("a"),)]})[alerts].get((named("a"),))

    def version(self, tenant=TENANT) -> int | None:
        with self.store.transaction(tenant) as transaction:
            return transaction.lock([ALERT]).get(ALERT)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "memory":
        log: list[Any] = []
        yield World(MemoryProjectionStore(log), log.extend)
        return
    url = request.getfixturevalue("database_url")
    pool = connect_pool(url, role="sre_projector", application="test")
    with pool:
        yield World(PostgresProjectionStore(pool, alert_groups, READER), lambda facts: commit(url, facts))


def test_a_row_comes_back_as_it_was_written(world: World) -> None:
    log = Log()
    log.add(make.ingested("a", labels={"service": "checkout", "odd": 'é " \\u0000 \\'}, annotations={"x": ""}))
    world.commit(log.facts)

    assert world.projector.project(log.facts) == Projected(applied=1)

    row = world.row()
    assert (row.name, row.status, row.starts_at, row.ends_at) == ("HighErrorRate", "firing", make.T0, None)
    assert row.labels == {"service": "checkout", "odd": 'é " \\u0000 \\'}


def test_a_fact_delivered_twice_is_applied_once(world: World) -> None:
    log = Log()
    log.add(make.ingested())
    world.commit(log.facts)
    world.projector.project(log.facts)

    assert world.projector.project([*log.facts, *log.facts]) == Projected(repeated=2)
    assert world.version() == 1


def test_a_gap_is_filled_from_the_log(world: World) -> None:
    log = Log()
    log.add(make.ingested())
    log.add(make.acknowledged())
    log.add(make.went_stale())
    world.commit(log.facts)

    assert world.projector.project(log.facts[2:]) == Projected(applied=3, healed=2)

    assert (world.row().status, world.row().acknowledged_by) == ("stale", "human:ana")


def test_a_gap_that_the_log_cannot_fill_leaves_everything_as_it_was(world: World) -> None:
    log = Log()
    log.add(make.ingested())
    log.add(make.acknowledged())

    with pytest.raises(LogIncomplete):
        world.projector.project(log.facts[1:])

    assert (world.row(), world.version()) == (None, None)


def test_tenants_with_the_same_alert_never_meet(world: World) -> None:
    log = Log()
    log.add(make.ingested(name="Mine"))
    log.add(make.ingested(name="Theirs"), tenant=OTHER_TENANT)
    world.commit(log.facts)

    world.projector.project(log.facts)

    assert (world.row(TENANT).name, world.row(OTHER_TENANT).name) == ("Mine", "Theirs")


def test_an_aggregate_that_somebody_else_advanced_is_a_race(world: World) -> None:
    log = Log()
    log.add(make.ingested())
    world.commit(log.facts)
    world.projector.project(log.facts)

    with pytest.raises(ProgressRaced), world.store.transaction(TENANT) as transaction:
        transaction.save({}, [Advance(ALERT, 0, 1)], (ALERT, 1))


def test_an_exception_leaves_nothing_behind(world: World) -> None:
    def fail_after_writing() -> None:
        with world.store.transaction(TENANT) as transaction:
            transaction.save({}, [Advance(ALERT, 0, 1)], (ALERT, 1))
            raise KeyError

    with pytest.raises(KeyError):
        fail_after_writing()

    assert world.version() is None


@pytest.mark.parametrize("tenant", [TENANT, None])
def test_what_cannot_be_read_is_kept_once_and_does_not_block_its_neighbours(world: World, tenant) -> None:
    log = Log()
    log.add(make.ingested())
    world.commit(log.facts)
    unread = Unread(
        event_id="x", tenant_id=tenant, aggregate=None, version=None, reason="unknown type", event='{"id":"x"}'
    )

    world.projector.project([unread, *log.facts])
    world.projector.project([unread])

    assert world.version() == 1
