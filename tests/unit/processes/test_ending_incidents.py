"""When incidents resolve by themselves, reopen, or are followed by another."""

import pytest

from shared.domain.alert.facts import Change
from shared.domain.incident.intents import (
    CorrelateAlertsToIncident,
    CreateIncident,
    ReclassifyIncidentSeverity,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.kernel.ids import incident_id_for
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.alert_correlation.state import HOLD_DOWN
from tests.support.facts import RULE, TENANT, correlated, ingested, minutes, named, uncorrelated, went_stale
from tests.support.given_process import given_process
from tests.support.incident_facts import closed, reopened, resolved_by_hand, rule_put

KEY = f"rule/{RULE}|service=checkout"
FIRST, SECOND = (incident_id_for(TENANT, KEY, number) for number in (1, 2))


def process(**rule):
    return given_process(alert_correlation).given(rule_put(**rule))


def clear(alert="a", episode=1, at=0.0):
    return ingested(alert, change=Change.RESOLVED, status="resolved", episode=episode, ends_at=minutes(at))


def again(alert="a", episode=2, **changes):
    return ingested(alert, change=Change.REFIRED, episode=episode, **changes)


def resolved_world(**rule):
    """Opened at minute 0, clear at 10, resolved at 15."""
    return process(**rule).given(ingested()).given(clear(at=10), at=10).when_timers_fire(at=15)


def test_when_all_have_cleared_the_hold_down_runs_and_then_the_incident_resolves():
    world = process().given(ingested("a"), ingested("b", name="SlowResponses"))
    world.when(clear("a", at=10), at=10).then_nothing()
    world.when(
        ingested("b", change=Change.RESOLVED, status="resolved", name="SlowResponses", ends_at=minutes(12)), at=12
    )
    world.then_nothing()
    world.when_timers_fire(at=16.9).then_nothing()
    world.when_timers_fire(at=17).then_asks(
        ResolveIncident(
            incident_id=FIRST,
            summary="All 2 alerts cleared and stayed clear for 300 s. Cleared:"
            " SlowResponses at 2026-03-01 12:12:00 UTC; HighErrorRate at 2026-03-01 12:10:00 UTC.",
        )
    )
    world.when_timers_fire(at=100).then_nothing()


def test_the_resolve_is_on_account_of_the_fact_that_cleared_the_last_alert():
    world = process().given(ingested()).given(clear(), at=10)
    timer = alert_correlation.timers(world.states(f"incident:{FIRST}")[0])[HOLD_DOWN]
    assert timer.due_at == minutes(15)
    (resolve,) = world.when_timers_fire(at=15).asked
    assert resolve.causation_id == timer.cause.message_id
    assert resolve.occurred_at == minutes(15)


def test_an_alert_that_fires_during_the_hold_down_cancels_it():
    world = process().given(ingested()).given(clear(), at=10)
    world.when(again(), at=12).then_asks(CorrelateAlertsToIncident)
    world.when_timers_fire(at=60).then_nothing()
    world.given(clear(episode=2), at=61).when_timers_fire(at=66).then_asks(ResolveIncident)


def test_a_rule_without_hold_down_leaves_resolving_to_people():
    process(hold_down_s=None).given(ingested()).given(clear(), at=1).when_timers_fire(at=10_000).then_nothing()


def test_a_stale_alert_is_not_a_resolved_one():
    world = process().given(ingested("a"), ingested("b")).given(went_stale("b"), clear("a"), at=5)
    world.when_timers_fire(at=1_000).then_nothing()
    world.when(ingested("b", change=Change.HEALED), at=1_001).then_nothing()
    world.given(clear("b"), at=1_002).when_timers_fire(at=1_007).then_asks(ResolveIncident)


def test_firing_again_within_the_reopen_window_reopens_the_incident():
    world = resolved_world().when(again(), at=44.9)
    world.then_asks(
        TransitionIncidentStatus(
            incident_id=FIRST,
            status=IncidentStatus.INVESTIGATING,
            reason="HighErrorRate fires again within the reopen window",
            reopen_window_s=1_800,
        ),
        CorrelateAlertsToIncident,
    )
    world.given(clear(episode=2), at=50).when_timers_fire(at=55).then_asks(ResolveIncident)


def test_firing_again_after_the_reopen_window_opens_a_new_incident_that_follows():
    world = resolved_world().when(again(), at=45)
    world.then_asks(CreateIncident, CorrelateAlertsToIncident)
    create = world.intent(CreateIncident)
    assert (create.incident_id, create.follows, create.correlation_key) == (SECOND, FIRST, KEY)


def test_another_alert_of_the_same_problem_reopens_too_and_may_raise_the_severity():
    world = resolved_world().when(ingested("b", severity=Severity.CRITICAL), at=20)
    world.then_asks(TransitionIncidentStatus, CorrelateAlertsToIncident, ReclassifyIncidentSeverity)


def test_an_alert_below_the_minimum_severity_neither_reopens_nor_follows():
    resolved_world().when(ingested("b", severity=Severity.LOW), at=20).then_nothing()
    resolved_world().when(ingested("b", severity=Severity.LOW), at=90).then_nothing()


def test_a_reopen_window_of_zero_always_opens_a_new_incident():
    resolved_world(reopen_window_s=0).when(again(), at=15.1).then_asks(CreateIncident, CorrelateAlertsToIncident)


def test_after_a_close_the_next_incident_follows_even_within_the_reopen_window():
    world = resolved_world().given(closed(FIRST, minutes(16)), at=16).when(again(), at=17)
    world.then_asks(CreateIncident, CorrelateAlertsToIncident)
    assert world.intent(CreateIncident).follows == FIRST


def test_a_person_who_resolves_ends_the_hold_down():
    world = process().given(ingested()).given(clear(), at=10)
    world.given(resolved_by_hand(FIRST, minutes(11)), at=11).when_timers_fire(at=60).then_nothing()


def test_an_incident_resolved_by_hand_under_a_firing_alert_stays_resolved_until_the_alert_fires_again():
    world = process().given(ingested(), correlated_to_first())
    world.when(resolved_by_hand(FIRST, minutes(5)), at=5).then_nothing()
    world.when(ingested(change=Change.CHANGED, annotations={"summary": "x"}), at=6).then_nothing()
    world.when(again(), at=7).then_asks(TransitionIncidentStatus, CorrelateAlertsToIncident)


def test_an_alert_that_the_incident_had_not_taken_in_when_it_was_resolved_reopens_it():
    world = process().given(ingested("a"), correlated_to_first()).given(ingested("b"), at=5)
    world.when(resolved_by_hand(FIRST, minutes(4)), at=4)
    world.then_asks(TransitionIncidentStatus, CorrelateAlertsToIncident)
    assert [ref.alert_id for ref in world.intent(CorrelateAlertsToIncident).alerts] == [named("b")]


def test_a_stale_alert_that_was_healed_after_a_person_resolved_reopens_whichever_news_comes_first():
    world = process().given(ingested(), correlated_to_first()).given(went_stale(), at=5)
    world.given(ingested(change=Change.HEALED), at=10)
    world.when(resolved_by_hand(FIRST, minutes(8)), at=8).then_asks(TransitionIncidentStatus, CorrelateAlertsToIncident)
    world = process().given(ingested(), correlated_to_first()).given(went_stale(), at=5)
    world.given(resolved_by_hand(FIRST, minutes(8)), at=8)
    world.when(ingested(change=Change.HEALED), at=10).then_asks(TransitionIncidentStatus)


def test_the_news_of_its_own_resolve_is_older_than_the_reopen_it_has_asked_for_since():
    world = resolved_world().given(again(), at=20)
    echo = resolved_by_hand(FIRST, minutes(15))
    world.when(echo, at=15, actor="process:correlation/x/1").then_nothing()
    (episode,) = world.states(f"incident:{FIRST}")
    assert episode.phase == "open"


def test_a_reopen_that_a_close_has_overtaken_becomes_the_next_incident():
    world = process().given(ingested(), correlated_to_first()).given(went_stale(), at=5)
    world.given(resolved_by_hand(FIRST, minutes(8)), at=8).given(ingested(change=Change.HEALED), at=10)
    world.when(closed(FIRST, minutes(9)), at=9).then_asks(CreateIncident, CorrelateAlertsToIncident)
    assert world.intent(CreateIncident).follows == FIRST


def test_a_close_over_alerts_that_the_incident_knows_is_the_last_word_on_them():
    world = process().given(ingested(), correlated_to_first())
    world.given(resolved_by_hand(FIRST, minutes(1)), at=1).when(closed(FIRST, minutes(2)), at=2).then_nothing()
    world.when(ingested(change=Change.CHANGED, annotations={"summary": "x"}), at=3).then_nothing()
    world.when(again(), at=4).then_asks(CreateIncident, CorrelateAlertsToIncident)


def test_a_person_who_reopens_is_not_overruled_by_alerts_that_cleared_before():
    world = resolved_world().given(resolved_by_hand(FIRST, minutes(15)), at=15, actor="process:correlation/x/1")
    world.given(reopened(FIRST, minutes(20)), at=20)
    world.when_timers_fire(at=1_000).then_nothing()
    world.when(ingested("b"), at=21).then_asks(CorrelateAlertsToIncident)


def test_a_fixed_window_begins_the_next_incident_while_the_first_goes_on():
    world = process(window={"kind": "fixed", "seconds": 3_600}).given(ingested("a"))
    world.when(ingested("b"), at=60).then_asks(CorrelateAlertsToIncident)
    world.when(ingested("c"), at=60.1).then_asks(CreateIncident, CorrelateAlertsToIncident)
    assert world.intent(CreateIncident).follows == FIRST
    world.given(clear("a"), clear("b"), at=61).when_timers_fire(at=66)
    assert world.intent(ResolveIncident).incident_id == FIRST
    world.given(clear("c"), at=70).when_timers_fire(at=75)
    assert world.intent(ResolveIncident).incident_id == SECOND


def test_a_rolling_window_is_extended_by_every_alert():
    world = process(window={"kind": "rolling", "seconds": 3_600}).given(ingested("a"))
    world.when(ingested("b"), at=50).then_asks(CorrelateAlertsToIncident)
    world.when(ingested("c"), at=109).then_asks(CorrelateAlertsToIncident)
    world.when(ingested("d"), at=170).then_asks(CreateIncident, CorrelateAlertsToIncident)


def test_beyond_the_most_alerts_the_next_incident_begins():
    world = process(max_alerts=2).given(ingested("a"), ingested("b"))
    world.when(ingested("c"), at=1).then_asks(CreateIncident, CorrelateAlertsToIncident)
    world.when(ingested("d"), at=2).then_asks(CorrelateAlertsToIncident)
    assert world.intent(CorrelateAlertsToIncident).incident_id == SECOND
    world.when(again("a"), at=3).then_asks(CorrelateAlertsToIncident)
    assert world.intent(CorrelateAlertsToIncident).incident_id == FIRST


def test_an_alert_that_a_person_took_out_stays_out_until_it_fires_anew():
    world = process().given(ingested("a"), ingested("b"))
    world.given(uncorrelated("b").model_copy(update={"incident_id": FIRST}), at=1)
    world.when(ingested("b", change=Change.CHANGED, severity=Severity.CRITICAL), at=2).then_nothing()
    world.given(clear("a"), at=3).when_timers_fire(at=8).then_asks(ResolveIncident)
    world.when(again("b"), at=9).then_asks(
        TransitionIncidentStatus,
        CorrelateAlertsToIncident,
    )


@pytest.mark.parametrize("seen", [went_stale("x"), clear("x"), uncorrelated("x"), resolved_by_hand(FIRST, minutes(1))])
def test_news_of_what_it_never_heard_of_changes_nothing(seen):
    process().when(seen).then_nothing()


def correlated_to_first():
    return correlated().model_copy(update={"incident_id": FIRST})
