"""Messages as texts that SNS takes: whole again afterwards, small enough, in order by their keys, each by its name."""

import base64
import json
import os
import zlib
from dataclasses import replace

import pytest

from shared.adapters.sqs.packing import (
    MAX_REQUEST_BYTES,
    deduplication_of,
    group_of,
    pack,
    refusal,
    unpack,
)
from shared.adapters.sqs.settings import filter_policy, holds, queue_attributes, queue_name, topic_name
from shared.ports.transport import OutboundMessage, Subscription
from tests.support.recorder import TOPIC, message


def of(data: bytes, key: str = "tenant/lane-01") -> OutboundMessage:
    return OutboundMessage(topic=TOPIC, ordering_key=key, attributes={"ce-id": "1"}, data=data)


@pytest.mark.parametrize(
    "data", [b"", b'{"a": 1}', "ümlaut\x00".encode(), b"\xff\xfe", b"x" * 900_000, os.urandom(99_000)]
)
def test_what_was_packed_is_whole_again(data: bytes):
    sent = of(data)
    received = unpack(pack(sent), "only", 3)
    assert (received.data, received.attributes, received.ordering_key) == (data, sent.attributes, sent.ordering_key)
    assert (received.subscription, received.attempt) == ("only", 3)
    assert refusal(sent, pack(sent)) is None


def test_events_of_a_full_batch_fit_because_they_are_alike():
    event = {
        "type": "io.ameide.sre.fact.alert-ingested.v1",
        "labels": {"alertname": "HighErrorRate", "service": "checkout"},
    }
    batch = json.dumps(
        [event | {"id": os.urandom(16).hex(), "pod": f"web-{number}"} for number in range(5_000)]
    ).encode()
    assert 900_000 > len(batch) > 3 * MAX_REQUEST_BYTES
    assert refusal(of(batch), pack(of(batch))) is None


def test_what_is_too_large_is_refused_whether_or_not_it_packs_well():
    for data in (b"0" * 10_000_001, os.urandom(300_000)):
        refused = refusal(of(data), pack(of(data)))
        assert refused is not None
        assert f"{len(data)} bytes" in refused.reason


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"key": "a", "attributes": {}}',
        '{"key": "a", "attributes": {}, "zlib": "eA=="}',
        json.dumps({"key": "a", "attributes": {}, "zlib": base64.b64encode(zlib.compress(b"0" * 10_000_001)).decode()}),
    ],
)
def test_what_was_not_packed_here_is_told_apart(body: str):
    with pytest.raises(ValueError):
        unpack(body, "only", 1)


def test_a_key_is_its_own_group_or_its_digest_where_it_may_not_be_one():
    assert group_of(of(b"", "tenant/lane-01"), "d") == "tenant/lane-01"
    assert group_of(of(b"", ""), "d") == "d"
    for key in ("tenant/ümlaut", "a b", "k" * 129):
        assert len(group_of(of(b"", key), "d")) == 64


def test_a_message_is_known_again_by_all_that_it_says():
    first = message("a", "x")
    others = [message("b", "x"), message("a", "y"), message("a", "x", topic="other"), replace(first, data=b"{}")]
    names = {deduplication_of(each, pack(each)) for each in (first, message("a", "x"), *others)}
    assert len(names) == 5


def test_names_filters_and_dead_letters_follow_from_the_rows():
    line = Subscription(name="projector-a.facts", topic=TOPIC, aggregate_types=frozenset({"alert", "correlation_rule"}))
    assert (topic_name("sre", TOPIC), queue_name("sre", line.name)) == (
        "sre-sre-domain-facts-v1.fifo",
        "sre-projector-a-facts.fifo",
    )
    assert json.loads(filter_policy(line)) == {"holds": ["alert", "correlation-rule"]}
    assert filter_policy(Subscription(name="all", topic=TOPIC)) == "{}"
    assert holds(message("a", "x", holds=["alert", "correlation_rule"]).attributes) == ["alert", "correlation-rule"]
    redrive = json.loads(queue_attributes(line, dead_letter_arn="arn", policy="{}")["RedrivePolicy"])
    assert redrive == {"deadLetterTargetArn": "arn", "maxReceiveCount": 8}
