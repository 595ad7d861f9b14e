"""Incidents name the services that their alerts and resources are of; also when the catalog learns of them later.

A link is a fact of the incident, asked of the writer: so it is in the timeline with its reason, and whatever is built
from facts has it (docs/adr/0011). Which service it is, is read from the catalog when a fact of an incident or of the
catalog comes by; the writer adds no link twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.app.catalog_owners import CatalogOwners, listing_of
from shared.app.incident_subjects import IncidentSubjects, Subjects
from shared.app.process_rows import ask_row
from shared.app.run_process import MAX_BATCH, Ran, not_yet_seen
from shared.domain.incident.facts import AlertsCorrelatedToIncident, IncidentCreated, IncidentsMerged
from shared.domain.incident.intents import LinkServicesToIncident
from shared.domain.incident.values import ServiceLink
from shared.domain.service.facts import ServiceCreated, ServiceDeleted, ServiceUpdated
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.batches import batched
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId, TenantId, derive_from
from shared.kernel.message import Fact, Intent
from shared.kernel.vocabulary import IncidentStatus
from shared.ports.current_state import CurrentState, Reference, Stored
from shared.ports.processes import AskRow, InstanceRow, ProcessStore, ProcessTurn, ProcessWrite
from shared.ports.wake import RELAY, Waker
from shared.processes.process_batch import PRODUCER
from shared.projections.projection import aggregate_of
from shared.projections.service_catalog.queries import ServiceCatalogQueries

SERVICE_LINKS: Final = "service_links"
_ACTOR: Final = str(Actor(ActorKind.PROCESS, SERVICE_LINKS))
_CATALOG: Final = (ServiceCreated, ServiceUpdated, ServiceDeleted)
_MOST_LINKS: Final = 50


class Recent(BaseModel):
    """Services that changed a short while ago, and when: their read model may be that much behind."""

    model_config = ConfigDict(frozen=True)
    WORKFLOW_ID: ClassVar[str] = f"{SERVICE_LINKS}/recent"
    LASTS: ClassVar[timedelta] = timedelta(minutes=10)
    MOST: ClassVar[int] = 500

    changed: dict[UUID, datetime] = {}

    def with_facts(self, facts: Sequence[Envelope[Any]]) -> "Recent":
        told = {aggregate_of(fact.data): fact.occurred_at for fact in facts if isinstance(fact.data, _CATALOG)}
        now = max(fact.occurred_at for fact in facts)
        known = self.changed | told
        kept = sorted((at, str(one), one) for one, at in known.items() if now - at < self.LASTS)[-self.MOST :]
        return Recent(changed={one: at for at, _, one in kept})


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkServices:
    """``encode`` turns a request's envelope into the text that is published."""

    store: ProcessStore
    state: CurrentState
    services: ServiceCatalogQueries
    encode: Callable[[Envelope[Intent]], str]
    waker: Waker

    handles: ClassVar[frozenset[type[Fact]]] = frozenset(
        {IncidentCreated, AlertsCorrelatedToIncident, IncidentsMerged, *_CATALOG}
    )

    def handle(self, tenant_id: TenantId, facts: Sequence[Envelope[Any]]) -> Ran:
        """Works off facts of one tenant, which are in order per aggregate. Raises StoreUnavailable: deliver again."""
        ran = Ran()
        for some in batched(facts, MAX_BATCH):
            ran += self._handle(tenant_id, some)
        if ran.asked:
            self.waker.wake(RELAY)
        return ran

    def _handle(self, tenant_id: TenantId, facts: Sequence[Envelope[Any]]) -> Ran:
        with self.store.turn(tenant_id) as turn:
            fresh, progress = not_yet_seen(turn, facts)
            if not fresh:
                return Ran(repeated=len(facts))
            before = _recent(turn)
            recent = before.with_facts(fresh)
            asks = self._asks(tenant_id, fresh, recent)
            kept = [] if recent == before else [_kept(recent)]
            turn.write(ProcessWrite(instances=kept, progress=progress, asks=asks))
        return Ran(handled=len(fresh), repeated=len(facts) - len(fresh), asked=len(asks))

    def _asks(self, tenant_id: TenantId, facts: Sequence[Envelope[Any]], recent: Recent) -> list[AskRow]:
        incidents = IncidentSubjects(state=self.state, tenant_id=tenant_id)
        changed = self._services(tenant_id, recent.changed)
        subjects = {one: list(several) for one, several in incidents.told_by(facts).items()}
        now_changed = {aggregate_of(fact.data) for fact in facts if isinstance(fact.data, _CATALOG)}
        for incident_id, several in _touched(incidents, [changed[one] for one in now_changed if one in changed]):
            subjects.setdefault(incident_id, []).extend(several)
        owners = CatalogOwners(
            services=self.services,
            tenant_id=tenant_id,
            changed=changed.keys(),
            fresh=listing_of(changed.values()),
        )
        links = _links(owners, subjects)
        for survivor, took in incidents.merged_into(facts).items():
            links.setdefault(survivor, {}).update(_inherited(took))
        cause = {fact.data.incident_id: fact for fact in facts if not isinstance(fact.data, _CATALOG)}
        return [
            ask_row(request, self.encode)
            for one, stored in sorted(incidents.incidents(links).items())
            if _takes_links(stored)
            for request in requests_of(cause.get(one, facts[-1]), one, _new(links[one], stored))
        ]

    def _services(self, tenant_id: TenantId, service_ids: Iterable[UUID]) -> Mapping[UUID, Stored]:
        wanted = [Reference("service", each) for each in service_ids]
        found = self.state.found(tenant_id, wanted) if wanted else {}
        return {reference.aggregate_id: stored for reference, stored in found.items()}


