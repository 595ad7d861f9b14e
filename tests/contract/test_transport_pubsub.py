"""What is particular to Pub/Sub: its limits, its filters, and a topology that can be ensured twice."""

from collections.abc import Iterator
from dataclasses import replace
from time import sleep

import pytest

from shared.adapters.pubsub.dead_letters import PubSubDeadLetters
from shared.adapters.pubsub.publisher import PubSubPublisher
from shared.adapters.pubsub.settings import delivery_attempts, filter_of, outlasts_s
from shared.adapters.pubsub.topology import FilterFixed, ensure_topology
from shared.bootstrap.topology import SUBSCRIPTIONS
from shared.ports.transport import OutboundMessage, Subscription, TransportUnavailable
from tests.support import transports
from tests.support.pubsub_server import pubsub_server
from tests.support.push_receiver import push_receiver
from tests.support.recorder import TOPIC, Recorder, message
from tests.support.transports import Harness, pubsub_clients

ONLY = Subscription(name="only", topic=TOPIC, max_attempts=5, max_deliveries=5, min_backoff_s=0.02, max_backoff_s=0.1)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def harness(recorder: Recorder) -> Iterator[Harness]:
    with pubsub_server() as address, transports.pubsub(address, [ONLY], {"only": recorder}) as opened:
        yield opened


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"ce-subject": "x" * 1025}, "attribute 'ce-subject' is longer than 1024 bytes"),
        ({"googclient": "1"}, "attribute name 'googclient' is not allowed"),
        ({f"a{index}": "1" for index in range(101)}, "101 attributes; the limit is 100"),
    ],
)
def test_a_message_beyond_a_limit_is_refused_before_it_can_fail_its_neighbours(
    harness: Harness, recorder: Recorder, attributes: dict[str, str], reason: str
):
    bad = OutboundMessage(topic=TOPIC, ordering_key="x", attributes=attributes, data=b"{}")
    answers = harness.publisher.publish([bad, message("a", "x")])
    harness.deliver_until(lambda: recorder.acknowledged == ["a"])
    assert [answer and answer.reason for answer in answers] == [reason, None]


def test_what_only_the_broker_finds_wrong_is_refused_alone(harness: Harness, recorder: Recorder):
    odd = OutboundMessage(topic=TOPIC, ordering_key="x", attributes={"invalid": "yes"}, data=b"{}")
    answers = harness.publisher.publish([message("a", "x"), odd, message("b", "x")])
    harness.deliver_until(lambda: recorder.acknowledged == ["a", "b"])
    assert [answer and answer.reason for answer in answers] == [None, "Pub/Sub: an invalid message", None]


def test_more_messages_than_fit_one_request_keep_their_order(harness: Harness, recorder: Recorder):
    names = [f"m{index:04d}" for index in range(1100)]
    harness.publisher.publish([message(name, "x") for name in names])
    harness.deliver_until(lambda: len(recorder.acknowledged) == 1100)
    assert recorder.acknowledged == names


def test_a_missing_topic_is_a_broker_that_cannot_take_it_now(harness: Harness):
    with pytest.raises(TransportUnavailable):
        harness.publisher.publish([message("a", "x", topic="sre.nowhere.v1")])


def test_a_topology_ensured_again_moves_the_endpoint():
    with pubsub_server() as address, pubsub_clients(address) as (topics, lines):
        for url in ("http://127.0.0.1:1/old", "http://127.0.0.1:1/new"):
            ensure_topology("project", [ONLY], {"only": url}, publisher=topics, subscriber=lines)
        found = lines.get_subscription(subscription="projects/project/subscriptions/only", timeout=10)
        assert found.push_config.push_endpoint == "http://127.0.0.1:1/new"
        assert (found.enable_message_ordering, found.dead_letter_policy.max_delivery_attempts) == (True, 5)
        assert PubSubPublisher("project", client=topics).publish([]) == []


