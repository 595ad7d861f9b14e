"""Bodies as strangers send them: bounded, never half understood, never an exception nobody expects."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.intake.identity import label_fingerprint
from shared.app.publish_alerts import MAX_BYTES
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


@pytest.mark.parametrize("field", ["labels", "fingerprint", "annotations", "generatorURL", "startsAt"])
def test_half_a_surrogate_pair_is_replaced_and_marked(field):
    value = {"alertname": "a\ud800"} if field in {"labels", "annotations"} else "a\ud800"
    reading = read(changed(recorded("alertmanager/grouped_firing.json"), index=1, **{field: value}))
    assert (len(reading.intents), reading.refused) == (3, ())
    told = reading.intents[1]
    told.model_dump_json().encode()
    assert "characters that cannot be stored were replaced" in told.marks
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
    assert reading.refused[0].startswith(f"alerts[2]: {reason}")


@pytest.mark.parametrize(
    ("fields", "mark", "shown"),
    [
        ({"labels": {"alertname": 7}}, "label alertname was a number: kept as text", {"name": "7"}),
        ({"labels": {"alertname": "A", "up": False}}, "label up was true or false: kept as text", {"name": "A"}),
        ({"status": None}, "the status was missing: taken from the end", {"status": "firing"}),
        (
            {"status": "", "endsAt": "2026-11-23T03:16:20Z"},
            "the status was missing: taken from the end",
            {"status": "resolved"},
        ),
        (
            {"startsAt": "yesterday"},
            "startsAt 'yesterday' is not a time",
            {"starts_at": NOW, "start_unknown": True},
        ),
        (
            {"startsAt": "0001-01-01T00:00:00Z"},
            "since when is not known: counted from when we were told",
            {"starts_at": NOW, "start_unknown": True},
        ),
        (
            {"startsAt": "9999-12-31T23:59:59-23:59"},
            "startsAt '9999-12-31T23:59:59-23:59' is not a time",
            {"start_unknown": True},
        ),
        (
            {"startsAt": "2026-11-23T03:16:13"},
            "startsAt '2026-11-23T03:16:13' has no zone: taken as UTC",
            {"starts_at": NOW.replace(second=13), "start_unknown": False},
        ),
        (
            {"status": "resolved", "endsAt": "soon"},
            "endsAt 'soon' is not a time",
            {"status": "resolved", "ends_at": None},
        ),
        ({"fingerprint": 7}, None, {"fingerprint": "7"}),
        (
            {"annotations": ["a"]},
            "the annotations were not an object: kept as one text",
            {"annotations": {"annotations": '["a"]'}},
        ),
        (
            {"annotations": {"a": "x" * 75_000, "b": None, "c": 1.5}},
            "annotation a was cut from 75000 to 65536 characters",
            {},
        ),
        ({"labels": {"alertname": "N" * 501}}, "alertname was cut from 501 to 500 characters", {}),
        (
            {"generatorURL": {"u": 1}},
            "generatorURL is too long, or not a link: kept as an annotation",
            {"generator_url": None},
        ),
        (
            {"labels": {"job": "backup-a"}},
            "there is no alertname: named after what it carries",
            {"name": "job=backup-a"},
        ),
        ({"labels": {"severity": ["urgent"]}}, "label severity was a list: kept as text", {"severity": "critical"}),
    ],
)
def test_a_detail_is_mended_and_marked_and_never_costs_the_alert(fields, mark, shown):
    reading = read(changed(recorded("alertmanager/grouped_firing.json"), index=2, **fields))
    assert (len(reading.intents), reading.refused) == (3, ())
    told = reading.intents[2]
    assert mark is None or mark in told.marks
    assert {name: getattr(told, name) for name in shown} == shown
    assert read(changed(FIRING, **fields)).intents[0].marks == told.marks


def test_an_alert_in_order_has_no_marks():
    assert read(FIRING).intents[0].marks == ()


def test_a_missing_fingerprint_is_what_alertmanager_would_have_computed():
    """Known values of Prometheus's ``LabelSet.Fingerprint``: no labels at all, and those of its own test."""
    assert label_fingerprint({}) == "cbf29ce484222325"
    known = {"name": "garland, briggs", "fear": "love is not enough"}
    assert label_fingerprint(known) == f"{5_799_056_148_416_392_346:016x}"
    first = read(changed(FIRING, fingerprint=None)).intents[0]
    other_order = dict(reversed(FIRING["alerts"][0]["labels"].items()))
    again = read(changed(FIRING, fingerprint="", labels=other_order)).intents[0]
    assert first.fingerprint == again.fingerprint == label_fingerprint(FIRING["alerts"][0]["labels"])
    assert first.marks == ("the fingerprint was missing: computed from the labels",)


