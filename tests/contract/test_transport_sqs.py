"""What is SQS's own about the transport over SNS and SQS, by a server of moto."""

from dataclasses import replace
from functools import lru_cache, partial
from threading import Event, Thread
from uuid import uuid4

import pytest

from shared.adapters.postgres.dead_letters import Item
from shared.adapters.sqs.connection import SqsConnection
from shared.adapters.sqs.dead_letters import SqsDeadLetters
from shared.adapters.sqs.publisher import SnsPublisher
from shared.adapters.sqs.settings import IN_HAND_S, PUSH_S, queue_name
from shared.adapters.sqs.topology import ensure_topology
from shared.adapters.sqs.worker import SqsWorker
from shared.app.redrive_quarantine import Redriven
from shared.bootstrap.dead_letters import open_dead_letters
from shared.ports.put_aside import NotPutAside
from shared.ports.transport import InboundMessage, Subscription, TransportUnavailable
from tests.support.aws import client_at, environment_of
from tests.support.patience import wait_until
from tests.support.recorder import TOPIC, Recorder, message

ONLY = Subscription(
    name="only", topic=TOPIC, max_attempts=2, min_backoff_s=0.02, aggregate_types=frozenset({"incident"})
)


def connected(address: str) -> SqsConnection:
    connection = SqsConnection(f"test-{uuid4().hex[:12]}", lru_cache(partial(client_at, address)))
    ensure_topology(connection, [ONLY])
    return connection


def test_what_is_published_again_within_minutes_is_delivered_once(moto_address: str):
    connection, recorder, stop = connected(moto_address), Recorder(), Event()
    worker, publisher = SqsWorker(connection, ONLY, recorder), SnsPublisher(connection)
    publisher.publish([message("a", "x")])
    publisher.publish([message("a", "x"), message("b", "x")])
    assert sum(worker.run_once(stop) for _ in range(4)) == 2
    assert recorder.acknowledged == ["a", "b"]


def test_a_filter_that_changed_holds_from_now_on_and_nothing_else_is_changed(moto_address: str):
    connection, recorder, stop = connected(moto_address), Recorder(), Event()
    publisher = SnsPublisher(connection)
    publisher.publish([message("1-incident", "x"), message("2-alert", "x", holds=["alert"])])
    ensure_topology(connection, [replace(ONLY, aggregate_types=frozenset({"alert"}))])
    publisher.publish([message("3-incident", "x"), message("4-alert", "x", holds=["alert"])])
    worker = SqsWorker(connection, ONLY, recorder)
    assert sum(worker.run_once(stop) for _ in range(4)) == 2
    assert recorder.acknowledged == ["1-incident", "4-alert"]


class Away(Recorder):
    """Nobody is there, until somebody is."""

    def __init__(self) -> None:
        super().__init__()
        self.came, self.there = Event(), Event()

    def push(self, message: InboundMessage) -> bool:
        self.came.set()
        if not self.there.is_set():
            raise TransportUnavailable("starting up")
        return super().push(message)


def test_who_is_away_is_waited_for_with_the_message_in_hand(moto_address: str, monkeypatch):
    monkeypatch.setattr("shared.adapters.sqs.worker._AWAY_S", 0.01)
    connection, away, stop = connected(moto_address), Away(), Event()
    SnsPublisher(connection).publish([message("a", "x")])
    serving = Thread(target=SqsWorker(connection, ONLY, away).run, args=(stop, 1))
    serving.start()
    try:
        assert away.came.wait(60)
        away.there.set()
        wait_until(lambda: away.acknowledged == ["a"])
    finally:
        stop.set()
        serving.join()
    assert [pushed.attempt for pushed in away.pushes] == [1]
    assert SqsDeadLetters(connection, [ONLY]).count() == 0


def test_what_is_no_message_of_ours_ends_among_the_dead_and_stays_there(moto_address: str):
    connection, recorder, stop = connected(moto_address), Recorder(), Event()
    url = connection.queue_url(queue_name(connection.prefix, "only"))
    connection.sqs.send_message(QueueUrl=url, MessageBody="hello", MessageGroupId="x", MessageDeduplicationId="strange")
    worker, dead = SqsWorker(connection, ONLY, recorder), SqsDeadLetters(connection, [ONLY])

    def is_dead() -> bool:
        worker.run_once(stop, 1)
        return dead.count() == 1

    wait_until(is_dead)
    assert (recorder.pushes, dead.list(subscription=None, limit=10), dead.redrive(None)) == ([], [], 0)


def test_an_operator_sees_what_died_and_sends_it_on_its_way(moto_address: str, database_url: str, monkeypatch):
    connection, stop = connected(moto_address), Event()
    for name, value in environment_of(moto_address).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SRE_TRANSPORT", "sqs")
    monkeypatch.setenv("SRE_SQS_PREFIX", connection.prefix)
    monkeypatch.setattr("shared.bootstrap.dead_letters.SUBSCRIPTIONS", [ONLY])
    SnsPublisher(connection).publish([message("a", "x"), message("b", "y")])
    refusing, recorder = SqsWorker(connection, ONLY, Recorder(refuse=lambda _pushed: True)), Recorder()
    with open_dead_letters(database_url) as operator:

        def died() -> list[Item] | None:
            refusing.run_once(stop)
            found = list(operator.list(kind=None, limit=10))
            return found if len(found) == 2 else None

        one, other = wait_until(died)
        assert {one.what, other.what} == {"only x", "only y"}
        assert (one.kind, one.reason) == ("dead-letter", "refused 2 times")
        assert operator.list(kind="parked", limit=10) == []
        with pytest.raises(NotPutAside):
            operator.by_broker([one.id, "no number"])
        assert operator.by_broker([one.id]) == Redriven(1, 0)
        assert [item.what for item in operator.list(kind="dead-letter", limit=10)] == [other.what]
        assert SqsWorker(connection, ONLY, recorder).run_once(stop) == 1
        assert operator.by_broker(None) == Redriven(1, 0)
    assert len(recorder.acknowledged) == 1


class Stuck(Recorder):
    """Computes without end the first time."""

    def push(self, message: InboundMessage) -> bool:
        if message.attempt == 1:
            while True:
                sum(range(100))
        return super().push(message)


def test_a_push_without_end_is_ended_and_is_a_refusal(moto_address: str):
    connection, recorder, stop = connected(moto_address), Stuck(), Event()
    SnsPublisher(connection).publish([message("a", "x")])
    worker = SqsWorker(connection, ONLY, recorder, deadline_s=0.05)
    assert worker.run_once(stop) == 0
    wait_until(lambda: worker.run_once(stop))
    assert [pushed.attempt for pushed in recorder.pushes] == [2]


def test_nobody_else_is_given_a_message_while_its_push_may_last():
    assert PUSH_S < IN_HAND_S
