"""What every process store promises, kept by the one in memory and the one in PostgreSQL alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.adapters.memory.processes import MemoryProcessStore
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.processes.store import PostgresProcessStore, types_due
from shared.app.run_process import RunProcess
from shared.kernel.ids import TenantId
from shared.ports.processes import AggregateRef, InstanceRow, ProcessStore, ProcessWrite, SaidRow, TimerRow
from shared.ports.wake import NoWaker
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.process import Cause, Timer
from tests.support.facts import OTHER_TENANT, T0, TENANT

ALERT = AggregateRef("alert", "a")
CAUSE = Cause(message_id=UUID(int=1), correlation_id=UUID(int=2), traceparent="00-a", tracestate=None)
PAST = T0
FUTURE = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Iterator[ProcessStore]:
    if request.param == "memory":
        yield MemoryProcessStore(lambda: T0 + timedelta(days=1))
        return
    pool = connect_pool(request.getfixturevalue("database_url"), role="sre_process", application="test", max_size=2)
    yield PostgresProcessStore(pool, "alert_correlation")
    pool.close()


def write(store: ProcessStore, tenant=TENANT, **rows: Any) -> None:
    with store.turn(tenant) as turn:
        turn.write(ProcessWrite(**({"progress": {}} | rows)))


def instance(workflow_id: str, state: str = '{"n": 1}') -> InstanceRow:
    return InstanceRow(workflow_id=workflow_id, state=state)


@dataclass
class Seen:
    states: list[Any]
    due: list[tuple[str, str]]
    progress: dict[AggregateRef, int]


def seen(store: ProcessStore, *keys: str, tenant=TENANT, workflow_ids=()) -> Seen:
    with store.turn(tenant) as turn:
        states = [dict(state) for state in turn.load(keys=keys, workflow_ids=workflow_ids)]
        due = [(timer.workflow_id, timer.name) for timer in turn.due(10)]
        return Seen(sorted(states, key=str), due, dict(turn.progress([ALERT])))


def test_an_instance_is_found_by_id_and_by_every_key_and_once(store):
    write(store, instances=[instance("w1")], associated=[("k1", "w1"), ("k2", "w1")])
    assert seen(store, "k1").states == [{"n": 1}]
    assert seen(store, "k1", "k2", workflow_ids=["w1"]).states == [{"n": 1}]
    assert seen(store, workflow_ids=["w1"]).states == [{"n": 1}]
    assert seen(store, "k3").states == []


def test_several_instances_share_a_key(store):
    write(store, instances=[instance("w1"), instance("w2", '{"n": 2}')], associated=[("k", "w1"), ("k", "w2")])
    assert seen(store, "k").states == [{"n": 1}, {"n": 2}]


def test_a_state_is_replaced_and_an_association_taken_back(store):
    write(store, instances=[instance("w1")], associated=[("k", "w1")])
    write(store, instances=[instance("w1", '{"n": 2}')], associated=[("k2", "w1")], dissociated=[("k", "w1")])
    assert seen(store, "k").states == []
    assert seen(store, "k2").states == [{"n": 2}]


def test_progress_is_remembered(store):
    assert seen(store).progress == {}
    write(store, progress={ALERT: 1})
    write(store, progress={ALERT: 3, AggregateRef("alert", "b"): 9})
    assert seen(store).progress == {ALERT: 3}


def test_timers_that_are_due_come_longest_due_first_until_they_are_cleared(store):
    rows = [("w1", PAST + timedelta(minutes=1)), ("w2", PAST), ("w3", FUTURE)]
    write(store, timers_set=[TimerRow(workflow, "t", Timer(due_at=due, cause=CAUSE)) for workflow, due in rows])
    assert seen(store).due == [("w2", "t"), ("w1", "t")]
    assert store.tenants_with_due_timers(10) == [TENANT]
    write(store, timers_cleared=[("w2", "t")])
    write(store, timers_set=[TimerRow("w1", "t", Timer(due_at=FUTURE, cause=CAUSE))])
    assert seen(store).due == []
    assert store.tenants_with_due_timers(10) == []


def test_a_timer_tells_its_cause_and_has_the_same_id_every_time(store):
    write(store, timers_set=[TimerRow("w1", "t", Timer(due_at=PAST, cause=CAUSE))])
    with store.turn(TENANT) as turn:
        (first,) = turn.due(10)
        (second,) = turn.due(10)
    assert (first.cause, first.tenant_id, first.message_id) == (CAUSE, TENANT, second.message_id)
    assert first.at >= PAST


def test_a_turn_that_fails_leaves_nothing(store):
    def failing() -> None:
        with store.turn(TENANT) as turn:
            turn.write(ProcessWrite(instances=[instance("w1")], associated=[("k", "w1")], progress={ALERT: 1}))
            raise RuntimeError("planted")

    with pytest.raises(RuntimeError, match="planted"):
        failing()
    assert seen(store, "k") == Seen([], [], {})


def test_a_version_is_said_once_and_a_second_word_fails_the_turn(store):
    def said(version: int, event: str) -> SaidRow:
        return SaidRow(workflow_id="w1", version=version, message_id=UUID(int=1), incident_id=None, event=event)

    write(store, said=[said(1, "{}"), said(2, "{}")])
    with pytest.raises((ValueError, psycopg.errors.UniqueViolation)):
        write(store, said=[said(2, '{"another": 1}')], instances=[instance("w1")])
    assert seen(store, workflow_ids=["w1"]).states == []
    write(store, said=[said(3, "{}")])
    write(store, OTHER_TENANT, said=[said(3, "{}")])


def test_tenants_see_nothing_of_each_other(store):
    timer = TimerRow("w1", "t", Timer(due_at=PAST, cause=CAUSE))
    write(store, instances=[instance("w1")], associated=[("k", "w1")], timers_set=[timer], progress={ALERT: 1})
    assert seen(store, "k", tenant=OTHER_TENANT, workflow_ids=["w1"]) == Seen([], [], {})


def test_tenants_with_due_timers_are_named_once_each_but_for_those_that_are_left_out(store):
    for tenant, due in ((TENANT, PAST), (OTHER_TENANT, PAST), (TenantId(UUID(int=9)), FUTURE)):
        rows = [TimerRow(f"w{number}", "t", Timer(due_at=due, cause=CAUSE)) for number in range(3)]
        write(store, tenant, timers_set=rows)
    assert sorted(store.tenants_with_due_timers(10)) == sorted([TENANT, OTHER_TENANT])
    assert store.tenants_with_due_timers(10, without={TENANT}) == [OTHER_TENANT]
    assert len(store.tenants_with_due_timers(1)) == 1


@pytest.mark.postgres
def test_which_types_have_something_due_is_known_for_all_of_them_and_every_tenant_at_once(database_url):
    pool = connect_pool(database_url, role="sre_process", application="test", max_size=2)
    for kind, tenant, due in (("now", TENANT, PAST), ("others", OTHER_TENANT, PAST), ("later", TENANT, FUTURE)):
        timer = TimerRow("w", "t", Timer(due_at=due, cause=CAUSE))
        write(PostgresProcessStore(pool, kind), tenant, timers_set=[timer])
    assert types_due(pool, ["now", "others", "later", "never"]) == {"now", "others"}
    assert types_due(pool, ["later"]) == frozenset()
    pool.close()


def test_a_timer_that_cannot_be_fired_keeps_no_other_from_it(store):
    def due(workflow_id: str) -> list[TimerRow]:
        return [TimerRow(workflow_id, "t", Timer(due_at=PAST, cause=CAUSE))]

    write(store, timers_set=due("good-1"))
    write(store, timers_set=due("bad"), instances=[instance("bad", '{"kind": "unheard of"}')])
    write(store, timers_set=due("good-2"))
    write(store, OTHER_TENANT, timers_set=due("good-3"))
    process = RunProcess(process=alert_correlation, store=store, encode=lambda _envelope: "", waker=NoWaker())
    with pytest.raises(ExceptionGroup):
        process.tick()
    assert seen(store).due == [("bad", "t")]
    assert seen(store, tenant=OTHER_TENANT).due == []