def _recent(turn: ProcessTurn) -> Recent:
    found = turn.load(workflow_ids=[Recent.WORKFLOW_ID])
    return Recent.model_validate(found[0]) if found else Recent()


def _kept(recent: Recent) -> InstanceRow:
    return InstanceRow(workflow_id=Recent.WORKFLOW_ID, state=recent.model_dump_json())


def _touched(incidents: IncidentSubjects, changed: Sequence[Stored]) -> Iterable[tuple[UUID, Sequence[Any]]]:
    """What of the open incidents may be a service's that has just changed; whose it is, all of the catalog decides."""
    listing = listing_of(changed)
    if not listing.named:
        return
    for page in incidents.of_open_incidents():
        for incident_id, subjects in page.items():
            found = [subject for subject in subjects if listing.owner_of(subject) is not None]
            if found:
                yield incident_id, found


def _links(owners: CatalogOwners, subjects: Subjects) -> dict[UUID, dict[UUID, str]]:
    """Finds, by incident, each service that it is about and why.

    The first reason for a service is as good as the others.
    """
    flat = [(incident_id, subject) for incident_id, several in subjects.items() for subject in several]
    links: dict[UUID, dict[UUID, str]] = {}
    for (incident_id, _), owner in zip(flat, owners.owners([subject for _, subject in flat]), strict=True):
        if owner is not None:
            links.setdefault(incident_id, {}).setdefault(owner.service_id, owner.because)
    return links


def _inherited(took_over: Iterable[Stored]) -> dict[UUID, str]:
    return {
        UUID(service_id): f"INC-{stored.state['number']}, which it took over, names it"
        for stored in took_over
        for service_id in stored.state["service_ids"]
    }


def _takes_links(incident: Stored) -> bool:
    return incident.state["status"] != IncidentStatus.CLOSED.value and incident.state.get("merged_into") is None


def _new(links: Mapping[UUID, str], incident: Stored) -> Mapping[UUID, str]:
    known = {UUID(service_id) for service_id in incident.state["service_ids"]}
    return {service_id: because for service_id, because in links.items() if service_id not in known}


def requests_of(cause: Envelope[Any], incident_id: UUID, links: Mapping[UUID, str]) -> Iterator[Envelope[Intent]]:
    """Makes as many requests as it takes; their ids follow from the fact and their places."""
    services = [ServiceLink(service_id=one, because=why) for one, why in sorted(links.items())]
    for number, several in enumerate(batched(services, _MOST_LINKS)):
        yield Envelope(
            message_id=derive_from(cause.message_id, f"{SERVICE_LINKS}/{incident_id}/{number * _MOST_LINKS}"),
            tenant_id=cause.tenant_id,
            data=LinkServicesToIncident(incident_id=IncidentId(incident_id), services=tuple(several)),
            occurred_at=cause.occurred_at,
            producer=PRODUCER,
            actor=_ACTOR,
            correlation_id=cause.correlation_id,
            causation_id=cause.message_id,
            traceparent=cause.traceparent,
            tracestate=cause.tracestate,
        )
