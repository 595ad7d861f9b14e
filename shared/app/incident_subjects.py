"""What is ill in incidents: their alerts and affected resources, as the catalog looks at them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from shared.domain.incident.facts import AlertsCorrelatedToIncident, IncidentCreated, IncidentsMerged
from shared.kernel.batches import batched
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import IncidentSource, ResourceRef
from shared.ports.current_state import CurrentState, Reference, Stored
from shared.processes.alert_correlation.incident_text import resources_of
from shared.projections.service_catalog.owning import OwnedSubject, subject_of_alert, subject_of_resource

#: Of one incident the newest alerts of a batch of facts are looked at, and of an open one, when the catalog changes.
MOST_ALERTS: Final = 200
MOST_ALERTS_AGAIN: Final = 20
#: When the catalog changes, so many open incidents are looked at again, the newest.
MOST_INCIDENTS_AGAIN: Final = 1_000
_PAGE: Final = 100

Subjects = Mapping[UUID, Sequence[OwnedSubject]]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSubjects:
    state: CurrentState
    tenant_id: TenantId

    def incidents(self, incident_ids: Iterable[UUID]) -> Mapping[UUID, Stored]:
        return self._found("incident", incident_ids)

    def told_by(self, facts: Iterable[Envelope[Any]]) -> Subjects:
        """Finds, by incident, the alerts and resources that these facts name; where a person named a service, none."""
        alerts: dict[UUID, list[UUID]] = {}
        resources: dict[UUID, Sequence[ResourceRef]] = {}
        for fact in (envelope.data for envelope in facts):
            if isinstance(fact, AlertsCorrelatedToIncident):
                alerts.setdefault(fact.incident_id, []).extend(ref.alert_id for ref in fact.alerts)
            if isinstance(fact, IncidentCreated) and fact.source is not IncidentSource.ALERT and not fact.service_ids:
                resources[fact.incident_id] = fact.affected_resources
        return self._subjects({one: several[-MOST_ALERTS:] for one, several in alerts.items()}, resources)

    def of_open_incidents(self) -> Iterator[Subjects]:
        """A page of incidents at a time, the newest first."""
        below: int | None = None
        for _ in range(MOST_INCIDENTS_AGAIN // _PAGE):
            page = self.state.open_incidents(self.tenant_id, below_number=below, limit=_PAGE)
            if not page:
                return
            below = page[-1].state["number"]
            found = self.incidents(stored.aggregate_id for stored in page)
            alerts = {one: _alerts(stored) for one, stored in found.items()}
            named = {one: _resources(stored) for one, stored in found.items() if _is_guessed(stored)}
            yield self._subjects(alerts, named)

    def merged_into(self, facts: Iterable[Envelope[Any]]) -> Mapping[UUID, Sequence[Stored]]:
        """Finds, by survivor, the incidents that it took over."""
        took = {
            envelope.data.incident_id: envelope.data.merged_ids
            for envelope in facts
            if isinstance(envelope.data, IncidentsMerged)
        }
        found = self.incidents(merged for several in took.values() for merged in several)
        return {one: [found[merged] for merged in several if merged in found] for one, several in took.items()}

    def _subjects(
        self, alerts: Mapping[UUID, Sequence[UUID]], resources: Mapping[UUID, Sequence[ResourceRef]]
    ) -> Subjects:
        found = self._found("alert", {each for several in alerts.values() for each in several})
        subjects: dict[UUID, list[OwnedSubject]] = {}
        for incident_id, several in alerts.items():
            subjects.setdefault(incident_id, []).extend(_of_alert(found[each]) for each in several if each in found)
        for incident_id, refs in resources.items():
            subjects.setdefault(incident_id, []).extend(map(subject_of_resource, refs))
        return subjects

    def _found(self, aggregate_type: str, ids: Iterable[UUID]) -> Mapping[UUID, Stored]:
        wanted = sorted({Reference(aggregate_type, each) for each in ids})
        found: dict[UUID, Stored] = {}
        for some in batched(wanted, _PAGE):
            page = self.state.found(self.tenant_id, some)
            found |= {reference.aggregate_id: stored for reference, stored in page.items()}
        return found


def _of_alert(stored: Stored) -> OwnedSubject:
    labels, environment = stored.state["labels"], stored.state["environment_id"]
    return subject_of_alert(stored.state["name"], labels, environment, resources_of(labels, environment))


def _alerts(incident: Stored) -> list[UUID]:
    return [UUID(ref["alert_id"]) for ref in incident.state["alerts"][-MOST_ALERTS_AGAIN:]]


def _resources(incident: Stored) -> list[ResourceRef]:
    return [ResourceRef.model_validate(ref) for ref in incident.state["affected_resources"]]


def _is_guessed(incident: Stored) -> bool:
    return incident.state["source"] != IncidentSource.ALERT.value and not incident.state["service_ids"]
