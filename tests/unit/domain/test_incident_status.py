"""How an incident moves."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.domain.incident.decide import allowed_transitions
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentStatus, Severity
from tests.support.approvals import APPROVAL, resolution_approved
from tests.support.given import NOON, after
from tests.support.incidents import (
    AGENT,
    BEN,
    CREATED,
    PROCESS,
    acknowledge,
    acknowledged,
    close,
    closed,
    created,
    given,
    given_status,
    move_to,
    moved,
    resolve,
    resolved,
)

OPEN, ACKNOWLEDGED, INVESTIGATING, MITIGATING, RESOLVED, CLOSED = IncidentStatus

EDGES = {
    OPEN: (ACKNOWLEDGED, INVESTIGATING, MITIGATING),
    ACKNOWLEDGED: (INVESTIGATING, MITIGATING),
    INVESTIGATING: (MITIGATING,),
    MITIGATING: (INVESTIGATING, RESOLVED),
    RESOLVED: (INVESTIGATING, CLOSED),
    CLOSED: (),
}


@pytest.mark.parametrize("status", IncidentStatus)
def test_the_allowed_transitions_are_the_edges_of_the_contract(status):
    assert allowed_transitions(given_status(status).state) == EDGES[status]


@pytest.mark.parametrize("target", IncidentStatus)
@pytest.mark.parametrize("status", IncidentStatus)
def test_an_incident_moves_along_the_edges_and_no_other_way(status, target):
    asked = given_status(status).when(move_to(target, reason="because"))
    if target is status:
        asked.then_nothing()
    elif status is CLOSED:
        asked.then_rejected("incident.closed")
    elif target not in EDGES[status]:
        asked.then_rejected("incident.transition_not_allowed", saying=str(target))
    elif target is RESOLVED:
        asked.then(resolved(status, summary="because"))
    elif target is CLOSED:
        asked.then_rejected("incident.postmortem_required")
    else:
        asked.then(moved(status, target, reason="because"))


def test_acknowledging_an_open_incident_moves_it_in_the_same_fact():
    past = given.facts(CREATED).when(acknowledge, at=after(3)).then(acknowledged(at=after(3)))
    assert past.state.status is ACKNOWLEDGED


def test_acknowledging_later_does_not_move_it_back():
    past = given_status(MITIGATING).when(acknowledge).then(acknowledged(status=MITIGATING))
    assert past.state.status is MITIGATING


def test_the_first_acknowledgement_stands_and_later_ones_are_recorded():
    past = given.facts(CREATED, acknowledged(at=after(3)))
    past = past.when(acknowledge, actor=BEN, at=after(9)).then(acknowledged(BEN, at=after(9)))
    assert (past.state.acknowledged_by, past.state.acknowledged_at) == ("human:ana", after(3))


def test_acknowledging_twice_changes_nothing_whoever_else_has_since():
    past = given.facts(CREATED, acknowledged(), acknowledged(BEN))
    past.when(acknowledge, at=after(9)).then_nothing()
    past.when(acknowledge, at=after(9), actor=BEN).then_nothing()


def test_moving_to_acknowledged_counts_as_the_first_acknowledgement():
    past = given.facts(CREATED).when(move_to(ACKNOWLEDGED), at=after(3)).then(moved(OPEN, ACKNOWLEDGED, at=after(3)))
    assert (past.state.acknowledged_by, past.state.acknowledged_at) == ("human:ana", after(3))


def test_a_resolved_incident_cannot_be_acknowledged():
    given_status(RESOLVED).when(acknowledge).then_rejected("incident.resolved")


def test_mitigation_began_when_it_first_began():
    past = given.facts(CREATED, moved(OPEN, MITIGATING, at=after(1)), moved(MITIGATING, INVESTIGATING, at=after(2)))
    past = past.when(move_to(MITIGATING), at=after(3)).then(moved(INVESTIGATING, MITIGATING, at=after(3)))
    assert past.state.mitigated_at == after(1)


@pytest.mark.parametrize("status", [OPEN, ACKNOWLEDGED, INVESTIGATING, MITIGATING])
def test_it_is_resolved_from_any_status_before(status):
    past = given_status(status).when(resolve, at=after(8)).then(resolved(status, at=after(8)))
    assert (past.state.resolved_at, past.state.resolution_summary) == (after(8), "rolled back")


def test_resolving_twice_changes_nothing_and_another_summary_is_not_taken():
    given_status(RESOLVED).when(resolve, actor=PROCESS).then_nothing()
    other = resolve.model_copy(update={"summary": "it healed"})
    given_status(RESOLVED).when(other).then_ignored("already_resolved")


def test_moving_to_resolved_needs_a_reason_which_is_the_summary():
    given_status(MITIGATING).when(move_to(RESOLVED)).then_rejected("incident.reason_required")
    given_status(MITIGATING).when(move_to(RESOLVED, reason=" ")).then_rejected("incident.reason_required")


def test_an_agent_resolves_only_with_an_approval_that_is_valid_here():
    approved = resolve.model_copy(update={"approval_id": APPROVAL})
    past = given.facts(CREATED)
    given_to = resolution_approved(resolve.summary)
    past.when(resolve, actor=AGENT, public_states=given_to).then_rejected("incident.approval_required")
    past.when(approved, actor=AGENT).then_rejected("incident.approval_required", saying="no such approval")
    past.when(approved, actor=AGENT, public_states=given_to).then(resolved(by=AGENT, approval_id=APPROVAL))


@pytest.mark.parametrize(
    ("stands", "saying"),
    [
        (resolution_approved(resolve.summary, status="requested"), "it is requested"),
        (resolution_approved(resolve.summary, status="consumed"), "it is consumed"),
        (resolution_approved(resolve.summary, until=NOON), "not granted any more"),
        (resolution_approved("it healed"), "word for word"),
        (resolution_approved(resolve.summary, incident_id=IncidentId(UUID(int=9))), "about something else"),
    ],
)
def test_an_approval_of_anything_else_lets_no_agent_resolve(stands, saying):
    approved = resolve.model_copy(update={"approval_id": APPROVAL})
    asked = given.facts(CREATED).when(approved, actor=AGENT, public_states=stands)
    asked.then_rejected("incident.approval_required", saying=saying)


def test_an_approval_is_good_for_one_resolve_also_when_the_incident_comes_back():
    approved = resolve.model_copy(update={"approval_id": APPROVAL})
    given_to = resolution_approved(resolve.summary)
    past = (
        given.facts(CREATED)
        .when(approved, actor=AGENT, public_states=given_to)
        .then(resolved(by=AGENT, approval_id=APPROVAL))
    )
    back = past.facts(moved(RESOLVED, INVESTIGATING))
    back.when(approved, actor=AGENT, public_states=given_to).then_rejected(
        "incident.approval_required", saying="has been used"
    )


def test_an_agent_does_not_get_round_the_approval_by_a_transition():
    asked = given_status(MITIGATING).when(
        move_to(RESOLVED, reason="done"), actor=AGENT, public_states=resolution_approved("done")
    )
    asked.then_rejected("incident.approval_required")


def test_a_reopen_needs_a_reason():
    given_status(RESOLVED).when(move_to(INVESTIGATING)).then_rejected("incident.reason_required")


def test_a_reopen_within_the_window_makes_it_unresolved():
    again = move_to(INVESTIGATING, reason="it is back", reopen_window_s=600)
    past = (
        given_status(RESOLVED)
        .when(again, at=after(10))
        .then(moved(RESOLVED, INVESTIGATING, at=after(10), reason="it is back"))
    )
    assert (past.state.resolved_at, past.state.resolution_summary, past.state.reopened) == (None, None, 1)


def test_after_the_window_a_new_linked_incident_is_the_answer():
    again = move_to(INVESTIGATING, reason="it is back", reopen_window_s=600)
    asked = given_status(RESOLVED).when(again, at=after(10) + timedelta(microseconds=1))
    asked.then_rejected("incident.reopen_window_passed", saying="open a new incident that follows this one")


def test_a_window_without_end_is_a_long_one():
    again = move_to(INVESTIGATING, reason="it is back", reopen_window_s=10**15)
    past = given_status(RESOLVED).when(again, at=after(10))
    past.then(moved(RESOLVED, INVESTIGATING, at=after(10), reason="it is back"))


def test_the_window_counts_from_the_last_resolve():
    past = given.facts(CREATED, resolved(), moved(RESOLVED, INVESTIGATING), resolved(INVESTIGATING, at=after(60)))
    again = move_to(INVESTIGATING, reason="it is back", reopen_window_s=600)
    past.when(again, at=after(70)).then(moved(RESOLVED, INVESTIGATING, at=after(70), reason="it is back"))


def test_only_a_resolved_incident_is_closed():
    given_status(OPEN).when(close).then_rejected("incident.not_resolved")
    past = given.facts(created(severity=Severity.MEDIUM), resolved())
    past = past.when(close, at=after(90)).then(closed(at=after(90)))
    assert (past.state.status, past.state.closed_at, past.state.resolved_at) == (CLOSED, after(90), NOON)


def test_what_a_closed_incident_already_is_may_be_asked_again():
    past = given.facts(CREATED, acknowledged(), resolved(ACKNOWLEDGED), closed())
    for repeat in (acknowledge, resolve, close, move_to(CLOSED)):
        past.when(repeat).then_nothing()
