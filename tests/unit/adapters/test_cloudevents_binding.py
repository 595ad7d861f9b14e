"""Whatever shape a delivery takes, the same events come out."""

import base64
import json
from uuid import UUID

import hypothesis
import pytest
from cloudevents.http import from_http
from hypothesis import strategies as st

from shared.adapters.cloudevents.binding import batch_attributes, batch_data, events_of, percent_encode
from shared.adapters.cloudevents.codec import Codec, Unreadable
from shared.domain.published import INTENTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from tests.support.given import NOON
from tests.support.incidents import acknowledge, resolve

CODEC = Codec(INTENTS)
TENANT = TenantId(UUID(int=2))
PUSH = "google.cloud.pubsub.topic.v1.messagePublished"


def envelope(number, data=acknowledge):
    return Envelope(
        message_id=UUID(int=number),
        tenant_id=TENANT,
        data=data,
        occurred_at=NOON,
        producer="/sre/api",
        actor='human:Zoë "100%41" 日本',
        correlation_id=UUID(int=3),
    )


ONE, TWO = envelope(1), envelope(2, resolve)
BATCH = batch_data([CODEC.encode(ONE), CODEC.encode(TWO)])
BATCH_ATTRIBUTES = batch_attributes(
    tenant_id=TENANT,
    ordering_key="tenant/ü 1",
    batch_id="b1",
    producer="/sre/outbox_relay",
    aggregate_types=["incident", "correlation_rule", "incident"],
)


def read(events):
    return [CODEC.decode(event) for event in events]


def received(headers, body):
    """As functions-framework hands it over."""
    event = from_http(headers, body)
    return event.get_attributes(), event.get_data()


def binary(one):
    """Headers and body of a single event in binary mode."""
    event = json.loads(CODEC.encode(one))
    data = event.pop("data")
    headers = {f"ce-{name}": percent_encode(value) for name, value in event.items() if name != "datacontenttype"}
    return headers | {"content-type": "application/json"}, json.dumps(data).encode()


def pushed(attributes, body, **more):
    message = {"attributes": attributes, "data": base64.b64encode(body).decode(), "messageId": "1"} | more
    return events_of({"type": PUSH, "id": "9"}, {"message": message, "subscription": "s"})


def test_a_batch_says_which_process_facts_it_holds():
    facts = [f"io.ameide.sre.process-fact.{name}.v1" for name in ("triage-cancelled", "approval-received")]
    attributes = batch_attributes(
        tenant_id=TENANT,
        ordering_key="key",
        batch_id="b1",
        producer="/sre/outbox_relay",
        aggregate_types=["incident_triage"],
        fact_types=[*facts, *facts],
    )
    named = {name: value for name, value in attributes.items() if not name.startswith(("ce-", "Content-"))}
    assert named == {"approval-received": "1", "incident-triage": "1", "triage-cancelled": "1"}


def test_the_attributes_of_a_batch_are_binary_mode_and_allow_short_filters():
    assert BATCH_ATTRIBUTES == {
        "ce-specversion": "1.0",
        "ce-type": "io.ameide.sre.batch.v1",
        "ce-id": "9e1ca7fd-3d73-5dfd-b74e-3dc83c3b28be",
        "ce-source": "/sre/outbox_relay",
        "ce-tenantid": "00000000-0000-0000-0000-000000000002",
        "ce-partitionkey": "tenant/%C3%BC%201",
        "Content-Type": "application/json",
        "correlation-rule": "1",
        "incident": "1",
    }


def test_a_batch_gives_its_events_in_order():
    assert read(events_of(*received(BATCH_ATTRIBUTES, BATCH))) == [ONE, TWO]


def test_a_single_event_in_binary_mode_is_percent_decoded():
    assert read(events_of(*received(*binary(ONE)))) == [ONE]


def test_a_single_event_in_structured_mode_is_plain_text():
    headers = {"content-type": "application/cloudevents+json"}
    assert read(events_of(*received(headers, CODEC.encode(TWO).encode()), structured=True)) == [TWO]


def test_a_single_event_whose_data_was_not_parsed_on_the_way_is_parsed():
    attributes, data = received(*binary(ONE))
    assert read(events_of(attributes, json.dumps(data))) == [ONE]


def test_a_wrapped_push_with_attributes_holds_a_batch_or_a_single_event():
    assert read(pushed(BATCH_ATTRIBUTES, BATCH)) == [ONE, TWO]
    assert read(pushed(*binary(ONE))) == [ONE]


@pytest.mark.parametrize("attributes", [None, {}, {"incident": "1"}])
def test_a_wrapped_push_without_attributes_holds_structured_events(attributes):
    assert read(pushed(attributes, BATCH)) == [ONE, TWO]
    assert read(pushed(attributes, CODEC.encode(ONE).encode())) == [ONE]


@pytest.mark.parametrize("data", [None, 7, {"a": 1}, [1], b"{", "{", b"\xff\xfe", b"[" * 100_000])
def test_a_batch_that_is_no_list_of_events_is_unreadable(data):
    with pytest.raises(Unreadable):
        events_of({"type": "io.ameide.sre.batch.v1"}, data)


@pytest.mark.parametrize("data", [None, "text", [], {}, {"message": None}, {"message": "m"}])
def test_a_push_without_a_message_is_unreadable(data):
    with pytest.raises(Unreadable):
        events_of({"type": PUSH}, data)


@pytest.mark.parametrize(
    ("attributes", "more"),
    [
        (None, {"data": "not base64!"}),
        (None, {"data": None}),
        (None, {"data": 7}),
        (None, {"data": base64.b64encode(b"not json").decode()}),
        (None, {"data": base64.b64encode(b"7").decode()}),
        (["ce-type"], {}),
        ("ce-type", {}),
        ({"ce-type": PUSH}, {}),
    ],
)
def test_a_push_that_holds_no_event_is_unreadable(attributes, more):
    with pytest.raises(Unreadable):
        pushed(attributes, b"[7]", **more)


def test_an_unreadable_event_in_a_batch_leaves_its_neighbours_readable():
    events = events_of({"type": "io.ameide.sre.batch.v1"}, [{"type": "?"}, json.loads(CODEC.encode(ONE))])
    with pytest.raises(Unreadable):
        CODEC.decode(events[0])
    assert CODEC.decode(events[1]) == ONE


@pytest.mark.parametrize(
    ("text", "encoded"),
    [("Zoë", "Zo%C3%AB"), ("100%", "100%25"), ('a "b"', "a%20%22b%22"), ("日", "%E6%97%A5"), ("a\\b/c=d", "a\\b/c=d")],
)
def test_percent_encoding_is_that_of_the_http_binding(text, encoded):
    assert percent_encode(text) == encoded


@hypothesis.given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_percent_encoding(text):
    encoded = percent_encode(text)
    assert all("!" <= character <= "~" for character in encoded)
    assert events_of({"type": "x", "actor": encoded}, {})[0]["actor"] == text
