"""When people merge incidents that alerts opened."""

from shared.domain.alert.facts import Change
from shared.domain.incident.intents import (
    CorrelateAlertsToIncident,
    CreateIncident,
    MarkIncidentMerged,
    ReclassifyIncidentSeverity,
    ResolveIncident,
)
from shared.kernel.ids import IncidentId, incident_id_for
from shared.kernel.vocabulary import Severity
from shared.processes.alert_correlation.react import alert_correlation
from tests.support.facts import RULE, TENANT, ingested, minutes, named
from tests.support.given_process import given_process
from tests.support.incident_facts import merged, rule_put

FIRST = incident_id_for(TENANT, f"rule/{RULE}|service=checkout", 1)


def process():
    return given_process(alert_correlation).given(rule_put())


def clear(alert):
    return ingested(alert, change=Change.RESOLVED, status="resolved", ends_at=minutes(0))


def test_merging_gives_the_alerts_to_the_survivor_and_ends_the_merged():
    billing = ingested("b", labels={"service": "billing"}, severity=Severity.CRITICAL)
    other = incident_id_for(TENANT, f"rule/{RULE}|service=billing", 1)
    world = process().given(ingested("a"), billing)
    world.when(merged(FIRST, other), at=1)
    world.then_asks(CorrelateAlertsToIncident, ReclassifyIncidentSeverity, MarkIncidentMerged)
    assert world.intent(CorrelateAlertsToIncident).incident_id == FIRST
    mark = world.intent(MarkIncidentMerged)
    assert (mark.incident_id, mark.merged_into, mark.reason) == (other, FIRST, "one cause")
    world.when(ingested("c", labels={"service": "billing"}), at=2).then_asks(CorrelateAlertsToIncident)
    assert world.intent(CorrelateAlertsToIncident).incident_id == FIRST
    world.given(clear("a"), clear("c"), at=3).when_timers_fire(at=60).then_nothing()
    world.given(clear("b"), at=61).when_timers_fire(at=66)
    assert world.intent(ResolveIncident).incident_id == FIRST
    world.when(ingested("d", labels={"service": "billing"}), at=200)
    create = world.intent(CreateIncident)
    assert create.incident_id == incident_id_for(TENANT, f"rule/{RULE}|service=billing", 2)
    assert create.follows == FIRST


def test_merged_into_an_incident_that_a_person_opened_only_people_resolve_it():
    by_hand = IncidentId(named("by hand"))
    world = process().given(ingested("a")).when(merged(by_hand, FIRST), at=1)
    world.then_asks(CorrelateAlertsToIncident, MarkIncidentMerged)
    assert world.intent(CorrelateAlertsToIncident).incident_id == by_hand
    assert world.intent(MarkIncidentMerged).merged_into == by_hand
    world.when(ingested("b"), at=2).then_asks(CorrelateAlertsToIncident)
    assert world.intent(CorrelateAlertsToIncident).incident_id == by_hand
    world.given(clear("a"), clear("b"), at=3).when_timers_fire(at=1_000).then_nothing()