def test_what_is_cut_stays_apart_and_the_same_each_time():
    one, other = ({"labels": {"alertname": "A", "host": "h" * 70_000 + end}, "fingerprint": ""} for end in "12")
    first, second = (read(changed(FIRING, **fields)).intents[0] for fields in (one, other))
    assert len(first.labels["host"]) == len(second.labels["host"]) == 65_536
    assert first.labels["host"] != second.labels["host"]
    assert first.alert_id != second.alert_id
    assert read(changed(FIRING, **one)).intents[0] == first


def test_of_five_thousand_labels_those_that_matter_stay():
    labels = {f"l{number:04}": "x" for number in range(5_000)} | {
        "alertname": "Many",
        "severity": "critical",
        "zz": "1",
    }
    told = read(changed(FIRING, labels=labels)).intents[0]
    assert (told.name, told.severity, len(told.labels)) == ("Many", Severity.CRITICAL, 1_000)
    assert told.labels["alertname"] == "Many"
    assert told.marks == ("4003 of 5003 labels were left out: at most 1000 are kept",)


def test_a_label_name_of_three_thousand_characters_is_cut():
    told = read(changed(FIRING, labels={"alertname": "A", "n" * 3_000: "v"})).intents[0]
    assert sorted(map(len, told.labels)) == [9, 1_024]
    assert told.marks[0].startswith("the name of label nnn")


@pytest.mark.parametrize("character", ["x", "\x01", "\N{SNOWMAN}", '"'])
def test_whatever_is_sent_one_alert_fits_into_one_message(character):
    texts = {f"{number}{'n' * 900}": character * 65_536 for number in range(100)}
    told = read(changed(FIRING, labels={"alertname": "Big"} | texts, annotations=texts)).intents[0]
    assert told.name == "Big"
    assert len(told.model_dump_json().encode()) < MAX_BYTES
    assert told.marks[-1].startswith("and ")


def test_ten_thousand_alerts_in_one_body_are_ten_thousand_alerts():
    alert = FIRING["alerts"][0]
    payload = FIRING | {"alerts": [alert | {"fingerprint": f"{number:016x}"} for number in range(10_000)]}
    reading = read(payload)
    assert (len({intent.alert_id for intent in reading.intents}), reading.refused) == (10_000, ())


def test_what_was_refused_can_be_read_again_once_it_is_understood():
    payload = recorded("alertmanager/grouped_firing.json")
    payload["alerts"][1]["status"] = "suppressed"
    rest = json.loads(read(payload | {"truncatedAlerts": 3}).rest)
    rest["alerts"][0]["status"] = "firing"
    again = READERS["alertmanager"](as_body(rest), a_source(), NOW)
    assert [intent.labels["pod"] for intent in again.intents] == ["checkout-2"]
    assert (again.refused, again.truncated) == ((), 0)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("page", "critical"),
        ("P0", "critical"),
        ("P1", "critical"),
        ("sev1", "critical"),
        ("SEV-2", "high"),
        ("S3", "medium"),
        ("severity 4", "low"),
        ("Priority: 2", "high"),
        ("0", "critical"),
        ("3", "medium"),
        ("5", "low"),
        (1, "critical"),
        ("urgent", "critical"),
        ("blocker", "critical"),
        ("severe", "critical"),
        ("alert", "critical"),
        ("major", "high"),
        ("average", "medium"),
        ("Warning", "medium"),
        ("warning|critical", "critical"),
        ("info, page", "critical"),
        ("kritisch", "critical"),
        ("élevé", "high"),
        ("警告", "medium"),
        ("info", "low"),
        ("  ", "medium"),
        ("", "medium"),
        (None, "medium"),
    ],
)
def test_common_severities_are_understood(said, meant):
    labels = FIRING["alerts"][0]["labels"] | {"severity": said}
    told = read(changed(FIRING, labels=labels)).intents[0]
    assert told.severity == meant
    assert not any("not a word we know" in mark for mark in told.marks)


@pytest.mark.parametrize("said", ["purple", "7", "P9", "<no value>", "sev-none-of-these", "x" * 10_000])
def test_a_word_that_nobody_explained_counts_as_high_and_is_marked(said):
    labels = FIRING["alerts"][0]["labels"] | {"severity": said}
    told = read(changed(FIRING, labels=labels)).intents[0]
    assert told.severity is Severity.HIGH
    assert told.marks[0].startswith(f"severity {said[:50]!r}"[:40])
    assert "the source's severity_map can say what it means" in told.marks[0]
    mapped = read(changed(FIRING, labels=labels), a_source(severity_map={said.lower()[:200]: "low"})).intents[0]
    assert (mapped.severity, mapped.marks) == (Severity.LOW, ())


def test_the_words_of_the_source_come_before_the_common_ones():
    source = a_source(severity_map={"p1": "low", "page": "medium"})
    for said, meant in (("P1", "low"), ("page|p1", "medium")):
        labels = FIRING["alerts"][0]["labels"] | {"severity": said}
        assert read(changed(FIRING, labels=labels), source).intents[0].severity == meant


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
