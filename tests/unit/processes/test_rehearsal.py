"""A rehearsal shows what incidents would come of alerts, with nobody but the rules at work."""

from shared.domain.alert.facts import Change
from shared.processes.alert_correlation.rehearsal import Rehearsal
from tests.support.facts import TENANT, Log, ingested, minutes


def rehearsed(*told):
    rehearsal, log = Rehearsal(TENANT), Log()
    for at, fact in told:
        rehearsal.handle(log.add(fact, at=minutes(at)))
    rehearsal.pass_until(minutes(10_000))
    return sorted(rehearsal.incidents.values(), key=lambda incident: incident.opened_at)


def clears(alert, at):
    return ingested(alert, change=Change.RESOLVED, status="resolved", ends_at=minutes(at), received_at=minutes(at))


def test_alerts_of_one_problem_are_one_incident_that_ends_when_they_stay_clear():
    (incident,) = rehearsed(
        (0, ingested("a")), (1, ingested("b", name="Slow")), (5, clears("a", 5)), (6, clears("b", 6))
    )
    assert len(incident.alerts) == 2
    assert (incident.opened_at, incident.resolved_at) == (minutes(0), minutes(11))


def test_one_that_fires_again_soon_reopens_it_and_later_opens_the_next():
    again = {"change": Change.REFIRED, "episode": 2}
    (incident,) = rehearsed((0, ingested("a")), (5, clears("a", 5)), (20, ingested("a", **again)))
    assert (incident.reopened, incident.resolved_at) == (1, None)
    assert len(rehearsed((0, ingested("a")), (5, clears("a", 5)), (200, ingested("a", **again)))) == 2
