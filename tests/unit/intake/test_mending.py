"""A limit on a detail never costs the alert: what is cut, replaced or guessed is marked."""

import pytest

from shared.adapters.intake.identity import label_fingerprint
from shared.app.publish_alerts import MAX_BYTES
from shared.kernel.vocabulary import Severity
from tests.support.intake import NOW, changed, read, recorded

FIRING = recorded("alertmanager/firing.json")


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
        *(
            ({"startsAt": never}, f"startsAt {never!r} is not a time", {"starts_at": NOW, "start_unknown": True})
            for never in ("9999-12-31T00:00:00Z", "1900-01-01T00:00:00Z", "2500-01-01 00:00:00 +0000 UTC")
        ),
        (
            {"status": "resolved", "endsAt": "9999-01-01T00:00:00Z"},
            "endsAt '9999-01-01T00:00:00Z' is not a time",
            {"status": "resolved", "ends_at": None},
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
        ({"status": None, "endsAt": "0001-01-01 00:00:00 +0000 UTC"}, None, {"status": "firing"}),
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
    assert (len(reading.intents), reading.invalid) == (3, ())
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
    one, other = (
        changed(FIRING, labels={"alertname": "A", "host": "h" * 70_000 + end}, fingerprint="") for end in "12"
    )
    first, second = (read(body).intents[0] for body in (one, other))
    assert len(first.labels["host"]) == len(second.labels["host"]) == 65_536
    assert first.labels["host"] != second.labels["host"]
    assert first.alert_id != second.alert_id
    assert read(one).intents[0] == first


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
    assert (len({intent.alert_id for intent in reading.intents}), reading.invalid) == (10_000, ())