def test_the_clients_made_by_default_find_an_emulator_by_its_variable(monkeypatch: pytest.MonkeyPatch):
    with pubsub_server() as address, push_receiver({"only": (recorder := Recorder())}) as base:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", address)
        ensure_topology("project", [ONLY], {"only": f"{base}/only"})
        publisher = PubSubPublisher("project")
        assert publisher.publish([message("a", "x")]) == [None]
        waiting = Harness(publisher, PubSubDeadLetters("project", [ONLY], publisher), publisher, lambda: sleep(0.01))
        waiting.deliver_until(lambda: recorder.acknowledged == ["a"])
        assert waiting.dead_letters.count() == 0


def test_a_filter_names_what_a_message_must_hold_and_is_refused_when_it_would_be_too_long():
    def filtered(*types: str) -> str:
        return filter_of(Subscription(name="only", topic=TOPIC, aggregate_types=frozenset(types)))

    assert filtered() == ""
    assert filtered("incident", "correlation_rule") == 'attributes:"correlation-rule" OR attributes:"incident"'
    with pytest.raises(ValueError, match="longer than 256 bytes"):
        filtered(*(f"something_number_{index}" for index in range(8)))


def test_every_subscription_of_the_system_has_a_filter_that_pubsub_takes():
    assert all(len(filter_of(each).encode()) <= 256 for each in SUBSCRIPTIONS)


def test_a_subscription_that_exists_with_another_filter_is_left_alone_and_that_is_said():
    with pubsub_server() as address, pubsub_clients(address) as (topics, lines):
        endpoints = {"only": "http://127.0.0.1:1/there"}
        ensure_topology("project", [ONLY], endpoints, publisher=topics, subscriber=lines)
        narrowed = replace(ONLY, aggregate_types=frozenset({"incident"}))
        with pytest.raises(FilterFixed, match=r'has the filter \[\] and should have \[attributes:"incident"\]'):
            ensure_topology("project", [narrowed], endpoints, publisher=topics, subscriber=lines)
        found = lines.get_subscription(subscription="projects/project/subscriptions/only", timeout=10)
        assert found.filter == ""


def test_what_died_is_given_back_so_often_and_then_waits_for_a_person(harness: Harness, recorder: Recorder):
    dead_letters = harness.dead_letters
    assert isinstance(dead_letters, PubSubDeadLetters)
    recorder.refuse = lambda name: name == "a"
    harness.publisher.publish([message("a", "x")])
    harness.deliver_until(lambda: dead_letters.count() == 1)
    assert dead_letters.give_back(1) == 1
    harness.deliver_until(lambda: dead_letters.count() == 1)
    assert (dead_letters.give_back(1), dead_letters.count()) == (0, 1)
    recorder.refuse = lambda _name: False
    assert dead_letters.give_back(2) == 1
    harness.deliver_until(lambda: recorder.acknowledged == ["a"])


def test_what_died_in_several_subscriptions_is_published_once():
    both, recorders = [ONLY, replace(ONLY, name="other")], {"only": Recorder(), "other": Recorder()}
    with pubsub_server() as address, transports.pubsub(address, both, recorders) as harness:
        dead_letters = harness.dead_letters
        assert isinstance(dead_letters, PubSubDeadLetters)
        for recorder in recorders.values():
            recorder.refuse = lambda name: name == "a"
        harness.publisher.publish([message("a", "x")])
        harness.deliver_until(lambda: dead_letters.count() == 2)
        for recorder in recorders.values():
            recorder.refuse = lambda _name: False
        assert dead_letters.give_back(1) == 1
        harness.deliver_until(lambda: all(recorder.acknowledged == ["a"] for recorder in recorders.values()))


def test_a_message_of_the_system_outlives_an_outage_of_an_hour():
    assert outlasts_s(1, 8, 5) == 1 + 2 + 4 + 8
    for each in SUBSCRIPTIONS:
        assert outlasts_s(each.min_backoff_s, each.max_backoff_s, delivery_attempts(each)) > 5_400
