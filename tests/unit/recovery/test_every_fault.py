"""Every fault, by its examples: mended it is believed, as it was it is not, and what nobody reads confirms nothing."""

import pytest

from shared.diagnosis.hypothesis import FaultKind
from shared.remediation.proposal import RemediationPlan
from tests.support import manifests as k8s
from tests.support.fault_examples import EXAMPLES, Example
from tests.support.mended_worlds import MENDED
from tests.support.recoveries import ALONE, gap, plan, read, seen, told

ONE_OF_EACH = [next(each for each in EXAMPLES if each.fault is fault) for fault in FaultKind]
SILENT = k8s.snapshot(gap("everything of kubernetes c1"), gap("everything of argocd main", "forbidden"))


def plan_of(example: Example) -> RemediationPlan:
    return plan((example.fault, example.subject))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_what_is_as_it_was_does_not_count_as_mended(example: Example):
    reading = read(plan_of(example), ALONE, example.snapshot)

    assert False in told(reading).values(), seen(reading)


@pytest.mark.parametrize("example", ONE_OF_EACH, ids=str)
def test_what_is_mended_is_believed_at_every_look(example: Example):
    first = read(plan_of(example), ALONE, MENDED[example.fault])
    second = read(plan_of(example), ALONE, MENDED[example.fault], first)

    assert first.holds, seen(first)
    assert second.holds, seen(second)


@pytest.mark.parametrize("example", ONE_OF_EACH, ids=str)
def test_a_relapse_is_seen_at_the_next_look(example: Example):
    first = read(plan_of(example), ALONE, MENDED[example.fault])
    second = read(plan_of(example), ALONE, example.snapshot, first)

    assert (first.holds, second.holds) == (True, False)


@pytest.mark.parametrize("example", ONE_OF_EACH, ids=str)
def test_what_nobody_reads_confirms_nothing_and_says_why(example: Example):
    reading = read(plan_of(example), ALONE, SILENT)

    assert set(told(reading).values()) == {None}
    assert "everything of kubernetes c1: timeout" in seen(reading)
