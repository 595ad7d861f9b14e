"""An incident that a person resolved while its alerts fire: it stays so, or is reopened by the rule."""

import pytest

from shared.domain.alert.facts import Change
from shared.domain.incident.intents import CorrelateAlertsToIncident, CreateIncident, TransitionIncidentStatus
from shared.kernel.ids import incident_id_for
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.alert_correlation.state import STILL_FIRING
from tests.support.facts import RULE, TENANT, correlated, ingested, minutes, named, went_stale
from tests.support.given_process import given_process
from tests.support.incident_facts import closed, reopened, resolved_by_hand, rule_put

KEY = f"rule/{RULE}|service=checkout"
FIRST = incident_id_for(TENANT, KEY, 1)
AN_HOUR = {"reopen_when_still_firing_after_s": 3_600}


def ended_by_hand(*alerts, **rule):
    """Opened at minute 0 by these alerts; a person resolves it at minute 10 while they fire."""
    world = given_process(alert_correlation).given(rule_put(**rule)).given(*(alerts or (ingested(),)))
    held = [fact.fingerprint for fact in alerts] or ["a"]
    world = world.given(_held(held), at=1)
    return world.when(resolved_by_hand(FIRST, at=minutes(10)), at=10).then_nothing()


def _held(alerts):
    return correlated("i", alerts).model_copy(update={"incident_id": FIRST})


def test_a_persons_word_stands_where_the_rule_says_nothing():
    ended_by_hand().when_timers_fire(at=100_000).then_nothing()


def test_it_is_reopened_when_its_alert_still_fires_as_long_after_as_the_rule_says():
    world = ended_by_hand(**AN_HOUR)
    world.when_timers_fire(at=69.9).then_nothing()
    asked = world.when_timers_fire(at=70).intent(TransitionIncidentStatus)
    assert (asked.incident_id, asked.status) == (FIRST, IncidentStatus.INVESTIGATING)
    assert asked.reason == "HighErrorRate still fires 3600 s after it was resolved by hand"
    assert asked.reopen_window_s > 3_600
    world.when_timers_fire(at=200).then_nothing()


def test_many_that_still_fire_are_counted_in_the_reason():
    world = ended_by_hand(ingested("a"), ingested("b", name="SlowResponses"), **AN_HOUR)
    asked = world.when_timers_fire(at=70).intent(TransitionIncidentStatus)
    assert asked.reason.startswith("HighErrorRate and 1 more still fires")


@pytest.mark.parametrize(
    "since",
    [
        ingested(change=Change.RESOLVED, status="resolved", ends_at=minutes(20)),
        went_stale(),
    ],
    ids=["resolved", "stale"],
)
def test_it_is_not_reopened_for_an_alert_that_no_longer_fires(since):
    ended_by_hand(**AN_HOUR).given(since, at=20).when_timers_fire(at=100).then_nothing()


def test_an_alert_too_harmless_to_open_an_incident_does_not_reopen_one():
    world = ended_by_hand(ingested("a"), ingested("b", severity=Severity.LOW), **AN_HOUR)
    world.given(ingested(change=Change.RESOLVED, status="resolved", ends_at=minutes(20)), at=20)
    world.when_timers_fire(at=100).then_nothing()


def test_a_change_of_a_firing_alert_does_not_put_it_off():
    world = ended_by_hand(**AN_HOUR).given(ingested(change=Change.CHANGED, annotations={"value": "7"}), at=60)
    world.when_timers_fire(at=70).then_asks(TransitionIncidentStatus)


def test_each_resolve_by_hand_begins_the_wait_anew():
    world = ended_by_hand(**AN_HOUR).given(reopened(FIRST, at=minutes(20)), at=20)
    world.when_timers_fire(at=100).then_nothing()
    world.given(resolved_by_hand(FIRST, at=minutes(110)), at=110).when_timers_fire(at=169).then_nothing()
    world.when_timers_fire(at=170).then_asks(TransitionIncidentStatus)


def test_what_was_closed_is_not_reopened():
    ended_by_hand(**AN_HOUR).given(closed(FIRST, minutes(20)), at=20).when_timers_fire(at=100).then_nothing()


def test_closed_while_the_reopen_is_on_its_way_the_alert_goes_on_in_the_next_incident():
    world = ended_by_hand(**AN_HOUR).when_timers_fire(at=70).then_asks(TransitionIncidentStatus)
    asked = world.when(closed(FIRST, minutes(70.1)), at=70.1).then_asks(CreateIncident, CorrelateAlertsToIncident)
    assert asked.intent(CreateIncident).follows == FIRST


def test_an_incident_whose_alerts_a_later_one_answers_for_stays_resolved():
    world = ended_by_hand(**AN_HOUR, reopen_window_s=60)
    world.when(ingested("b"), at=30).then_asks(CreateIncident, CorrelateAlertsToIncident)
    world.when_timers_fire(at=100).then_nothing()


def test_the_timer_is_on_account_of_who_resolved_it():
    (state,) = ended_by_hand(**AN_HOUR).states(f"alert:{named('a')}")
    timer = alert_correlation.timers(state)[STILL_FIRING]
    assert timer.due_at == minutes(70)
    assert state.ended_by == timer.cause
