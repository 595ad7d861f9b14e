"""Creating and handling an incident: severity, people, the timeline."""

from uuid import UUID

import pytest

from shared.domain.incident.facts import (
    IncidentAssigned,
    IncidentRoleAssigned,
    IncidentSeverityChanged,
    IncidentTimelineEntryAdded,
)
from shared.domain.incident.intents import (
    AddIncidentTimelineEntry,
    AssignIncident,
    AssignIncidentRole,
    ReclassifyIncidentSeverity,
)
from shared.domain.incident.values import EntryKind, IncidentRole, TimelineEntry
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, Severity
from tests.support.given import ANA, NOON, after
from tests.support.incidents import (
    AGENT,
    BEN,
    CREATED,
    INCIDENT,
    OTHER,
    PROCESS,
    acknowledge,
    close,
    create,
    created,
    given,
    given_status,
    move_to,
    resolve,
)

INTEGRATION = "integration:alertmanager"
AUTOMATIC = created(created_by=PROCESS)


def severity(value):
    return ReclassifyIncidentSeverity(incident_id=INCIDENT, severity=value, reason="wider than thought")


def severity_changed(previous, value, by=ANA):
    return IncidentSeverityChanged(
        incident_id=INCIDENT,
        previous=previous,
        severity=value,
        reason="wider than thought",
        changed_by=by,
        source=IncidentSource.MANUAL,
        status=IncidentStatus.OPEN,
    )


def assign(to):
    return AssignIncident(incident_id=INCIDENT, assignee=to)


def assigned(previous, to):
    return IncidentAssigned(incident_id=INCIDENT, previous=previous, assignee=to, assigned_by=ANA)


def assign_role(role, to):
    return AssignIncidentRole(incident_id=INCIDENT, role=role, assignee=to)


def role_assigned(role, previous, to):
    return IncidentRoleAssigned(incident_id=INCIDENT, role=role, previous=previous, assignee=to, assigned_by=ANA)


def entry(number=1, text="rolled back v42", at=NOON):
    return TimelineEntry(entry_id=UUID(int=number), kind=EntryKind.ACTION, text=text, occurred_at=at)


def write(written):
    return AddIncidentTimelineEntry(incident_id=INCIDENT, entry=written)


def was_written(written, by=ANA):
    return IncidentTimelineEntryAdded(incident_id=INCIDENT, entry=written, added_by=by)


def test_an_incident_is_created_with_its_number_and_the_times_of_asking():
    asked = given.when(create(), at=after(4), number=7)
    asked.then(created(number=7, declared_at=after(4), detected_at=after(4), impact_started_at=after(4)))


def test_detection_and_impact_may_be_earlier_than_the_declaration():
    given.when(create(detected_at=after(-5), impact_started_at=after(-9))).then(
        created(detected_at=after(-5), impact_started_at=after(-9))
    )


def test_impact_is_not_taken_to_begin_after_it_was_detected():
    given.when(create(detected_at=after(-5))).then(created(detected_at=after(-5), impact_started_at=after(-5)))


def test_an_incident_keeps_what_it_was_created_with():
    told = {
        "source": "alert",
        "description": "5xx",
        "affected_resources": ({"kind": "Deployment", "name": "checkout"},),
        "service_ids": (UUID(int=3),),
        "correlation_key": "service=checkout",
        "follows": OTHER,
    }
    given.when(create(**told), actor=PROCESS).then(created(**told, created_by=PROCESS))


@pytest.mark.parametrize("status", IncidentStatus)
def test_concurrent_creators_make_one(status):
    given_status(status).when(create(title="another title"), number=None).then_nothing()


def test_creating_without_a_number_is_a_fault_of_the_machinery_not_an_answer():
    with pytest.raises(ValueError, match="number"):
        given.when(create(), number=None)


def test_an_incident_does_not_follow_itself():
    given.when(create(follows=INCIDENT)).then_rejected("incident.link_to_itself")


def test_an_incident_that_never_was_can_be_asked_nothing():
    asked = [severity(Severity.LOW), assign(BEN), assign_role(IncidentRole.SCRIBE, BEN), write(entry())]
    for intent in [*asked, acknowledge, resolve, close, move_to(IncidentStatus.INVESTIGATING)]:
        given.when(intent).then_rejected("incident.not_found")


