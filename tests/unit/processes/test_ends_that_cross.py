"""The writer and alert correlation together: merges, and resolves that an alert overtakes."""

from shared.domain.incident.intents import CorrelateAlertsToIncident, CreateIncident, MergeIncidents
from shared.domain.incident.values import AlertRef, Correlation
from shared.kernel.ids import AlertId, IncidentId
from shared.kernel.vocabulary import IncidentStatus, Severity
from tests.support.correlation_world import CorrelationWorld
from tests.support.facts import RULE, named

BY_HAND = IncidentId(named("by hand"))
OPEN, RESOLVED = IncidentStatus.OPEN, IncidentStatus.RESOLVED


def incidents(world):
    return sorted(world.aggregates("incident"), key=lambda each: each.number)


def firing(*alerts: str) -> CorrelationWorld:
    world = CorrelationWorld()
    for alert in alerts:
        world.fire(alert)
    world.settle()
    return world


def merged_by_hand(world: CorrelationWorld):
    (opened,) = incidents(world)
    world.ask(CreateIncident(incident_id=BY_HAND, title="by hand", severity=Severity.HIGH))
    world.ask(MergeIncidents(incident_id=BY_HAND, merged_ids=(opened.incident_id,), reason="the same"))
    world.settle()


def test_a_merge_ends_what_was_taken_over_and_its_alerts_go_on_in_the_survivor():
    world = firing("a")
    merged_by_hand(world)
    world.fire("b")
    world.settle()
    taken, survivor = incidents(world)
    assert (taken.status, taken.merged_into) == (RESOLVED, BY_HAND)
    assert taken.resolution_summary == f"Merged into incident {BY_HAND}: the same"
    assert (survivor.status, survivor.merged_ids) == (OPEN, (taken.incident_id,))
    assert {ref.alert_id for ref in survivor.alerts} == {named("a"), named("b")}
    assert [outcome.status for outcome in world.outcomes if outcome.status in {"rejected", "conflict"}] == []


def test_an_incident_that_was_over_when_it_was_merged_points_to_the_survivor_too():
    world = firing("a")
    world.clear("a")
    world.settle()
    world.pass_time(6)
    world.process.tick()
    world.settle()
    merged_by_hand(world)
    taken, survivor = incidents(world)
    assert (taken.status, taken.merged_into, survivor.status) == (RESOLVED, BY_HAND, OPEN)
    assert taken.resolution_summary.startswith("The alert cleared")


def test_what_was_merged_cannot_take_over_its_survivor():
    world = firing("a")
    merged_by_hand(world)
    taken, _ = incidents(world)
    world.ask(MergeIncidents(incident_id=taken.incident_id, merged_ids=(BY_HAND,), reason="no, here"))
    assert world.outcomes[-1].problem.code == "incident.merged"


def test_before_the_news_has_travelled_it_cannot_either():
    world = firing("a")
    (opened,) = incidents(world)
    world.ask(CreateIncident(incident_id=BY_HAND, title="by hand", severity=Severity.HIGH))
    world.ask(MergeIncidents(incident_id=BY_HAND, merged_ids=(opened.incident_id,), reason="the same"))
    world.ask(MergeIncidents(incident_id=opened.incident_id, merged_ids=(BY_HAND,), reason="no, here"))
    assert world.outcomes[-1].problem.code == "incident.merge_cycle"


def test_an_alert_that_fires_as_the_hold_down_ends_reopens_what_was_resolved_under_it():
    world = firing("a")
    world.clear("a")
    world.settle()
    world.pass_time(6)
    world.process.tick()
    world.pass_time(0.01)
    world.fire("a")
    world.settle()
    (incident,) = incidents(world)
    assert incident.status is IncidentStatus.INVESTIGATING
    assert (incident.reopened, incident.alerts_still_firing) == (1, 0)
    assert [(ref.alert_id, ref.episode) for ref in incident.alerts] == [(named("a"), 1), (named("a"), 2)]


def test_an_alert_that_a_person_added_does_not_hold_up_the_hold_down_and_is_flagged():
    """The process knows nothing of it, and asks only once: refused, the incident would stay open for ever."""
    world = CorrelationWorld()
    world.fire("too low", Severity.LOW)
    world.settle()
    world.fire("a")
    world.settle()
    (incident,) = incidents(world)
    added = (AlertRef(alert_id=AlertId(named("too low")), episode=1),)
    why = Correlation(rule_id=RULE, rule_version=1, correlation_key="by hand")
    world.ask(CorrelateAlertsToIncident(incident_id=incident.incident_id, alerts=added, correlation=why))
    world.clear("a")
    world.settle()
    world.pass_time(6)
    world.process.tick()
    world.settle()
    (incident,) = incidents(world)
    assert (incident.status, incident.alerts_still_firing) == (RESOLVED, 1)
    assert incident.resolved_by.startswith("process:correlation/")
