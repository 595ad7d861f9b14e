"""What can be done to an alert besides seeing it, and what it remembers."""

from uuid import UUID

from shared.domain.alert.facts import Change
from shared.domain.alert.intents import AcknowledgeAlert, MarkAlertStale, UncorrelateAlert
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import AlertStatus
from tests.support.alerts import (
    ALERT,
    INCIDENT,
    NEW,
    acknowledged,
    given,
    ingested,
    resolved_at,
    sighted,
    uncorrelated,
    went_stale,
)
from tests.support.given import NOON, after

BEN = "human:ben"
SWEEP = "process:staleness"
STALE = went_stale(at=after(600))
acknowledge = AcknowledgeAlert(alert_id=ALERT)
uncorrelate = UncorrelateAlert(alert_id=ALERT, incident_id=INCIDENT, reason="another team's")


def mark_stale(last_seen_at=NOON):
    return MarkAlertStale(alert_id=ALERT, last_seen_at=last_seen_at, silent_for_s=36_000)


def test_nothing_can_be_asked_of_an_alert_that_nobody_has_seen():
    for intent in (acknowledge, mark_stale(), uncorrelate):
        given.when(intent).then_rejected("alert.not_found")


def test_a_firing_alert_is_acknowledged_with_a_note():
    noted = AcknowledgeAlert(alert_id=ALERT, note="on it")
    fact = acknowledged(at=after(2)).model_copy(update={"note": "on it"})
    given.facts(NEW).when(noted, at=after(2)).then(fact)


def test_acknowledging_twice_is_one_fact_but_another_person_is_another():
    past = given.facts(NEW, acknowledged())
    past.when(acknowledge).then_nothing()
    both = past.when(acknowledge, actor=BEN, at=after(3)).then(acknowledged(BEN, at=after(3)))
    both.when(acknowledge).then_nothing()
    assert (both.state.acknowledged_by, both.state.acknowledged_at) == ("human:ana", NOON)


def test_a_stale_alert_can_be_acknowledged():
    given.facts(NEW, STALE).when(acknowledge, at=after(601)).then(acknowledged(at=after(601)))


def test_a_resolved_alert_cannot_be_acknowledged():
    given.facts(NEW, resolved_at(after(5))).when(acknowledge).then_rejected("alert.not_firing")


def test_an_acknowledgement_hides_neither_the_resolve_nor_the_status():
    past = given.facts(NEW, acknowledged())
    assert past.state.status is AlertStatus.FIRING
    past.when(sighted("resolved", received_at=after(5))).then(resolved_at(after(5)))


def test_an_acknowledgement_stays_when_the_content_changes_and_ends_with_the_episode():
    changed = ingested(Change.CHANGED, annotations={}, received_at=after(1))
    again = ingested(Change.REFIRED, episode=2, starts_at=after(30), received_at=after(31))
    past = given.facts(NEW, acknowledged(), changed)
    past.when(acknowledge).then_nothing()
    refired = past.facts(again)
    assert (refired.state.acknowledged_by, refired.state.acknowledgers) == (None, ())
    refired.when(acknowledge, at=after(32)).then(acknowledged(at=after(32), episode=2))


def test_fixture_5_a_firing_alert_whose_resolve_was_lost_goes_stale_and_the_next_sight_heals_it():
    past = given.facts(NEW).when(mark_stale(after(240)), at=after(600), actor=SWEEP)
    stale = past.then(went_stale(last_seen_at=after(240), at=after(600)))
    assert (stale.state.status, stale.state.last_seen_at) == (AlertStatus.STALE, after(240))
    healed = stale.when(sighted(received_at=after(700))).then(ingested(Change.HEALED, received_at=after(700)))
    assert (healed.state.status, healed.state.stale_at) == (AlertStatus.FIRING, None)


def test_going_stale_twice_is_one_fact():
    given.facts(NEW, STALE).when(mark_stale(), actor=SWEEP).then_nothing()


def test_an_alert_that_was_seen_since_does_not_go_stale():
    changed = ingested(Change.CHANGED, annotations={}, received_at=after(1))
    past = given.facts(NEW, changed)
    past.when(mark_stale(NOON), actor=SWEEP).then_ignored("seen_since")
    past.when(mark_stale(after(1)), at=after(9), actor=SWEEP).then(went_stale(last_seen_at=after(1), at=after(9)))


def test_a_resend_that_changed_nothing_still_keeps_an_alert_from_going_stale():
    asked = given.facts(NEW).when(mark_stale(NOON), at=after(600), actor=SWEEP, sighted_at=after(1))
    asked.then_ignored("seen_since")


def test_a_resolved_alert_does_not_go_stale():
    given.facts(NEW, resolved_at(after(5))).when(mark_stale(after(5)), actor=SWEEP).then_ignored("not_firing")


def test_an_alert_is_taken_out_of_an_incident_once_per_episode():
    past = given.facts(NEW).when(uncorrelate).then(uncorrelated())
    past.when(uncorrelate).then_nothing()
    again = past.facts(ingested(Change.REFIRED, episode=2, starts_at=after(30), received_at=after(31)))
    assert again.state.uncorrelated_from == ()
    again.when(uncorrelate).then(uncorrelated(episode=2))


def test_an_alert_is_taken_out_of_each_of_two_incidents():
    other = IncidentId(UUID(int=99))
    past = given.facts(NEW, uncorrelated())
    both = past.when(UncorrelateAlert(alert_id=ALERT, incident_id=other, reason="another team's")).then(
        uncorrelated(incident_id=other)
    )
    assert both.state.uncorrelated_from == (INCIDENT, other)
