"""Wakes over Pub/Sub: a message for the sleeper, few for many at a time, and no harm where the broker is away."""

from collections.abc import Sequence
from threading import Event, Thread

from shared.adapters.pubsub.waker import PubSubWaker
from shared.ports.transport import OutboundMessage, PublishRefused, TransportUnavailable
from shared.ports.wake import RELAY
from tests.support.patience import PATIENCE_S, wait_until


class Topics:
    """Remembers the topics published to; ``away``: it does not answer."""

    def __init__(self) -> None:
        self.woken: list[str] = []
        self.away = False
        self.asked = 0

    def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        self.asked += 1
        if self.away:
            raise TransportUnavailable("away")
        self.woken += [message.topic for message in messages]
        return [None] * len(messages)


class HeldTopics(Topics):
    """Its first request is under way until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = Event()

    def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        if not self.woken:
            assert self.let_go.wait(PATIENCE_S)
        return super().publish(messages)


def test_a_wake_is_a_message_on_the_topic_of_the_sleeper():
    topics = Topics()
    PubSubWaker(topics).wake(RELAY)
    assert topics.woken == ["sre.wakes.relay.v1"]


def test_those_who_commit_while_a_wake_is_sent_are_covered_by_one_more():
    topics = HeldTopics()
    waker = PubSubWaker(topics)
    threads = [Thread(target=waker.wake, args=(RELAY,)) for _ in range(9)]
    for thread in threads:
        thread.start()
    wait_until(lambda: waker._rounds[RELAY]._asked == len(threads))
    topics.let_go.set()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert topics.woken == ["sre.wakes.relay.v1"] * 2


def test_a_broker_that_is_away_holds_up_one_commit_and_is_left_alone_for_a_while():
    topics, moments = Topics(), iter([0.0, 0.0, 9.9, 10.0])
    waker = PubSubWaker(topics, now=lambda: next(moments))
    topics.away = True
    waker.wake(RELAY)
    topics.away = False
    waker.wake(RELAY)
    assert (topics.asked, topics.woken) == (1, [])
    waker.wake(RELAY)
    assert topics.woken == ["sre.wakes.relay.v1"]
