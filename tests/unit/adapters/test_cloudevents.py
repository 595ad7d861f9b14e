"""Envelopes to events and back, and what is not one of ours."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import hypothesis
import pytest
from hypothesis import strategies as st

from shared.adapters.cloudevents.codec import Codec, Unreadable
from shared.domain.alert.facts import Change
from shared.domain.published import FACTS, INTENTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from tests.support.alerts import acknowledged, ingested, sighted
from tests.support.any_intent import alert_intents, incident_intents, rule_intents
from tests.support.given import NOON
from tests.support.incidents import acknowledge, created
from tests.support.tally import TallyOpened

CODEC = Codec((*INTENTS, *FACTS))
ENVELOPE = Envelope(
    message_id=UUID(int=1),
    tenant_id=TenantId(UUID(int=2)),
    data=acknowledge,
    occurred_at=NOON,
    producer="/sre/api",
    actor="human:ana",
    correlation_id=UUID(int=3),
)
_texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
_envelopes = st.builds(
    Envelope,
    message_id=st.uuids(),
    tenant_id=st.uuids(),
    data=st.one_of(alert_intents, incident_intents, rule_intents),
    occurred_at=st.datetimes(datetime(1971, 1, 1), datetime(2261, 1, 1), timezones=st.timezones()),
    producer=_texts,
    actor=_texts.map(lambda name: f"human:{name}"),
    correlation_id=st.uuids(),
    causation_id=st.none() | st.uuids(),
    aggregate_version=st.none() | st.integers(0, 10**9 - 1),
    traceparent=st.none() | _texts,
    tracestate=st.none() | _texts,
)


def event(**changes: Any) -> dict[str, Any]:
    return json.loads(CODEC.encode(ENVELOPE)) | changes


def test_an_event_says_everything_the_contract_asks_for():
    envelope = Envelope(
        message_id=UUID(int=1),
        tenant_id=TenantId(UUID(int=2)),
        data=acknowledged(),
        occurred_at=datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC),
        producer="/sre/domain_writer",
        actor="human:ana",
        correlation_id=UUID(int=3),
        causation_id=UUID(int=4),
        aggregate_version=7,
        traceparent="00-1-2-01",
        tracestate="a=b",
    )
    assert json.loads(CODEC.encode(envelope)) == {
        "specversion": "1.0",
        "type": "io.ameide.sre.fact.alert-acknowledged.v1",
        "datacontenttype": "application/json",
        "dataschema": "urn:ameide:sre:alert-acknowledged:1.0.0",
        "schemaversion": "1.0.0",
        "id": "00000000-0000-0000-0000-000000000001",
        "source": "/sre/domain_writer",
        "subject": "alert/00000000-0000-4000-8000-0000000000a1",
        "time": "2026-03-01T12:00:00.000005Z",
        "tenantid": "00000000-0000-0000-0000-000000000002",
        "correlationid": "00000000-0000-0000-0000-000000000003",
        "actor": "human:ana",
        "partitionkey": "00000000-0000-0000-0000-000000000002/alert/00000000-0000-4000-8000-0000000000a1",
        "causationid": "00000000-0000-0000-0000-000000000004",
        "aggregateversion": "7",
        "traceparent": "00-1-2-01",
        "tracestate": "a=b",
        "data": {
            "alert_id": "00000000-0000-4000-8000-0000000000a1",
            "episode": 1,
            "acknowledged_by": "human:ana",
            "acknowledged_at": "2026-03-01T12:00:00Z",
            "note": None,
        },
    }


def test_what_is_not_known_is_not_said():
    assert event().keys() & {"causationid", "aggregateversion", "traceparent", "tracestate"} == set()


@hypothesis.given(_envelopes)
def test_an_envelope_comes_back_as_it_went(envelope):
    text = CODEC.encode(envelope)
    assert "\n" not in text
    # In the hour that a change of clocks skips or repeats, Python calls no two times of different zones equal.
    same_instant = replace(envelope, occurred_at=envelope.occurred_at.astimezone(UTC))
    assert CODEC.decode(json.loads(text)) == same_instant


@pytest.mark.parametrize("data", [sighted(annotations={"a": 'ü\n\x00"'}), ingested(Change.NEW, "resolved"), created()])
def test_hostile_text_comes_back_as_it_went(data):
    envelope = Envelope(
        message_id=UUID(int=1),
        tenant_id=TenantId(UUID(int=2)),
        data=data,
        occurred_at=NOON,
        producer="/sre/ingest_alert",
        actor="integration:ärger",
        correlation_id=UUID(int=3),
    )
    assert CODEC.decode(json.loads(CODEC.encode(envelope))) == envelope


def test_a_fact_from_a_newer_writer_is_read_without_what_is_new_and_an_intent_is_refused():
    newer = json.loads(CODEC.encode(Envelope(**vars_of(ENVELOPE) | {"data": acknowledged(), "aggregate_version": 1})))
    newer["data"]["mood"] = "calm"
    assert CODEC.decode(newer).data == acknowledged()
    with pytest.raises(Unreadable, match=r"mood: Extra inputs"):
        CODEC.decode(event(data={"incident_id": ENVELOPE.aggregate_id, "note": None, "mood": "calm"}))


def test_a_fact_of_an_older_schema_is_lifted():
    class Reopened(TallyOpened):
        schema_version = "1.1.0"
        colour: str

        @classmethod
        def upcast(cls, data, schema_version):
            return data | {"colour": f"grey since {schema_version}"}

    codec = Codec([Reopened])
    fact = Reopened(tally_id=UUID(int=7), number=1, title="t", colour="red")
    old = json.loads(codec.encode(Envelope(**vars_of(ENVELOPE) | {"data": fact})))
    assert codec.decode(old).data.colour == "red"
    del old["data"]["colour"]
    assert codec.decode(old | {"schemaversion": "1.0.0"}).data.colour == "grey since 1.0.0"


@pytest.mark.parametrize("name", [None, "", "io.ameide.sre.fact.nothing.v1", ["list"], {"a": 1}, 7, "\ud800"])
def test_an_unknown_type_is_unreadable(name):
    with pytest.raises(Unreadable, match="unknown type"):
        CODEC.decode(event(type=name))


@pytest.mark.parametrize("name", ["id", "source", "time", "tenantid", "correlationid", "actor", "data"])
def test_a_missing_attribute_is_named(name):
    told = event()
    del told[name]
    with pytest.raises(Unreadable, match=f"attribute '{name}' is missing"):
        CODEC.decode(told)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "not-a-uuid"},
        {"id": 7},
        {"tenantid": None},
        {"correlationid": "x"},
        {"causationid": "x"},
        {"time": "yesterday"},
        {"time": "2026-03-01T12:00:00"},
        {"time": "0001-01-01T00:00:00+14:00"},
        {"time": 1772366400},
        {"actor": ""},
        {"actor": "human:ana\nlevel=admin"},
        {"actor": "h" * 301},
        {"actor": ["human:ana"]},
        {"source": {"a": 1}},
        {"aggregateversion": "-1"},
        {"aggregateversion": "1_0"},
        {"aggregateversion": 1.5},
        {"aggregateversion": "9" * 30},
        {"data": None},
        {"data": []},
        {"data": {"incident_id": "x"}},
        {"subject": "incident/00000000-0000-4000-8000-0000000000c2"},
        {"subject": "alert/00000000-0000-4000-8000-0000000000c1"},
        {"subject": None},
    ],
)
def test_a_malformed_event_is_unreadable(changes):
    with pytest.raises(Unreadable):
        CODEC.decode(event(**changes))


def test_the_reason_never_quotes_a_value():
    secret = "hunter2"
    told = event(data={"incident_id": secret, "note": {"password": secret}}, actor=f"{secret}\n")
    with pytest.raises(Unreadable) as raised:
        CODEC.decode(told)
    assert secret not in str(raised.value)


@pytest.mark.parametrize(("told", "version"), [("0", 0), (0, 0), ("12", 12), (12, 12), ("", None), (None, None)])
def test_the_expected_version_may_be_that_of_nothing(told, version):
    assert CODEC.decode(event(aggregateversion=told)).aggregate_version == version


@pytest.mark.parametrize("broken", [7, "a\nb", "a" * 513])
def test_a_broken_trace_does_not_break_the_message(broken):
    envelope = CODEC.decode(event(traceparent=broken, tracestate=broken))
    assert (envelope.traceparent, envelope.tracestate, envelope.data) == (None, None, acknowledge)


def vars_of(envelope: Envelope[Any]) -> dict[str, Any]:
    return {name: getattr(envelope, name) for name in Envelope.__dataclass_fields__}
