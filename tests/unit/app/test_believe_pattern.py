"""What is known is not believed until the live state says the same."""

from dataclasses import replace

import pytest

from shared.app.triage.believe_pattern import pattern_check
from shared.diagnosis.hypothesis import Diagnosis
from shared.ports.investigator import Investigated
from shared.processes.incident_triage.pattern import PatternCheck, PatternDecision
from tests.support.investigators import CRASH_LOOP, FOUND, NO_METRICS, PROPOSED
from tests.support.triage_world import UNKNOWN
from tests.unit.app.test_look_up_patterns import alert, incident

KNOWN = UNKNOWN.model_copy(update={"decision": PatternDecision.KNOWN})
FIRING = alert("Errors")


def test_it_holds_where_its_thing_is_there_and_the_fault_shows():
    assert pattern_check(incident(FIRING), KNOWN, FOUND) == PatternCheck(
        holds=True, why=f"Errors still fires, Pod shop/web-0 was read, and it shows: {CRASH_LOOP.title}"
    )


@pytest.mark.parametrize("decision", [PatternDecision.UNKNOWN, PatternDecision.UNSURE])
def test_where_nothing_is_known_nothing_is_believed_or_not(decision: PatternDecision):
    assert pattern_check(incident(FIRING), KNOWN.model_copy(update={"decision": decision}), FOUND) is None


@pytest.mark.parametrize(
    ("firing", "found", "why"),
    [
        (False, FOUND, "None of the incident's alerts fires any more."),
        (
            True,
            Investigated(evidence=(NO_METRICS,), diagnosis=FOUND.diagnosis, proposal=PROPOSED),
            "Nothing of it could be read from a cluster or an Argo CD.",
        ),
        (
            True,
            Investigated(evidence=FOUND.evidence, diagnosis=Diagnosis(), proposal=PROPOSED),
            "The live state shows no fault that is known by name.",
        ),
    ],
)
def test_it_does_not_hold_where_something_is_missing(firing: bool, found: Investigated, why: str):
    told = incident(replace(FIRING, is_firing=firing))
    assert pattern_check(told, KNOWN, found) == PatternCheck(holds=False, why=why)
