"""Alert correlation on a real database: what a batch leaves behind, and what a redelivery does not add."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool, transaction
from shared.adapters.postgres.outbox import process_outbox
from shared.app.receive_process_facts import ReceiveProcessFacts
from shared.app.run_process import Ran
from shared.ports.failpoint import install_failpoint
from tests.support.facts import OTHER_TENANT, TENANT, acknowledged
from tests.support.triage import CODEC, cleared_long_ago, contents, events, receiver, requests, storm

pytestmark = pytest.mark.postgres


@pytest.fixture
def receive(database_url: str) -> Iterator[ReceiveProcessFacts[Any]]:
    pool = connect_pool(database_url, role="sre_process", application="triage", max_size=4)
    yield receiver(pool)
    install_failpoint(None)
    pool.close()


def test_a_batch_of_two_hundred_alerts_asks_for_ten_incidents_in_five_statements(receive, database_url):
    statements: list[str] = []
    install_failpoint(statements.append)
    assert receive(events(storm())) == Ran(handled=200, asked=20)
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
    assert kinds.count("io.ameide.sre.intent.correlate-alerts-to-incident-requested.v1") == 10
    assert {row[1:4] for row in rows} == {(TENANT, "sre.domain.intents.v1", "incident")}
    assert len({row[4] for row in rows}) == 10
    assert len({row[5] for row in rows}) == 20


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
        assert len(claim.rows) == 20
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


def test_two_deliveries_of_one_batch_at_once_ask_once(receive, database_url):
    results: list[Ran] = []
    batch = events(storm())
    threads = [threading.Thread(target=lambda: results.append(receive(batch))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(result.asked for result in results) == [0, 0, 20]
    assert len(requests(database_url)) == 20


def test_tenants_with_the_same_alerts_have_instances_of_their_own(receive, database_url):
    receive(events(storm()))
    receive(events(storm(OTHER_TENANT)))
    rows = requests(database_url)
    ours, theirs = ({row[4] for row in rows if row[1] == tenant} for tenant in (TENANT, OTHER_TENANT))
    assert (len(ours), len(theirs), ours & theirs) == (10, 10, set())
    pool = connect_pool(database_url, role="sre_process", application="stranger")
    with transaction(pool) as connection:
        assert connection.execute("SELECT count(*) FROM process.instance").fetchone() == (0,)
    with transaction(pool, OTHER_TENANT) as connection:
        assert connection.execute("SELECT count(*) FROM process.instance").fetchone() == (10,)
    for hidden in ("process.outbox", "domain.fact"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction(pool, TENANT) as connection:
            connection.execute(f"SELECT count(*) FROM {hidden}")
    pool.close()


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
    assert len(requests(database_url)) == 20


def _asked(url: str) -> list[dict[str, Any]]:
    with psycopg.connect(url) as connection:
        return [json.loads(row[0]) for row in connection.execute("SELECT event FROM process.outbox").fetchall()]
