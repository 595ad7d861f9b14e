"""What senders call their severities."""

import pytest

from shared.kernel.vocabulary import Severity
from tests.support.intake import a_source, changed, read, recorded

FIRING = recorded("alertmanager/firing.json")


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


def test_an_annotation_may_say_it_where_no_label_does():
    unsaid = {name: value for name, value in FIRING["alerts"][0]["labels"].items() if name != "severity"}
    for labels, meant in ((unsaid, "critical"), (unsaid | {"severity": "info"}, "low")):
        told = read(changed(FIRING, labels=labels, annotations={"severity": "critical"})).intents[0]
        assert told.severity == meant


def test_the_words_of_the_source_come_before_the_common_ones():
    source = a_source(severity_map={"p1": "low", "page": "medium"})
    for said, meant in (("P1", "low"), ("page|p1", "medium")):
        labels = FIRING["alerts"][0]["labels"] | {"severity": said}
        assert read(changed(FIRING, labels=labels), source).intents[0].severity == meant


def test_a_source_may_name_another_label_and_its_own_words():
    labels = {"alertname": "A", "prio": "Rot", "severity": "nonsense"}
    source = a_source(severity_label="prio", severity_map={"rot": "critical"})
    assert read(changed(FIRING, labels=labels), source).intents[0].severity is Severity.CRITICAL
