"""The gate before the end of an incident."""

from uuid import UUID

import pytest
from pydantic import ValidationError

from shared.domain.incident.consulting import consults
from shared.domain.incident.facts import IncidentClosed, IncidentMergedInto, IncidentSeverityChanged
from shared.domain.incident.intents import CloseIncident
from shared.kernel.ids import TenantId, postmortem_id_for
from shared.kernel.vocabulary import IncidentStatus, Severity
from tests.support.given import ANA, NOON
from tests.support.incidents import (
    BEN,
    INCIDENT,
    OTHER,
    POSTMORTEM,
    WAIVER,
    close,
    closed,
    created,
    given,
    given_status,
    move_to,
    published,
    resolve,
    resolved,
    waive,
)

CLOSED = IncidentStatus.CLOSED
TENANT = TenantId(UUID(int=1))
naming = CloseIncident(incident_id=INCIDENT, postmortem_id=POSTMORTEM)


def resolved_with(severity):
    return given.facts(created(severity=severity), resolved())


@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.HIGH])
def test_a_grave_incident_does_not_close_without_a_postmortem_and_is_told_both_ways_out(severity):
    past = resolved_with(severity)
    past.when(close).then_rejected("incident.postmortem_required", saying="publish a postmortem about this incident")
    past.when(close).then_rejected("incident.postmortem_required", saying="waive_postmortem")
    past.when(move_to(CLOSED)).then_rejected("incident.postmortem_required", saying="waive_postmortem")


@pytest.mark.parametrize("severity", [Severity.MEDIUM, Severity.LOW])
def test_a_lesser_one_closes_with_nothing(severity):
    resolved_with(severity).when(close).then(closed())
    resolved_with(severity).when(move_to(CLOSED, reason="done")).then(closed(note="done"))


@pytest.mark.parametrize("intent", [close, naming, move_to(CLOSED)])
def test_a_published_postmortem_about_it_opens_the_gate_and_is_remembered(intent):
    past = (
        resolved_with(Severity.CRITICAL).when(intent, public_states=published()).then(closed(postmortem_id=POSTMORTEM))
    )
    assert (past.state.postmortem_id, past.state.waived_by) == (POSTMORTEM, None)


@pytest.mark.parametrize(
    "public_states", [{}, published(status="draft"), published(status="in_review"), published(about=OTHER)]
)
def test_a_draft_or_one_about_another_incident_does_not_open_the_gate(public_states):
    past = resolved_with(Severity.HIGH)
    past.when(close, public_states=public_states).then_rejected(
        "incident.postmortem_required", saying="its severity is high"
    )
    asked = past.when(naming, public_states=public_states)
    asked.then_rejected("incident.postmortem_required", saying=f"postmortem {POSTMORTEM} is not published")


def test_what_is_named_must_be_true_even_where_nothing_is_needed():
    resolved_with(Severity.LOW).when(naming).then_rejected("incident.postmortem_required")
    resolved_with(Severity.LOW).when(naming, public_states=published()).then(closed(postmortem_id=POSTMORTEM))


def test_a_waiver_says_who_decided_and_why():
    past = resolved_with(Severity.CRITICAL).when(waive, public_states=published(status="draft"))
    past = past.then(closed(waived_by=ANA, waiver_reason="a known fault, told in the one before"))
    assert (past.state.waived_by, past.state.waiver_reason, past.state.postmortem_id) == (ANA, WAIVER, None)


def test_a_waiver_beside_a_published_postmortem_is_not_needed_and_not_recorded():
    resolved_with(Severity.HIGH).when(waive, public_states=published()).then(closed(postmortem_id=POSTMORTEM))


@pytest.mark.parametrize("reason", ["", " \n", "x" * 4001])
def test_a_waiver_without_a_reason_is_not_a_request(reason):
    with pytest.raises(ValidationError):
        CloseIncident(incident_id=INCIDENT, waive_postmortem=reason)


def test_the_severity_of_now_decides():
    past = given.facts(created(severity=Severity.LOW), resolved())
    past.when(close).then(closed())
    raised = past.facts(_reclassified(Severity.LOW, Severity.CRITICAL))
    raised.when(close).then_rejected("incident.postmortem_required")
    lowered = raised.facts(_reclassified(Severity.CRITICAL, Severity.MEDIUM))
    lowered.when(close).then(closed())


def test_what_was_merged_needs_no_postmortem_of_its_own():
    merged = IncidentMergedInto(incident_id=INCIDENT, merged_into=OTHER, reason="r", merged_by=ANA, merged_at=NOON)
    given.facts(created(severity=Severity.CRITICAL), merged, resolved()).when(close).then(closed())


def test_closed_stays_closed_whoever_asks_with_whatever():
    past = given_status(CLOSED)
    for again in (close, waive, naming, move_to(CLOSED)):
        past.when(again, actor=BEN).then_nothing()
    other = resolve.model_copy(update={"summary": "no, otherwise"})
    past.when(other).then_rejected("incident.closed")


def test_the_postmortem_that_is_consulted_is_the_named_one_or_the_incidents_own():
    state = given_status(IncidentStatus.RESOLVED).state
    own = [("postmortem", str(postmortem_id_for(TENANT, INCIDENT)))]
    assert list(consults(naming, state, TENANT)) == [("postmortem", str(POSTMORTEM))]
    assert list(consults(close, state, TENANT)) == own
    assert list(consults(waive, state, TENANT)) == own
    assert list(consults(move_to(CLOSED), state, TENANT)) == own
    assert list(consults(close, None, TENANT)) == []
    assert list(consults(close, given_status(CLOSED).state, TENANT)) == []


def test_a_fact_of_before_the_gate_still_reads():
    old = {"incident_id": str(INCIDENT), "closed_by": ANA, "closed_at": NOON.isoformat(), "note": None}
    read = IncidentClosed.model_validate(IncidentClosed.upcast(old, "1.0.0"))
    assert (read, IncidentClosed.schema_version) == (closed(), "1.1.0")


def _reclassified(previous, severity):
    return IncidentSeverityChanged(
        incident_id=INCIDENT, previous=previous, severity=severity, reason="r", changed_by=ANA
    )