def test_a_closed_incident_is_changed_by_nothing():
    asked = [severity(Severity.LOW), assign(BEN), assign_role(IncidentRole.SCRIBE, BEN), write(entry())]
    for intent in [*asked, acknowledge, resolve.model_copy(update={"summary": "another"})]:
        given_status(IncidentStatus.CLOSED).when(intent).then_rejected("incident.closed")


def test_what_a_closed_incident_holds_may_be_told_again():
    past = given.facts(
        CREATED, assigned(None, BEN), role_assigned(IncidentRole.SCRIBE, None, BEN), was_written(entry())
    )
    past = past.facts(*given_status(IncidentStatus.CLOSED).past[1:])
    for repeat in (severity(Severity.HIGH), assign(BEN), assign_role(IncidentRole.SCRIBE, BEN), write(entry())):
        past.when(repeat).then_nothing()


def test_severity_changes_with_a_reason_and_not_to_what_it_is():
    asked = given.facts(CREATED).when(severity(Severity.CRITICAL))
    past = asked.then(severity_changed(Severity.HIGH, Severity.CRITICAL))
    past.when(severity(Severity.CRITICAL)).then_nothing()


@pytest.mark.parametrize("automatic", [PROCESS, INTEGRATION])
@pytest.mark.parametrize(
    "past",
    [(CREATED,), (AUTOMATIC, severity_changed(Severity.HIGH, Severity.LOW))],
    ids=["declared by a human", "reclassified by a human"],
)
def test_an_automatic_sender_does_not_overrule_a_human(past, automatic):
    given.facts(*past).when(severity(Severity.CRITICAL), actor=automatic).then_ignored("severity_set_by_human")


@pytest.mark.parametrize("actor", [PROCESS, INTEGRATION, AGENT, ANA])
def test_a_derived_severity_may_be_changed_by_anybody(actor):
    asked = given.facts(AUTOMATIC).when(severity(Severity.CRITICAL), actor=actor)
    asked.then(severity_changed(Severity.HIGH, Severity.CRITICAL, by=actor))


def test_assigning_tells_whom_it_was_taken_from():
    past = given.facts(CREATED).when(assign(BEN)).then(assigned(None, BEN))
    past.when(assign(BEN)).then_nothing()
    past = past.when(assign(None)).then(assigned(BEN, None))
    past.when(assign(None)).then_nothing()


def test_each_role_has_one_holder():
    past = (
        given.facts(CREATED)
        .when(assign_role(IncidentRole.COMMANDER, ANA))
        .then(role_assigned(IncidentRole.COMMANDER, None, ANA))
    )
    past = past.when(assign_role(IncidentRole.SCRIBE, BEN)).then(role_assigned(IncidentRole.SCRIBE, None, BEN))
    past.when(assign_role(IncidentRole.COMMANDER, ANA)).then_nothing()
    past = past.when(assign_role(IncidentRole.COMMANDER, BEN)).then(role_assigned(IncidentRole.COMMANDER, ANA, BEN))
    past = past.when(assign_role(IncidentRole.SCRIBE, None)).then(role_assigned(IncidentRole.SCRIBE, BEN, None))
    assert past.state.roles == {IncidentRole.COMMANDER: BEN}
    past.when(assign_role(IncidentRole.COMMUNICATIONS, None)).then_nothing()


def test_a_timeline_entry_is_written_once_even_if_its_time_was_filled_in_twice():
    past = given_status(IncidentStatus.RESOLVED).when(write(entry())).then(was_written(entry()))
    past.when(write(entry(at=after(1)))).then_nothing()


def test_another_text_under_a_known_entry_id_is_refused():
    past = given.facts(CREATED, was_written(entry()))
    past.when(write(entry(text="rolled back v41"))).then_rejected("incident.entry_id_taken")


def test_the_newest_200_entries_are_kept_and_older_ids_still_recognised():
    past = given.facts(CREATED, *(was_written(entry(number)) for number in range(1, 204)))
    assert [past.state.timeline[0].entry_id, past.state.timeline[-1].entry_id] == [UUID(int=4), UUID(int=203)]
    assert len(past.state.timeline) == 200
    for number in (1, 3, 4, 203):
        past.when(write(entry(number))).then_nothing()
    past.when(write(entry(204))).then(was_written(entry(204)))


def test_the_ids_of_no_more_than_2000_older_entries_are_kept():
    past = given.facts(CREATED, *(was_written(entry(number)) for number in range(1, 2_203)))
    assert len(past.state.older_entry_ids) == 2_000
    assert past.state.older_entry_ids[0] == UUID(int=3)
