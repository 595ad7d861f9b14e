"""The embedded transport hands over what waits for one tenant as one batch event."""

import psycopg
import pytest

from shared.adapters.postgres.transport.dispatcher import Dispatcher
from shared.adapters.postgres.transport.recent import RecentMessages
from shared.kernel.wire import BATCH_TYPE
from shared.ports.transport import InboundMessage, OutboundMessage, Subscription
from tests.support.recorder import CREATED, INGESTED, TENANT, TOPIC, Recorder, message, names_in
from tests.support.transports import register_at

pytestmark = pytest.mark.postgres
ONLY = Subscription(name="only", topic=TOPIC, max_attempts=3, min_backoff_s=0.01, max_backoff_s=0.02)
OTHER_TENANT = "0d5c0a52-3f0e-5f6a-9d5b-6f1f1f2a0002"


def batch_of(name: str, key: str, *events: tuple[str, str]) -> OutboundMessage:
    single = message(name, key)
    subjects = {CREATED: "incident/1", INGESTED: "alert/1"}
    texts = [f'{{"id": "{event}", "type": "{kind}", "subject": "{subjects[kind]}"}}' for event, kind in events]
    attributes = {**single.attributes, "ce-type": BATCH_TYPE, "incident": "1"}
    return OutboundMessage(topic=TOPIC, ordering_key=key, attributes=attributes, data=f"[{' ,'.join(texts)}]".encode())


def of_other_tenant(single: OutboundMessage) -> OutboundMessage:
    return OutboundMessage(
        topic=single.topic,
        ordering_key=single.ordering_key,
        attributes={**single.attributes, "ce-tenantid": OTHER_TENANT},
        data=single.data,
    )


def test_waiting_messages_of_one_tenant_go_out_as_one_batch_event_in_order(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    recorder = Recorder()
    publisher.publish(
        [
            message("a", "x"),
            of_other_tenant(message("foreign", "x")),
            batch_of("b", "y", ("b1", CREATED), ("b2", INGESTED)),
            message("c", "x"),
        ]
    )
    assert Dispatcher(carrier, ONLY, recorder).run_once() == 4
    single, batch = recorder.pushes  # the tenant with less to do does not wait for the other
    assert names_in(batch.attributes, batch.data) == ["a", "b1", "b2", "c"]
    assert (batch.attributes["ce-type"], batch.attributes["ce-tenantid"]) == (BATCH_TYPE, TENANT)
    assert batch.attributes["incident"] == "1"
    assert (single.attributes["ce-id"], single.attributes["ce-tenantid"]) == ("foreign", OTHER_TENANT)


def test_a_batch_event_keeps_to_its_limits(database_url, carrier, publisher):
    three = Subscription(name="only", topic=TOPIC, max_batch_events=3)
    register_at(database_url, three)
    recorder = Recorder()
    publisher.publish([message(f"m{index}", "x") for index in range(7)])
    Dispatcher(carrier, three, recorder).run_once()
    assert [names_in(push.attributes, push.data) for push in recorder.pushes] == [
        ["m0", "m1", "m2"],
        ["m3", "m4", "m5"],
        ["m6"],
    ]


def test_a_poison_message_in_a_batch_holds_only_its_own_key(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    recorder = Recorder(refuse=lambda name: name == "x1")
    publisher.publish([message("y1", "y"), message("x1", "x"), message("x2", "x"), message("y2", "y")])
    assert Dispatcher(carrier, ONLY, recorder).run_once() == 2
    assert recorder.acknowledged == ["y1", "y2"]


def test_a_refused_message_is_tried_again_by_itself(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    recorder = Recorder(refuse=lambda name: name == "x1")
    publisher.publish([message("x1", "x"), message("y1", "y")])
    dispatcher = Dispatcher(carrier, ONLY, recorder)
    dispatcher.run_once()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE transport.delivery SET due_at = clock_timestamp()")
    publisher.publish([message("y2", "y"), message("y3", "y")])
    recorder.pushes.clear()
    dispatcher.run_once()
    assert [names_in(push.attributes, push.data) for push in recorder.pushes] == [["x1"], ["y2", "y3"]]
    assert recorder.pushes[0].attempt == 2


def test_events_that_a_subscription_did_not_ask_for_are_taken_out_of_batches(database_url, carrier, publisher):
    some = Subscription(name="only", topic=TOPIC, aggregate_types=frozenset({"incident"}))
    register_at(database_url, some)
    recorder = Recorder()
    publisher.publish(
        [batch_of("none", "x", ("n1", INGESTED)), batch_of("mixed", "y", ("y1", INGESTED), ("y2", CREATED))]
    )
    assert Dispatcher(carrier, some, recorder).run_once() == 2
    assert recorder.acknowledged == ["y2"]
    assert Dispatcher(carrier, some, recorder).run_once() == 0


def test_facts_that_a_step_does_not_go_on_from_are_taken_out_of_batches(database_url, carrier, publisher):
    some = Subscription(name="only", topic=TOPIC, fact_types=frozenset({CREATED}))
    register_at(database_url, some)
    recorder = Recorder()
    mixed = batch_of("mixed", "y", ("y1", INGESTED), ("y2", CREATED))
    attributes = {**mixed.attributes, "incident-created": "1", "alert-ingested": "1"}
    publisher.publish([OutboundMessage(topic=TOPIC, ordering_key="y", attributes=attributes, data=mixed.data)])
    assert Dispatcher(carrier, some, recorder).run_once() == 1
    assert recorder.acknowledged == ["y2"]


def test_a_message_that_cannot_be_read_is_pushed_as_it_is(database_url, carrier, publisher):
    register_at(database_url, ONLY)
    pushed: list[InboundMessage] = []

    class Taker:
        def push(self, inbound: InboundMessage) -> bool:
            pushed.append(inbound)
            return True

    broken = OutboundMessage(
        topic=TOPIC, ordering_key="x", attributes={**message("a", "x").attributes, "ce-type": BATCH_TYPE}, data=b"[{]"
    )
    publisher.publish([message("before", "x"), broken, message("after", "x")])
    Dispatcher(carrier, ONLY, Taker()).run_once()
    assert [inbound.data for inbound in pushed] == [b'{"name": "before"}', b"[{]", b'{"name": "after"}']


def test_dispatchers_that_share_what_they_read_each_get_what_is_theirs(database_url, carrier, publisher):
    incidents = Subscription(name="incidents", topic=TOPIC, aggregate_types=frozenset({"incident"}))
    alerts = Subscription(name="alerts", topic=TOPIC, aggregate_types=frozenset({"alert"}))
    register_at(database_url, incidents, alerts)
    mixed = batch_of("mixed", "x", ("one", INGESTED), ("two", CREATED))
    publisher.publish(
        [OutboundMessage(topic=TOPIC, ordering_key="x", attributes={**mixed.attributes, "alert": "1"}, data=mixed.data)]
    )
    recent = RecentMessages()
    recorders = {each.name: Recorder() for each in (incidents, alerts)}
    for each in (incidents, alerts):
        assert Dispatcher(carrier, each, recorders[each.name], recent=recent).run_once() == 1
    assert {name: recorder.acknowledged for name, recorder in recorders.items()} == {
        "incidents": ["two"],
        "alerts": ["one"],
    }
