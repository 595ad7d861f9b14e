"""Random but lawful histories of two tenants, the same for the same seed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.domain.alert.facts import Change
from shared.domain.incident.facts import (
    IncidentAcknowledged,
    IncidentAssigned,
    IncidentResolved,
    IncidentRoleAssigned,
    IncidentSeverityChanged,
    IncidentsLinked,
    IncidentsMerged,
    IncidentStatusChanged,
    IncidentTimelineEntryAdded,
    ServicesLinkedToIncident,
)
from shared.domain.incident.values import EntryKind, IncidentRole, LinkKind, ServiceLink, TimelineEntry
from shared.kernel.ids import IncidentId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import IncidentStatus, Severity
from tests.support import facts as make
from tests.support import history_knowledge
from tests.support.facts import OTHER_TENANT, TENANT, Log, minutes, named
from tests.support.history_health import health_born, health_grows
from tests.support.history_services import service_grows, services_born
from tests.support.history_slos import slo_grows, slos_born


@dataclass(frozen=True)
class Line:
    """One kind of thing in a history: the facts it begins with, and any that may follow in whatever order."""

    born: Callable[[], Sequence[Fact]]
    grows: Callable[[random.Random, int], Fact]
    weight: int = 1


def random_history(seed: int, length: int = 40) -> Log:
    """The same names in both tenants, so that a crossing would show."""
    chance = random.Random(seed)
    log = Log()
    for tenant in (TENANT, OTHER_TENANT):
        for line in LINES:
            for fact in line.born():
                log.add(fact, tenant=tenant)
    for step in range(length):
        tenant = chance.choice((TENANT, OTHER_TENANT))
        (line,) = chance.choices(LINES, weights=[each.weight for each in LINES])
        log.add(line.grows(chance, step), at=minutes(step), tenant=tenant)
    return log


def _born() -> Sequence[Fact]:
    incidents = [make.created(incident, number) for number, incident in enumerate(("i", "j"), start=1)]
    return [*incidents, *(make.ingested(alert) for alert in ("a", "b", "c")), make.correlated("i", ["c"])]


def _any_fact(chance: random.Random, step: int) -> Fact:
    return _alert_fact(chance, step) if chance.random() < 0.6 else _incident_fact(chance, step)


def _alert_fact(chance: random.Random, step: int):
    alert = chance.choice("abc")
    episode = chance.randint(1, 3)
    return chance.choice(
        (
            make.ingested(alert, change=Change.REFIRED, episode=episode, starts_at=minutes(step)),
            make.ingested(alert, change=Change.RESOLVED, episode=episode, status="resolved", ends_at=minutes(step)),
            make.ingested(
                alert, change=Change.CHANGED, episode=episode, labels={"step": str(step), "odd": "nul\x00 \\"}
            ),
            make.acknowledged(alert, episode),
            make.went_stale(alert, episode),
            make.uncorrelated(alert, "i", episode),
            make.sighting_ignored(alert, episode),
        )
    )


def _incident_fact(chance: random.Random, step: int):
    name, other = chance.sample(("i", "j"), 2)
    incident, linked = IncidentId(named(name)), IncidentId(named(other))
    ana, at = "human:ana", minutes(step)
    return chance.choice(
        (
            make.correlated(name, chance.sample("abc", 2), chance.randint(1, 3)),
            IncidentSeverityChanged(
                incident_id=incident,
                previous=Severity.HIGH,
                severity=chance.choice(list(Severity)),
                reason="r",
                changed_by=ana,
            ),
            IncidentAssigned(incident_id=incident, previous=None, assignee=f"human:{step}", assigned_by=ana),
            IncidentRoleAssigned(
                incident_id=incident,
                role=chance.choice(list(IncidentRole)),
                previous=None,
                assignee=ana,
                assigned_by=ana,
            ),
            IncidentTimelineEntryAdded(
                incident_id=incident,
                entry=TimelineEntry(
                    entry_id=named(f"entry {step}"), kind=EntryKind.NOTE, text=f"\\u0000 {step}", occurred_at=at
                ),
                added_by=ana,
            ),
            IncidentAcknowledged(
                incident_id=incident,
                acknowledged_by=ana,
                acknowledged_at=at,
                status=IncidentStatus.ACKNOWLEDGED,
                note=None,
            ),
            IncidentStatusChanged(
                incident_id=incident,
                previous=IncidentStatus.RESOLVED,
                status=chance.choice((IncidentStatus.INVESTIGATING, IncidentStatus.MITIGATING)),
                changed_by=ana,
                changed_at=at,
                reason=None,
            ),
            IncidentResolved(
                incident_id=incident,
                previous=IncidentStatus.OPEN,
                summary="s",
                resolved_by=ana,
                resolved_at=at,
                approval_id=None,
            ),
            IncidentsMerged(incident_id=incident, merged_ids=(linked,), reason="same", merged_by=ana),
            ServicesLinkedToIncident(
                incident_id=incident,
                services=(
                    ServiceLink(service_id=named(f"service-{chance.random()}"), because="ledger: service=ledger"),
                ),
                linked_by=ana,
            ),
            IncidentsLinked(incident_id=incident, linked_id=linked, kind=LinkKind.RELATED, linked_by=ana),
        )
    )


#: Alerts and incidents come most; each other aggregate adds a line of its own.
LINES: tuple[Line, ...] = (
    Line(_born, _any_fact, weight=6),
    Line(history_knowledge.runbooks_born, history_knowledge.any_runbook_fact),
    Line(history_knowledge.postmortems_born, history_knowledge.any_postmortem_fact),
    Line(history_knowledge.documents_born, history_knowledge.any_document_fact),
    Line(history_knowledge.feedback_born, history_knowledge.any_feedback_fact),
    Line(services_born, service_grows, weight=2),
    Line(health_born, health_grows, weight=2),
    Line(slos_born, slo_grows, weight=2),
)
