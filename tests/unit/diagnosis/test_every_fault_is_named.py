"""Each fault in each of its forms comes first, with evidence that is really there."""

import json
import random

import pytest

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.finding import name_of
from shared.diagnosis.hypothesis import Citation, FaultKind
from shared.diagnosis.snapshot import ObjectKey, Snapshot
from shared.diagnosis.variants import VARIANTS
from shared.kernel.vocabulary import ResourceRef
from tests.support.fault_examples import EXAMPLES, Example
from tests.support.json_path import value_at

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=str)


def name(reference: ResourceRef) -> str:
    return name_of(ObjectKey("", reference.kind, reference.namespace or "", reference.name))


@every_example
def test_the_fault_comes_first_and_is_a_cause(example: Example) -> None:
    first = diagnose(example.snapshot).hypotheses[0]
    assert (first.fault, first.variant, name(first.subject)) == (example.fault, example.variant, example.subject)
    assert first.consequence_of is None


@every_example
def test_one_fault_is_one_cause(example: Example) -> None:
    causes = diagnose(example.snapshot).causes
    assert [cause.fault for cause in causes] == [example.fault]


@every_example
def test_every_citation_says_what_stands_there(example: Example) -> None:
    for hypothesis in diagnose(example.snapshot).hypotheses:
        for citation in hypothesis.citations:
            assert citation.says == says(example.snapshot, citation)[:1_000]


@every_example
def test_the_order_of_reading_does_not_matter(example: Example) -> None:
    expected = diagnose(example.snapshot)
    shuffled = list(example.things)
    random.Random(7).shuffle(shuffled)
    assert diagnose(example._replace(things=tuple(shuffled)).snapshot) == expected


@every_example
def test_every_hypothesis_says_what_would_show_that_it_is_wrong(example: Example) -> None:
    assert all(hypothesis.refute for hypothesis in diagnose(example.snapshot).hypotheses)


@every_example
def test_nothing_is_left_unexplained(example: Example) -> None:
    assert diagnose(example.snapshot).unexplained == ()


def test_every_fault_has_an_example():
    assert {example.fault for example in EXAMPLES} == set(FaultKind)


def test_every_variant_is_one_of_the_named_forms():
    assert all(example.variant in list(VARIANTS[example.fault]) for example in EXAMPLES)


def says(snapshot: Snapshot, citation: Citation) -> str:
    """Reads what the citation names, without the code that wrote it."""
    if citation.path == "event":
        events = [event for event in snapshot.events if event.evidence_id == citation.evidence_id]
        return next(
            text
            for event in events
            if (text := f"{event.reason}: {event.message} ({event.count} times)") == citation.says
        )
    if citation.path.startswith("line "):
        tail = next(tail for tail in snapshot.logs if tail.evidence_id == citation.evidence_id)
        return tail.lines[int(citation.path.removeprefix("line ")) - 1].strip()
    observed = next(each for each in snapshot.objects if each.evidence_id == citation.evidence_id)
    value = value_at(observed.manifest, citation.path)
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)
