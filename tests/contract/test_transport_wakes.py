"""Who is woken when something is published, and what becomes of a wake that is lost."""

from dataclasses import replace
from threading import Event, Thread

import pytest

from local.repeating import Repeating
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.adapters.postgres.transport.publisher import PostgresPublisher, wake_name
from shared.adapters.postgres.transport.watch import WATCH, Watch
from shared.adapters.wake import UdpWaker, WakeListener
from shared.ports.heartbeat import NoHeartbeat
from shared.ports.transport import Subscription
from shared.ports.wake import NoWaker
from tests.support.patience import wait_until
from tests.support.recorder import TOPIC, Recorder, message
from tests.support.transports import register_at

pytestmark = pytest.mark.postgres
ONLY = Subscription(name="only", topic=TOPIC, max_attempts=3, min_backoff_s=0.01, max_backoff_s=0.02)


def test_a_wake_that_was_lost_is_made_up_for_by_the_watch_for_whom_something_waits_and_nobody_else(
    database_url, carrier, publisher
):
    other = replace(ONLY, name="other", aggregate_types=frozenset({"alert"}))
    register_at(database_url, ONLY, other)
    publisher.publish([message("a", "x")])
    woken = WakeListener()
    events = {each.name: woken.event(wake_name(each.name)) for each in (ONLY, other)}
    woken.start()
    recorder, stop = Recorder(), Event()
    # Asleep for longer than this test may last: nothing wakes them but the watch.
    sleepers = [
        Thread(target=Dispatcher(carrier, each, recorder).run, args=(stop, events[each.name], 3600.0))
        for each in (ONLY, other)
    ]
    waker = UdpWaker(woken.address)
    watching = Repeating(WATCH, Watch(carrier, waker).take_turn, NoHeartbeat(), every_s=1.0, max_rest_s=0.0)
    watch = Thread(target=watching.run, args=(stop, Event()))
    for thread in (*sleepers, watch):
        thread.start()
    try:
        wait_until(lambda: recorder.acknowledged == ["a"], "the first look of its own")
        publisher.publish([message("b", "x")])
        wait_until(lambda: recorder.acknowledged == ["a", "b"], "the watch")
        wait_until(lambda: not Watch(carrier, NoWaker()).look(), "the commit of the last round")
        assert not events["other"].is_set()
    finally:
        stop.set()
        woken.stop()
        for thread in (*sleepers, watch):
            thread.join(30)
        waker.close()


class Woken(list[str]):
    """A waker that remembers whom it woke."""

    def wake(self, name: str) -> None:
        self.append(name)


def test_only_those_for_whom_something_waits_are_woken(database_url):
    register_at(database_url, ONLY, replace(ONLY, name="narrow", aggregate_types=frozenset({"alert"})))
    woken = Woken()
    with connect_pool(database_url, role="sre_ingest", application="test-publisher") as pool:
        PostgresPublisher(pool, woken).publish([message("a", "x"), message("b", "y")])
    assert woken == ["transport/only"]
