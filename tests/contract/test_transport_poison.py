"""A message that stops whoever handles it: ended, tried alone, put aside with its reason; its neighbours go on."""

import threading
from collections.abc import Callable, Mapping, Sequence

import psycopg
import pytest

from shared.adapters.postgres.transport.dead_letters import PostgresDeadLetters
from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.ports.heartbeat import NoHeartbeat
from shared.ports.transport import InboundMessage, Subscription
from shared.ports.wake import NoWaker
from tests.support.patience import at_this_load
from tests.support.recorder import TOPIC, Recorder, message, names_in
from tests.support.transports import register_at

pytestmark = pytest.mark.postgres
ONLY = Subscription(name="only", topic=TOPIC, max_attempts=8, min_backoff_s=0.01, max_backoff_s=0.02)


class Stuck:
    """Does ``on_poison`` with what holds the event ``poison``; acknowledges all else."""

    def __init__(self, on_poison: Callable[[], object]) -> None:
        self.recorder = Recorder()
        self._on_poison = on_poison

    def push(self, inbound: InboundMessage) -> bool:
        if "poison" in names_in(inbound.attributes, inbound.data):
            self._on_poison()
        return self.recorder.push(inbound)


class Noted(NoHeartbeat):
    """What a process before this one left in hand, and what this one takes up."""

    def __init__(self, suspects: Mapping[str, int]) -> None:
        self._suspects = suspects
        self.held: list[Sequence[str]] = []

    def holding(self, loop: str, work: Sequence[str]) -> None:
        assert loop == "only"
        self.held.append(work)

    def suspects(self, loop: str) -> Mapping[str, int]:
        assert loop == "only"
        return self._suspects


def compute_for_ever() -> None:
    while True:
        pass


def dead_reasons(carrier) -> list[tuple[str, str]]:
    dead = PostgresDeadLetters(carrier, NoWaker()).list(subscription="only", limit=10)
    return [(letter.attributes["ce-id"], letter.reason) for letter in dead]


def run_until(dispatcher: Dispatcher, reached: Callable[[], bool]) -> None:
    stop, wake = threading.Event(), threading.Event()
    runner = threading.Thread(target=dispatcher.run, args=(stop, wake, 0.02))
    runner.start()
    try:
        for _ in range(3_000):
            if reached():
                return
            stop.wait(0.02)
        pytest.fail("not reached in time")
    finally:
        stop.set()
        wake.set()
        runner.join(60)


def test_what_computes_without_end_is_ended_and_put_aside_the_second_time(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    stuck = Stuck(compute_for_ever)
    publisher.publish([message("a", "x"), message("poison", "y"), message("b", "y"), message("c", "z")])
    deadline_s = at_this_load(0.3)  # it must have computed for a tenth of it, however many share its core
    run_until(Dispatcher(carrier, ONLY, stuck, deadline_s=deadline_s), lambda: len(stuck.recorder.acknowledged) == 3)
    assert sorted(stuck.recorder.acknowledged) == ["a", "b", "c"]
    assert dead_reasons(carrier) == [("poison", f"took longer than {deadline_s:g} s, 2 times")]


def test_what_waits_for_somebody_beyond_its_time_is_tried_as_often_as_any_refused_message(
    database_url, carrier, publisher
):
    register_at(database_url, ONLY)
    answers = threading.Event()
    tries: list[int] = []

    def wait_in_steps() -> None:
        tries.append(len(tries))
        for _ in range(10_000 if len(tries) < 4 else 0):
            answers.wait(0.01)

    stuck = Stuck(wait_in_steps)
    publisher.publish([message("poison", "y"), message("a", "x")])
    run_until(Dispatcher(carrier, ONLY, stuck, deadline_s=0.2), lambda: len(stuck.recorder.acknowledged) == 2)
    assert dead_reasons(carrier) == []
    assert len(tries) == 4


def test_what_is_in_hand_is_told_before_each_push_and_put_down_after_it(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    noted = Noted({})
    publisher.publish([message("a", "x"), message("b", "y")])
    seen: list[Sequence[str]] = []

    class Looking:
        def push(self, _inbound: InboundMessage) -> bool:
            seen.append(noted.held[-1])
            return True

    Dispatcher(carrier, ONLY, Looking(), heartbeat=noted).run_once()
    assert seen == [["1", "2"]]
    assert noted.held[-1] == ()


def test_what_the_process_before_ended_with_is_pushed_singly_then_put_aside(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    recorder = Recorder()
    publisher.publish([message(name, "x") for name in ("a", "b", "c")])
    run_until(
        Dispatcher(carrier, ONLY, recorder, heartbeat=Noted({"1": 2, "2": 1})), lambda: len(recorder.acknowledged) == 2
    )
    assert recorder.acknowledged == ["b", "c"]
    assert [names_in(push.attributes, push.data) for push in recorder.pushes] == [["b"], ["c"]]
    assert dead_reasons(carrier) == [("a", "in hand when the process hung or crashed, 2 times")]


def test_more_flows_than_a_round_looks_at_all_have_their_turn(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    recorder = Recorder()
    names = [f"m{number:03d}" for number in range(150)]
    publisher.publish([message(name, f"t/source-{name}/1") for name in names])
    with psycopg.connect(database_url, autocommit=True) as connection:
        # The first hundred wait for their next attempt: they must not take the places of the others.
        connection.execute("UPDATE transport.delivery SET due_at = now() + interval '1 hour' WHERE position <= 100")
    run_until(Dispatcher(carrier, ONLY, recorder), lambda: len(recorder.acknowledged) == 50)
    assert sorted(recorder.acknowledged) == names[100:]
