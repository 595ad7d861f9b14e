"""What only the embedded transport promises: coalescing, one dispatcher at a time, crash safety, and a closed door."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.transport import subscription_queue as queue
from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.adapters.postgres.transport.topology import Backlog, backlog
from shared.adapters.postgres.transport.watch import Watch
from shared.kernel.wire import flow_of
from shared.ports.transport import OutboundMessage, Subscription, TransportUnavailable
from shared.ports.wake import NoWaker
from tests.support.postgres import only_row
from tests.support.recorder import TOPIC, Calling, Recorder, message
from tests.support.transports import register_at

pytestmark = pytest.mark.postgres
ONLY = Subscription(name="only", topic=TOPIC, max_attempts=3, min_backoff_s=0.01, max_backoff_s=0.02)


def count(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        return only_row(connection.execute(f"SELECT count(*) FROM transport.{table}"))[0]


def test_an_endpoint_that_is_away_costs_no_attempt_and_loses_nothing(database_url, carrier, publisher):
    register_at(database_url, ONLY)

    def nobody_there() -> None:
        raise TransportUnavailable("connection refused")

    publisher.publish([message("a", "x")])
    for _ in range(ONLY.max_attempts + 1):
        assert Dispatcher(carrier, ONLY, Calling(nobody_there)).run_once() == 0
    recorder = Recorder()
    assert Dispatcher(carrier, ONLY, recorder).run_once() == 1
    assert recorder.pushes[0].attempt == 1


def test_two_dispatchers_never_serve_one_queue_at_the_same_time(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    second = Dispatcher(carrier, ONLY, Recorder())
    seen: list[int] = []

    rival = Calling(lambda: seen.append(second.run_once()))
    publisher.publish([message("a", "x")])
    assert Dispatcher(carrier, ONLY, rival).run_once() == 1
    assert seen == [0]


def test_a_slow_endpoint_does_not_hold_back_readers_of_the_fact_log_nor_vacuum(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    seen: list[tuple[object, ...]] = []

    def look() -> None:
        with psycopg.connect(database_url) as connection:
            seen.extend(
                connection.execute(
                    "SELECT state, backend_xid, backend_xmin FROM pg_stat_activity"
                    " WHERE application_name = 'test-carrier' AND state <> 'idle' AND datname = current_database()"
                )
            )

    publisher.publish([message("a", "x")])
    Dispatcher(carrier, ONLY, Calling(look)).run_once()
    assert seen == [("idle in transaction", None, None)]


@pytest.mark.parametrize(
    ("step", "delivered_again"),
    [("transport.pushed", True), ("transport.commit", True), ("transport.committed", False)],
)
def test_a_kill_between_push_and_commit_delivers_again_and_loses_nothing(
    database_url, carrier, publisher, tmp_path: Path, step: str, *, delivered_again: bool
):
    register_at(database_url, ONLY)
    publisher.publish([message("a", "x"), message("b", "x")])
    notebook = tmp_path / "acknowledged"
    child = [sys.executable, "-m", "tests.support.crashing_dispatcher", database_url, step, str(notebook)]
    assert subprocess.run(child, check=False, timeout=60).returncode == -9
    assert notebook.read_text("utf-8").split() == ["a", "b"]
    recorder = Recorder()
    while not take_over(carrier, recorder):
        pass
    assert recorder.acknowledged == (["a", "b"] if delivered_again else [])
    assert count(database_url, "delivery") == 0


def take_over(carrier: Pool, recorder: Recorder) -> bool:
    """False while the server has not yet noticed that the killed dispatcher is gone."""
    with carrier.connection() as connection, connection.transaction():
        free = queue.take(connection, "only")
    if free:
        Dispatcher(carrier, ONLY, recorder).run_once()
    return free


def test_a_publisher_can_neither_read_nor_remove_what_is_carried(database_url, publisher):
    register_at(database_url, ONLY)
    publisher.publish([message("a", "x")])
    with connect_pool(database_url, role="sre_ingest", application="test-spy") as pool:
        for statement in (
            "SELECT * FROM transport.message",
            "SELECT * FROM transport.subscription",
            "DELETE FROM transport.delivery",
            "SELECT * FROM transport.dead_letter",
        ):
            with pool.connection() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def test_roles_that_have_nothing_to_publish_cannot(database_url):
    with (
        connect_pool(database_url, role="sre_projector", application="test-spy") as pool,
        pool.connection() as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT transport.publish('{}', '{}', '{}', '{}')")


def test_a_new_subscription_starts_from_now_and_a_removed_one_keeps_its_backlog_in_sight(database_url, publisher):
    late = Subscription(name="late", topic=TOPIC)
    register_at(database_url, ONLY)
    publisher.publish([message("a", "x")])
    register_at(database_url, late)
    publisher.publish([message("b", "x")])
    with connect_pool(database_url, role="sre_query", application="test-health") as pool:
        seen = [(item.subscription, item.active, item.waiting, item.dead_letters) for item in backlog(pool)]
        assert all(isinstance(item, Backlog) and item.oldest_age_s > 0 for item in backlog(pool))
    assert seen == [("late", True, 1, 0), ("only", False, 1, 0)]


def test_a_subscription_that_wants_another_type_is_handed_it_from_then_on(database_url, carrier, publisher):
    narrow = replace(ONLY, aggregate_types=frozenset({"incident"}))
    wide = replace(ONLY, aggregate_types=frozenset({"incident", "alert"}))
    recorder = Recorder()
    register_at(database_url, narrow)
    publisher.publish([message("a", "x"), message("b", "x", holds=["alert"])])
    register_at(database_url, wide)
    publisher.publish([message("c", "x", holds=["alert"]), message("d", "x", holds=["slo"])])
    Dispatcher(carrier, wide, recorder).run_once()
    assert recorder.acknowledged == ["a", "c"]


def test_a_message_is_kept_until_its_last_subscription_has_it(database_url, carrier, publisher):
    other = Subscription(name="other", topic=TOPIC)
    register_at(database_url, ONLY, other)
    publisher.publish([message("a", "x")])
    Dispatcher(carrier, ONLY, Recorder()).run_once()
    assert count(database_url, "message") == 1
    Dispatcher(carrier, other, Recorder()).run_once()
    assert count(database_url, "message") == 0


def test_a_message_that_two_subscriptions_settled_at_once_is_swept(database_url, carrier, publisher):
    other = Subscription(name="other", topic=TOPIC)
    register_at(database_url, ONLY, other)
    publisher.publish([message("a", "x")])
    # Both rounds are open: each still sees the other's delivery.
    with carrier.connection() as connection, connection.transaction():
        queue.settle(connection, "only", queue.Round(settled=[1]))
        Dispatcher(carrier, other, Recorder()).run_once()
    assert (count(database_url, "delivery"), count(database_url, "message")) == (0, 1)
    publisher.publish([message("b", "x")])
    assert Watch(carrier, NoWaker()).tidy() == 1
    assert count(database_url, "message") == 1


def test_a_message_nobody_subscribed_to_is_not_stored(database_url, publisher):
    register_at(database_url, ONLY)
    assert publisher.publish([message("a", "x", topic="sre.domain.intents.v1")]) == [None]
    assert count(database_url, "message") == 0


@pytest.mark.parametrize("attributes", [{"ce-tenantid": "me"}, {"ce-subject": "a\x00b"}, {"ce-subject": "\ud800"}])
def test_attributes_that_the_database_cannot_hold_are_refused_and_the_neighbours_are_not(
    database_url, publisher, attributes: dict[str, str]
):
    register_at(database_url, ONLY)
    bad = OutboundMessage(topic=TOPIC, ordering_key="x", attributes=attributes, data=b"{}")
    answers = publisher.publish([bad, message("a", "x")])
    assert [answer is None for answer in answers] == [False, True]
    assert count(database_url, "message") == 1


def test_a_running_dispatcher_is_woken_and_stopped(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    stop, wake, delivered = Event(), Event(), Event()
    runner = Thread(target=Dispatcher(carrier, ONLY, Calling(delivered.set)).run, args=(stop, wake, 3600.0))
    runner.start()
    publisher.publish([message("a", "x")])
    wake.set()
    assert delivered.wait(30)
    stop.set()
    wake.set()
    runner.join(30)
    assert not runner.is_alive()


def test_the_database_takes_a_key_for_the_same_flow_as_we_do(database_url, publisher):
    register_at(database_url, ONLY)
    keys = ["t/alertmanager/1", "t/grafana", "t/lane-07", "t/lane-service/1", "t/lane-070", "x", "", "t//", "/"]
    publisher.publish([message(f"m{number}", key) for number, key in enumerate(keys)])
    with psycopg.connect(database_url) as connection:
        flows = connection.execute("SELECT ordering_key, flow FROM transport.delivery").fetchall()
    assert dict(flows) == {key: flow_of(key) for key in keys}
