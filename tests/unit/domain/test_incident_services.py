"""Which services an incident is about: links are added, once, while it is not over."""

import pytest

from shared.domain.incident.facts import ServicesLinkedToIncident
from shared.domain.incident.intents import LinkServicesToIncident
from shared.domain.incident.state import SERVICES_KEPT
from shared.domain.incident.values import ServiceLink
from shared.kernel.ids import derive
from shared.kernel.vocabulary import IncidentStatus
from tests.support.given import ANA
from tests.support.incidents import CREATED, INCIDENT, PROCESS, created, given, given_status

LEDGER, SEARCH = derive("ledger"), derive("search")


def link(*services, because="its label"):
    links = tuple(ServiceLink(service_id=each, because=because) for each in services)
    return LinkServicesToIncident(incident_id=INCIDENT, services=links)


def linked(*services, because="its label", by=ANA):
    links = tuple(ServiceLink(service_id=each, because=because) for each in services)
    return ServicesLinkedToIncident(incident_id=INCIDENT, services=links, linked_by=by)


def test_services_are_linked_once_whoever_says_it_and_for_whatever_reason():
    past = (
        given.facts(CREATED).when(link(LEDGER, SEARCH, LEDGER), actor=PROCESS).then(linked(LEDGER, SEARCH, by=PROCESS))
    )
    past.when(link(LEDGER, because="by hand")).then_nothing()
    given.facts(created(service_ids=(LEDGER,))).when(link(LEDGER, SEARCH)).then(linked(SEARCH))


@pytest.mark.parametrize("status", [IncidentStatus.OPEN, IncidentStatus.RESOLVED])
def test_what_is_not_closed_can_be_linked(status):
    given_status(status).when(link(LEDGER)).then(linked(LEDGER))


def test_what_is_closed_takes_no_link_and_may_be_told_of_one_that_it_has():
    given_status(IncidentStatus.CLOSED).when(link(LEDGER)).then_rejected("incident.closed")
    given.facts(created(service_ids=(LEDGER,))).when(link(LEDGER)).then_nothing()


def test_more_services_than_an_incident_may_be_created_with_are_refused():
    full = created(service_ids=tuple(derive("service", number) for number in range(SERVICES_KEPT)))
    given.facts(full).when(link(LEDGER)).then_rejected("incident.too_many_services")
