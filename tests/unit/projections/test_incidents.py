"""How an incident's row follows from its facts."""

from shared.domain.incident.facts import (
    IncidentAcknowledged,
    IncidentAssigned,
    IncidentClosed,
    IncidentResolved,
    IncidentRoleAssigned,
    IncidentSeverityChanged,
    IncidentsMerged,
    IncidentStatusChanged,
)
from shared.domain.incident.values import IncidentRole
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentStatus, ResourceRef, Severity
from shared.projections.incident_timeline.incidents import incidents
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.incident_timeline.relations import links, members
from tests.support import facts as make
from tests.support.facts import T0, minutes, named
from tests.support.given_projection import GivenProjection

given = GivenProjection(incident_timeline)
I = IncidentId(named("i"))  # noqa: E741


def acknowledged(minute: int, by: str = "human:ana") -> IncidentAcknowledged:
    return IncidentAcknowledged(
        incident_id=I,
        acknowledged_by=by,
        acknowledged_at=minutes(minute),
        status=IncidentStatus.ACKNOWLEDGED,
        note=None,
    )


def moved(previous: IncidentStatus, status: IncidentStatus, minute: int) -> IncidentStatusChanged:
    return IncidentStatusChanged(
        incident_id=I, previous=previous, status=status, changed_by="human:ana", changed_at=minutes(minute), reason=None
    )


resolved = IncidentResolved(
    incident_id=I,
    previous=IncidentStatus.OPEN,
    summary="rolled back",
    resolved_by="human:ana",
    resolved_at=minutes(10),
    approval_id=None,
)


def test_an_incident_starts_open_with_what_it_was_created_with():
    pod = ResourceRef(kind="Pod", name="checkout-1")

    given.facts(make.created(affected_resources=(pod,), follows=named("earlier"))).then_row(
        incidents,
        number=1,
        status="open",
        severity="high",
        severity_rank=2,
        alert_count=0,
        follows=named("earlier"),
        affected_resources=(
            {"kind": "Pod", "name": "checkout-1", "namespace": None, "cluster": None, "environment": None},
        ),
        version=1,
        words="inc 1 checkout fails",
    )


def test_the_first_acknowledgement_stays_whoever_acknowledges_later():
    given.facts(make.created(), acknowledged(2), acknowledged(5, "human:bob")).then_row(
        incidents,
        status="acknowledged",
        acknowledged_at=minutes(2),
        acknowledged_by="human:ana",
        version=3,
    )


def test_a_reopened_incident_is_resolved_no_more_and_counts_it():
    reopened = moved(IncidentStatus.RESOLVED, IncidentStatus.INVESTIGATING, 12)

    given.facts(make.created(), resolved, reopened).then_row(
        incidents, status="investigating", resolved_at=None, resolution_summary=None, reopened=1
    )


def test_the_time_of_mitigating_is_that_of_the_first_time():
    given.facts(
        make.created(),
        moved(IncidentStatus.OPEN, IncidentStatus.MITIGATING, 3),
        moved(IncidentStatus.MITIGATING, IncidentStatus.INVESTIGATING, 4),
        moved(IncidentStatus.INVESTIGATING, IncidentStatus.MITIGATING, 5),
    ).then_row(incidents, status="mitigating", mitigated_at=minutes(3))


def test_a_closed_incident_stays_resolved():
    closed = IncidentClosed(incident_id=I, closed_by="human:ana", closed_at=minutes(20), note=None)

    given.facts(make.created(), resolved, closed).then_row(
        incidents, status="closed", resolved_at=minutes(10), closed_at=minutes(20), resolution_summary="rolled back"
    )


def test_severity_assignee_and_roles_are_the_last_ones():
    given.facts(
        make.created(),
        IncidentSeverityChanged(
            incident_id=I, previous=Severity.HIGH, severity=Severity.LOW, reason="one user", changed_by="human:ana"
        ),
        IncidentAssigned(incident_id=I, previous=None, assignee="human:bob", assigned_by="human:ana"),
        *(
            IncidentRoleAssigned(incident_id=I, role=role, previous=None, assignee=who, assigned_by="human:ana")
            for role, who in (
                (IncidentRole.COMMANDER, "ana"),
                (IncidentRole.SCRIBE, "bob"),
                (IncidentRole.COMMANDER, None),
            )
        ),
    ).then_row(incidents, severity="low", severity_rank=0, assignee="human:bob", roles={"scribe": "bob"})


def test_alerts_are_counted_and_remembered_by_episode():
    facts = given.facts(make.created(), make.correlated("i", ["a", "b"]), make.correlated("i", ["a"], episode=2))

    facts.then_row(incidents, alert_count=3, updated_at=T0)
    assert [(row.alert_id, row.episode) for row in facts.rows(members)] == [
        (named("a"), 1),
        (named("b"), 1),
        (named("a"), 2),
    ]


def test_relations_to_other_incidents_are_links():
    merged = IncidentsMerged(incident_id=I, merged_ids=(IncidentId(named("j")),), reason="r", merged_by="human:ana")

    rows = given.facts(make.created(follows=named("earlier")), merged, merged).rows(links)

    assert [(row.linked_id, row.kind) for row in rows] == [(named("earlier"), "follows"), (named("j"), "merged")]
