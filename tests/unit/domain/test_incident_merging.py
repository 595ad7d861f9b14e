"""One incident takes over others; those end and point to it."""

import pytest

from shared.domain.incident.aggregate import INCIDENT as AGGREGATE
from shared.domain.incident.decide import allowed_transitions
from shared.domain.incident.facts import IncidentMergedInto, IncidentsMerged
from shared.domain.incident.intents import MarkIncidentMerged, MergeIncidents
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentStatus
from tests.support.given import ANA, after
from tests.support.incidents import (
    CREATED,
    INCIDENT,
    OTHER,
    PROCESS,
    acknowledge,
    acknowledged,
    closed,
    correlate,
    created,
    episode,
    given,
    given_status,
    incident_public_state,
    move_to,
    resolve,
    resolved,
    waive,
)

OPEN, ACKNOWLEDGED, INVESTIGATING, MITIGATING, RESOLVED, CLOSED = IncidentStatus
THIRD = IncidentId(episode(3).alert_id)
merge = MergeIncidents(incident_id=INCIDENT, merged_ids=(OTHER,), reason="the same outage")
mark = MarkIncidentMerged(incident_id=INCIDENT, merged_into=OTHER, reason="the same outage")
TOOK_OVER = incident_public_state(took_over=f"{THIRD} {INCIDENT}")
TOLD = "Merged into incident 00000000-0000-4000-8000-0000000000c2: the same outage"


def merged_into(survivor=OTHER):
    return IncidentMergedInto(
        incident_id=INCIDENT, merged_into=survivor, reason="the same outage", merged_by=PROCESS, merged_at=after(5)
    )


MERGED = given.facts(CREATED, merged_into(), resolved(at=after(5), by=PROCESS, summary=TOLD))


@pytest.mark.parametrize("status", [OPEN, ACKNOWLEDGED, INVESTIGATING, MITIGATING])
def test_what_was_taken_over_ends_resolved_and_points_there(status):
    asked = given_status(status).when(mark, actor=PROCESS, at=after(5), public_states=TOOK_OVER)
    past = asked.then(merged_into(), resolved(status, at=after(5), by=PROCESS, summary=TOLD))
    assert (past.state.merged_into, past.state.status) == (OTHER, RESOLVED)


def test_what_was_resolved_before_only_points_there():
    past = given_status(RESOLVED).when(mark, actor=PROCESS, at=after(5), public_states=TOOK_OVER).then(merged_into())
    assert (past.state.status, past.state.resolution_summary) == (RESOLVED, "rolled back")


def test_marked_again_nothing_changes_and_no_other_takes_it_over():
    MERGED.when(mark, public_states=TOOK_OVER).then_nothing()
    MERGED.facts(closed()).when(mark).then_nothing()
    elsewhere = mark.model_copy(update={"merged_into": THIRD})
    public_states = incident_public_state(THIRD, took_over=str(INCIDENT))
    MERGED.when(elsewhere, public_states=public_states).then_rejected("incident.merged", saying=str(OTHER))


@pytest.mark.parametrize("public_states", [{}, incident_public_state(), incident_public_state(took_over=str(THIRD))])
def test_only_the_survivor_itself_can_say_that_it_took_it_over(public_states):
    given_status(OPEN).when(mark, public_states=public_states).then_rejected(
        "incident.not_taken_over", saying=str(OTHER)
    )


def test_an_incident_does_not_go_into_itself():
    itself = mark.model_copy(update={"merged_into": INCIDENT})
    public_states = incident_public_state(INCIDENT, took_over=str(INCIDENT))
    given_status(OPEN).when(itself, public_states=public_states).then_rejected("incident.merge_with_itself")


def test_closed_is_final_for_a_merge_too():
    given_status(CLOSED).when(mark, public_states=TOOK_OVER).then_rejected("incident.closed")


@pytest.mark.parametrize("intent", [acknowledge, resolve, move_to(INVESTIGATING, "it is back"), correlate(episode(1))])
def test_work_goes_on_at_the_survivor(intent):
    MERGED.when(intent).then_rejected("incident.merged", saying=f"incident {OTHER} has taken it over")


def test_it_takes_over_no_others_afterwards():
    further = MergeIncidents(incident_id=INCIDENT, merged_ids=(THIRD,), reason="r")
    MERGED.when(further, public_states=incident_public_state(THIRD)).then_rejected("incident.merged")


def test_the_only_way_on_from_there_is_the_end_without_a_postmortem_of_its_own():
    assert allowed_transitions(MERGED.state) == (CLOSED,)
    MERGED.when(move_to(CLOSED)).then(closed())
    MERGED.when(waive).then(closed(waived_by=ANA, waiver_reason=waive.waive_postmortem))


@pytest.mark.parametrize(
    ("public_states", "code"),
    [
        ({}, "incident.merge_unknown"),
        (incident_public_state(status="closed"), "incident.merge_closed"),
        (incident_public_state(merged_into=str(THIRD)), "incident.merge_taken"),
        (incident_public_state(took_over=str(INCIDENT)), "incident.merge_cycle"),
    ],
)
def test_what_cannot_be_taken_over_is_refused_by_name(public_states, code):
    given.facts(CREATED).when(merge, public_states=public_states).then_rejected(code, saying=str(OTHER))


def test_two_that_took_over_each_other_at_once_stay_open():
    took = IncidentsMerged(incident_id=INCIDENT, merged_ids=(OTHER,), reason="r", merged_by=ANA)
    given.facts(CREATED, took).when(mark, public_states=TOOK_OVER).then_rejected("incident.merge_cycle")


def test_an_incident_says_how_it_stands_in_words():
    took = IncidentsMerged(incident_id=INCIDENT, merged_ids=(OTHER, THIRD), reason="r", merged_by=ANA)
    past = given.facts(created(), acknowledged(), took)
    assert AGGREGATE.public_state(past.state) == {
        "status": "acknowledged",
        "merged_into": "",
        "took_over": f"{OTHER} {THIRD}",
    }
    assert AGGREGATE.public_state(MERGED.state)["merged_into"] == str(OTHER)
