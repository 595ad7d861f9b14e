"""Alert correlation on a real database: what a batch leaves behind, and what a crash or a redelivery does not."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.outbox import process_outbox
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.adapters.postgres.processes.unreadable import PostgresUnreadable
from shared.app.receive_process_facts import ReceiveProcessFacts
from shared.app.run_process import Ran, RunProcess
from shared.domain.alert.facts import Change
from shared.domain.published import FACTS, INTENTS
from shared.kernel.ids import TenantId
from shared.ports.boundary import install_boundary
from shared.ports.wake import NoWaker
from shared.processes.alert_correlation.react import alert_correlation
from tests.support.facts import OTHER_TENANT, T0, TENANT, Log, acknowledged, ingested

pytestmark = pytest.mark.postgres
CODEC = Codec((*INTENTS, *FACTS))
TABLES = ("instance", "association", "timer", "progress", "outbox")


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    pool = connect_pool(database_url, role="sre_process", application="triage", max_size=4)
    yield pool
    pool.close()


@pytest.fixture
def receive(pool: Pool) -> ReceiveProcessFacts[Any]:
    run = RunProcess(
        process=alert_correlation,
        store=PostgresProcessStore(pool, "alert_correlation"),
        encode=CODEC.encode,
        waker=NoWaker(),
    )
    unreadable = PostgresUnreadable(pool, "alert_correlation")
    return ReceiveProcessFacts(run=run, decode=CODEC.decode, published=FACTS, unreadable=unreadable)


@pytest.fixture(autouse=True)
def no_boundary_left() -> Iterator[None]:
    yield
    install_boundary(None)


def events(log: Log) -> list[dict[str, Any]]:
    return [json.loads(CODEC.encode(fact)) for fact in log.facts]


def storm(tenant: TenantId = TENANT) -> Log:
    """Two hundred alerts of ten services."""
    log = Log()
    for number in range(200):
        labels = {"alertname": "HighErrorRate", "service": f"service-{number % 10}"}
        log.add(ingested(f"alert-{number}", labels=labels), tenant=tenant)
    return log


def cleared_long_ago(count: int, tenant: TenantId = TENANT) -> Log:
    log = Log()
    for number in range(count):
        labels = {"service": f"service-{number}"}
        over = {"change": Change.RESOLVED, "status": "resolved", "ends_at": T0}
        log.add(ingested(f"alert-{number}", labels=labels), tenant=tenant)
        log.add(ingested(f"alert-{number}", labels=labels, **over), at=T0 + timedelta(minutes=1), tenant=tenant)
    return log


def contents(url: str) -> dict[str, list[Any]]:
    with psycopg.connect(url) as connection:
        return {
            table: connection.execute(
                f"SELECT to_jsonb(t) - 'started_at' - 'updated_at' FROM process.{table} t ORDER BY 1"
            ).fetchall()
            for table in TABLES
        }


def requests(url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT event::json ->> 'type', tenant_id, topic, aggregate_type, aggregate_id, event::json ->> 'id'"
            " FROM process.outbox ORDER BY position"
        ).fetchall()


def test_a_batch_of_two_hundred_alerts_asks_for_ten_incidents_in_five_statements(receive, database_url):
    statements: list[str] = []
    install_boundary(statements.append)
    assert receive(events(storm())) == Ran(handled=200, asked=210)
    assert [name for name in statements if name not in ("process.connect", "process.committed")] == [
        "process.turn",
        "process.progress",
        "process.load",
        "process.write",
        "process.written",
        "process.commit",
    ]
    rows = requests(database_url)
    kinds = [row[0] for row in rows]
    assert kinds.count("io.ameide.sre.intent.create-incident-requested.v1") == 10
    assert kinds.count("io.ameide.sre.intent.correlate-alerts-to-incident-requested.v1") == 200
    assert {row[1:4] for row in rows} == {(TENANT, "sre.domain.intents.v1", "incident")}
    assert len({row[4] for row in rows}) == 10
    assert len({row[5] for row in rows}) == 210


def test_requests_are_readable_and_in_order_per_incident(receive, database_url):
    receive(events(storm()))
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT lane, aggregate_id, event FROM process.outbox ORDER BY position").fetchall()
    first: dict[str, str] = {}
    for lane, aggregate_id, event in rows:
        envelope = CODEC.decode(json.loads(event))
        first.setdefault(aggregate_id, type(envelope.data).__name__)
        assert envelope.aggregate_id == aggregate_id
        assert 0 <= lane < 16
    assert set(first.values()) == {"CreateIncident"}


def test_the_relay_takes_what_was_asked_for(receive, database_url):
    receive(events(storm()))
    relay = connect_pool(database_url, role="sre_relay", application="relay")
    with process_outbox(relay).claim(1_000) as claim:
        assert len(claim.rows) == 210
        claim.settle(claim.rows)
    relay.close()
    assert requests(database_url) == []


def test_a_redelivery_adds_nothing_whole_or_in_parts_or_within_a_batch(receive, database_url):
    batch = events(storm())
    receive(batch + batch[:50])
    before = contents(database_url)
    assert receive(batch) == Ran(repeated=200)
    assert receive(batch[100:150]) == Ran(repeated=50)
    assert contents(database_url) == before


def test_batches_of_any_size_leave_the_same_behind(receive, database_url):
    batch = events(cleared_long_ago(20))
    for event in batch:
        receive([event])
    one_by_one = {event["id"] for event in _asked(database_url)}
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "TRUNCATE process.instance, process.association, process.timer, process.progress, process.outbox"
        )
    receive(batch)
    assert {event["id"] for event in _asked(database_url)} == one_by_one
    assert len(one_by_one) == 40


@pytest.mark.parametrize(
    "step", ["connect", "turn", "progress", "load", "write", "written", "commit"], ids=lambda step: f"at {step}"
)
def test_a_kill_before_the_commit_leaves_nothing_and_the_redelivery_does_it_all(receive, database_url, step):
    nothing = contents(database_url)
    _kill_at(f"process.{step}")
    with pytest.raises(Killed):
        receive(events(storm()))
    install_boundary(None)
    assert contents(database_url) == nothing
    assert receive(events(storm())) == Ran(handled=200, asked=210)


def test_a_kill_after_the_commit_leaves_everything_and_the_redelivery_adds_nothing(receive, database_url):
    _kill_at("process.committed")
    with pytest.raises(Killed):
        receive(events(storm()))
    install_boundary(None)
    before = contents(database_url)
    assert len(before["outbox"]) == 210
    assert receive(events(storm())) == Ran(repeated=200)
    assert contents(database_url) == before


def test_two_deliveries_of_one_batch_at_once_ask_once(receive, database_url):
    results: list[Ran] = []
    batch = events(storm())
    threads = [threading.Thread(target=lambda: results.append(receive(batch))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(result.asked for result in results) == [0, 0, 210]
    assert len(requests(database_url)) == 210


def test_two_tickers_at_once_fire_every_timer_once(receive, database_url):
    receive(events(cleared_long_ago(30)))
    receive(events(cleared_long_ago(30, OTHER_TENANT)))
    results: list[Ran] = []
    threads = [threading.Thread(target=lambda: results.append(receive.run.tick())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(result.handled for result in results) == 60
    resolves = [row for row in requests(database_url) if "resolve-incident" in row[0]]
    assert (len(resolves), len({row[5] for row in resolves})) == (60, 60)
    assert receive.run.tick() == Ran()
    assert contents(database_url)["timer"] == []


def test_a_timer_that_is_not_due_by_the_databases_clock_does_not_fire(receive, database_url):
    receive(events(cleared_long_ago(1)))
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE process.timer SET due_at = clock_timestamp() + interval '1 hour'")
    assert receive.run.tick() == Ran()


@pytest.mark.parametrize("step", ["tenants_due", "turn", "due", "load", "write", "written", "commit"])
def test_a_ticker_that_is_killed_leaves_the_timer_to_the_next(receive, database_url, step):
    receive(events(cleared_long_ago(3)))
    _kill_at(f"process.{step}")
    with pytest.raises(Killed):
        receive.run.tick()
    install_boundary(None)
    assert len(contents(database_url)["timer"]) == 3
    assert receive.run.tick().handled == 3
    assert len([row for row in requests(database_url) if "resolve-incident" in row[0]]) == 3


def test_tenants_with_the_same_alerts_have_instances_of_their_own(receive, database_url, pool):
    receive(events(storm()))
    receive(events(storm(OTHER_TENANT)))
    rows = requests(database_url)
    ours, theirs = ({row[4] for row in rows if row[1] == tenant} for tenant in (TENANT, OTHER_TENANT))
    assert (len(ours), len(theirs), ours & theirs) == (10, 10, set())
    with pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM process.instance").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT count(*) FROM process.outbox")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT count(*) FROM domain.fact")


def test_what_cannot_be_read_is_kept_with_the_reason_and_does_not_stop_the_rest(receive, database_url):
    log = storm()
    log.add(acknowledged("alert-1"))
    foreign = {"type": "io.ameide.sre.fact.alert-ingested.v1", "tenantid": "nobody", "data": {"x": "\x00"}}
    versionless = {key: value for key, value in events(log)[0].items() if key != "aggregateversion"}
    for _ in range(2):
        receive([foreign, versionless, *events(log)])
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT tenant_id, reason FROM process.unreadable ORDER BY unreadable_id").fetchall()
    assert rows[0] == (None, "io.ameide.sre.fact.alert-ingested.v1: attribute 'schemaversion' is missing")
    assert rows[1] == (TENANT, "a fact without a version")
    assert len(rows) == 2
    assert len(requests(database_url)) == 210


def _asked(url: str) -> list[dict[str, Any]]:
    with psycopg.connect(url) as connection:
        return [json.loads(row[0]) for row in connection.execute("SELECT event FROM process.outbox").fetchall()]


def _kill_at(name: str) -> None:
    def hook(reached: str) -> None:
        if reached == name:
            raise Killed

    install_boundary(hook)
