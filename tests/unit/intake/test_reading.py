"""Bodies as strangers send them: bounded, never half understood, never an exception nobody expects."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.alertmanager.webhook import parse_alertmanager
from shared.bootstrap.source_kinds import SOURCE_KINDS, by_name
from shared.ports.webhook import ParsedWebhook, UnexpectedPayload, UnreadableBody
from tests.support.examples import examples
from tests.support.intake import NOW, a_source, as_body, changed, read, recorded

FIRING = recorded("alertmanager/firing.json")
KINDS = by_name(SOURCE_KINDS)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"not json", "not JSON"),
        (b'{"version": "4", "alerts": [', "not JSON"),
        (b'{"a": "\xff"', "not UTF-8"),
        (b"[" * 51, "deeper than 50"),
        (b'{"a":' * 100_000, "deeper than 50"),
        (b"[" + b"[]," * 100_001 + b"0]", "brackets"),
    ],
)
def test_what_cannot_be_taken_apart_is_unreadable_with_a_reason(body, reason):
    with pytest.raises(UnreadableBody, match=reason):
        parse_alertmanager(body, a_source(), NOW)


def test_brackets_inside_strings_are_not_depth():
    payload = json.loads(json.dumps(FIRING))
    payload["alerts"][0]["annotations"]["description"] = '\\"[{' * 1000 + "\\"
    assert read(payload).intents[0].annotations["description"] == '\\"[{' * 1000 + "\\"


def test_a_hostile_run_of_escaped_quotes_costs_no_more_than_its_length():
    with pytest.raises(UnreadableBody):
        parse_alertmanager(b'"' + b'\\"' * 2_000_000, a_source(), NOW)


def test_of_a_repeated_key_the_last_value_counts():
    body = as_body(FIRING)[:-1] + b', "version": "4"}'
    assert len(parse_alertmanager(body, a_source(), NOW).intents) == 1


@pytest.mark.parametrize(
    ("number", "shown"),
    [("NaN", "NaN"), ("-Infinity", "-Infinity"), ("1e999", "1e999"), ("9" * 5_000, "9" * 1_000)],
)
def test_a_number_that_is_none_does_not_cost_the_body(number, shown):
    body = as_body(changed(FIRING, annotations={"value": "NUMBER"})).replace(b'"NUMBER"', number.encode())
    assert parse_alertmanager(body, a_source(), NOW).intents[0].annotations == {"value": shown}


def test_bytes_that_are_not_utf_8_are_replaced_and_marked():
    body = as_body(changed(FIRING, annotations={"summary": "BYTE fl"})).replace(b"BYTE", b"K\xfc")
    told = parse_alertmanager(body, a_source(), NOW).intents[0]
    assert told.annotations == {"summary": "K\ufffd fl"}
    assert told.marks == ("characters that cannot be read or stored were replaced",)


def test_nul_becomes_the_replacement_character():
    payload = json.loads(json.dumps(FIRING))
    payload["alerts"][0]["labels"]["pod"] = "a\0b"
    payload["alerts"][0]["annotations"]["note"] = "\\u0000 stays"
    intent = read(payload).intents[0]
    assert (intent.labels["pod"], intent.annotations["note"]) == ("a\ufffdb", "\\u0000 stays")


@pytest.mark.parametrize("field", ["labels", "fingerprint", "annotations", "generatorURL", "startsAt"])
def test_half_a_surrogate_pair_is_replaced_and_marked(field):
    value = {"alertname": "a\ud800"} if field in {"labels", "annotations"} else "a\ud800"
    reading = read(changed(recorded("alertmanager/grouped_firing.json"), index=1, **{field: value}))
    assert (len(reading.intents), reading.invalid) == (3, ())
    told = reading.intents[1]
    told.model_dump_json().encode()
    assert "characters that cannot be read or stored were replaced" in told.marks
    if field == "labels":
        assert told.name == "a\ufffd"


def test_two_fingerprints_that_cannot_be_stored_stay_two_alerts():
    ids = {read(changed(FIRING, fingerprint=f"a{half}")).intents[0].alert_id for half in ("\ud800", "\ud801", "?")}
    assert len(ids) == 3


def test_half_a_surrogate_pair_in_the_group_key_is_replaced():
    assert read(FIRING | {"groupKey": "{}:\ud800"}).group_key == "{}:\ufffd"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"labels": "none"}, "labels are missing"),
        ({"labels": None, "fingerprint": None}, "labels are missing"),
        ({"labels": {}, "fingerprint": ""}, "neither labels nor a fingerprint say which alert it is"),
        ({"status": "suppressed"}, "unknown status 'suppressed'"),
        ({"status": ["firing"]}, "unknown status"),
    ],
)
def test_one_alert_that_is_not_understood_says_why(fields, reason):
    reading = read(changed(recorded("alertmanager/grouped_firing.json"), index=2, **fields))
    assert len(reading.intents) == 2
    assert reading.invalid[0].startswith(f"alerts[2]: {reason}")


def test_what_was_refused_can_be_read_again_once_it_is_understood():
    payload = recorded("alertmanager/grouped_firing.json")
    payload["alerts"][1]["status"] = "suppressed"
    rest = json.loads(read(payload | {"truncatedAlerts": 3}).rest)
    rest["alerts"][0]["status"] = "firing"
    again = parse_alertmanager(as_body(rest), a_source(), NOW)
    assert [intent.labels["pod"] for intent in again.intents] == ["checkout-2"]
    assert (again.invalid, again.truncated) == ((), 0)


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


@settings(max_examples=examples(75))
@given(
    kind=st.sampled_from(sorted(KINDS)),
    body=st.binary(max_size=200) | _json.map(as_body) | _body.map(as_body),
)
def test_any_bytes_are_read_or_refused_and_nothing_else_happens(kind, body):
    try:
        reading = KINDS[kind].parse(body, a_source(kind), NOW)
    except (UnreadableBody, UnexpectedPayload) as refused:
        _storable(str(refused))
        return
    assert isinstance(reading, ParsedWebhook)
    assert bool(reading.invalid) == bool(reading.rest)
    for intent in reading.intents:
        intent.model_dump_json().encode()
    for reason in reading.invalid:
        _storable(reason)


def _storable(text: str) -> None:
    assert b"\0" not in text.encode()
