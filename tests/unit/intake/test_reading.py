"""Bodies as strangers send them: bounded, never half understood, never an exception nobody expects."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.bootstrap.ingest import READERS
from shared.kernel.vocabulary import Severity
from shared.ports.webhook import NotOurs, Reading, UnreadableBody
from tests.support.intake import NOW, a_source, as_body, changed, read, recorded

FIRING = recorded("alertmanager/firing.json")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"not json", "not JSON"),
        (b'{"version": "4", "alerts": [', "not JSON"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b'{"a": NaN}', "number"),
        (b'{"a": -Infinity}', "number"),
        (b'{"a": 1e999}', "number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number"),
        (b"[" * 51, "deeper than 50"),
        (b'{"a":' * 100_000, "deeper than 50"),
        (b"[" + b"[]," * 250_001 + b"0]", "brackets"),
    ],
)
def test_what_cannot_be_taken_apart_is_unreadable_with_a_reason(body, reason):
    with pytest.raises(UnreadableBody, match=reason):
        READERS["alertmanager"](body, a_source(), NOW)


def test_brackets_inside_strings_are_not_depth():
    payload = json.loads(json.dumps(FIRING))
    payload["alerts"][0]["annotations"]["description"] = '\\"[{' * 1000 + "\\"
    assert read(payload).intents[0].annotations["description"] == '\\"[{' * 1000 + "\\"


def test_a_hostile_run_of_escaped_quotes_costs_no_more_than_its_length():
    with pytest.raises(UnreadableBody):
        READERS["alertmanager"](b'"' + b'\\"' * 2_000_000, a_source(), NOW)


def test_of_a_repeated_key_the_last_value_counts():
    body = as_body(FIRING)[:-1] + b', "version": "4"}'
    assert len(READERS["alertmanager"](body, a_source(), NOW).intents) == 1


def test_nul_becomes_the_replacement_character():
    payload = json.loads(json.dumps(FIRING))
    payload["alerts"][0]["labels"]["pod"] = "a\0b"
    payload["alerts"][0]["annotations"]["note"] = "\\u0000 stays"
    intent = read(payload).intents[0]
    assert (intent.labels["pod"], intent.annotations["note"]) == ("a\ufffdb", "\\u0000 stays")


@pytest.mark.parametrize("field", ["labels", "fingerprint", "annotations", "generatorURL", "startsAt", "status"])
def test_half_a_surrogate_pair_keeps_one_alert_aside(field):
    value = {"alertname": "\ud800"} if field in {"labels", "annotations"} else "\ud800"
    reading = read(changed(recorded("alertmanager/grouped_firing.json"), index=1, **{field: value}))
    assert (len(reading.intents), len(reading.refused)) == (2, 1)
    reading.refused[0].encode()
    assert len(json.loads(reading.rest)["alerts"]) == 1


def test_half_a_surrogate_pair_in_the_group_key_is_replaced():
    assert read(FIRING | {"groupKey": "{}:\ud800"}).group_key == "{}:?"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"fingerprint": ""}, "the fingerprint is missing"),
        ({"fingerprint": 7}, "the fingerprint is missing"),
        ({"fingerprint": "f" * 201}, "fingerprint: String should have at most 200 characters"),
        ({"startsAt": "0001-01-01T00:00:00Z"}, "startsAt is missing"),
        ({"startsAt": "yesterday"}, "startsAt 'yesterday' is not a time"),
        ({"startsAt": "2026-11-23T03:16:13"}, "startsAt '2026-11-23T03:16:13' has no zone"),
        ({"startsAt": "9999-12-31T23:59:59-23:59"}, "startsAt '9999-12-31T23:59:59-23:59' is not a time"),
        ({"labels": {"alertname": 7}}, "labels.alertname: Input should be a valid string"),
        ({"labels": {str(number): "" for number in range(1001)}}, "labels: Dictionary should have at most 1000 items"),
        ({"annotations": {"a": "x" * 65_537}}, "annotations.a: String should have at most 65536 characters"),
        ({"annotations": ["a"]}, "annotations are not an object"),
        ({"labels": {"severity": ["critical"]}}, "unknown severity"),
        ({"status": ["firing"]}, "unknown status"),
    ],
)
def test_one_alert_that_is_not_understood_says_why(fields, reason):
    reading = read(changed(recorded("alertmanager/grouped_firing.json"), index=2, **fields))
    assert len(reading.intents) == 2
    assert reading.refused[0].startswith(f"alerts[2]: {reason}")


def test_what_was_refused_can_be_read_again_once_it_is_understood():
    payload = recorded("alertmanager/grouped_firing.json")
    payload["alerts"][1]["labels"]["severity"] = "purple"
    rest = read(payload | {"truncatedAlerts": 3}).rest
    again = READERS["alertmanager"](rest, a_source(severity_map={"purple": "high"}), NOW)
    assert [(intent.labels["pod"], intent.severity) for intent in again.intents] == [("checkout-2", Severity.HIGH)]
    assert (again.refused, again.truncated) == ((), 0)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("page", "critical"),
        ("P1", "critical"),
        ("major", "high"),
        ("Warning", "medium"),
        ("info", "low"),
        ("", "medium"),
    ],
)
def test_common_severities_are_understood(said, meant):
    labels = FIRING["alerts"][0]["labels"] | {"severity": said}
    assert read(changed(FIRING, labels=labels)).intents[0].severity == meant


def test_a_source_may_name_another_label_and_its_own_words():
    labels = {"alertname": "A", "prio": "Rot", "severity": "nonsense"}
    source = a_source(severity_label="prio", severity_map={"rot": "critical"})
    assert read(changed(FIRING, labels=labels), source).intents[0].severity is Severity.CRITICAL


def test_a_link_too_long_to_be_a_link_does_not_cost_the_alert():
    intent = read(changed(FIRING, generatorURL="http://p/" + "x" * 5000)).intents[0]
    assert intent.generator_url is None
    assert len(intent.annotations["generatorURL"]) == 5009


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)
_alert = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["firing", "resolved"]) | _json,
        "labels": st.dictionaries(st.text(), st.text() | _json, max_size=3) | _json,
        "annotations": _json,
        "startsAt": st.datetimes().map(lambda at: at.isoformat() + "Z") | _json,
        "endsAt": _json,
        "fingerprint": st.text() | _json,
        "generatorURL": _json,
        "values": _json,
        "ruleUID": _json,
    },
)
_body = st.fixed_dictionaries(
    {"version": st.sampled_from(["4", "1", "sre.argocd.v1"]) | _json, "alerts": st.lists(_alert | _json, max_size=3)},
    optional={
        "groupKey": st.text() | _json,
        "orgId": _json,
        "truncatedAlerts": _json,
        "condition": st.sampled_from(["health", "operation", "sync"]) | _json,
        "name": _json,
        "health": _json | st.fixed_dictionaries({"status": st.sampled_from(["Healthy", "Degraded"]) | _json}),
        "reconciledAt": _json,
        "sources": _json,
        "conditions": _json,
        "destination": _json,
    },
)


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(READERS)),
    body=st.binary(max_size=200) | _json.map(as_body) | _body.map(as_body),
)
def test_any_bytes_are_read_or_refused_and_nothing_else_happens(kind, body):
    try:
        reading = READERS[kind](body, a_source(kind), NOW)
    except (UnreadableBody, NotOurs) as refused:
        _storable(str(refused))
        return
    assert isinstance(reading, Reading)
    assert bool(reading.refused) == bool(reading.rest)
    for intent in reading.intents:
        intent.model_dump_json().encode()
    for reason in reading.refused:
        _storable(reason)


def _storable(text: str) -> None:
    assert b"\0" not in text.encode()
