"""Episodes when clocks lie and senders disagree: which claim is believed, and what is kept of the other."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.alert.decide import MOST_IGNORED_TOLD
from shared.domain.alert.facts import Change
from shared.domain.alert.values import Difference
from shared.kernel.moment import CLOCK_TOLERANCE
from shared.kernel.vocabulary import AlertStatus
from tests.support.alerts import NEW, given, ignored, ingested, resolved_at, sighted, went_stale
from tests.support.given import NOON, Given, after


def heard(*sights: tuple[str, float, float, float | None]) -> Given:
    """(status, claimed start, heard at, claimed end) in minutes after noon, one after the other."""
    past, seen = given, None
    for status, start, at, end in sights:
        ends_at = None if end is None else after(end)
        told = sighted(status, starts_at=after(start), received_at=after(at), ends_at=ends_at)
        when = past.when(told, sighted_at=seen)
        past = past.facts(*(when.ignored.facts if when.ignored else when.followed))
        seen = seen if when.ignored else after(at)
    return past


def stands(past: Given) -> tuple[AlertStatus, int]:
    return past.state.status, past.state.episode


FIRING, RESOLVED = AlertStatus.FIRING, AlertStatus.RESOLVED


def test_a_start_that_moves_earlier_within_its_episode_stays_one_episode_and_its_resolve_ends_it():
    past = heard(("firing", 0.25, 1, None), ("firing", 0, 2, None))
    assert (stands(past), past.state.starts_at) == ((FIRING, 1), NOON)
    assert past.state.claimed_starts_at == after(0.25)
    past = heard(("firing", 0.25, 1, None), ("firing", 0, 2, None), ("resolved", 0, 13, 12))
    assert (stands(past), past.state.starts_at, past.state.ends_at) == ((RESOLVED, 1), NOON, after(12))


def test_a_resolve_that_alone_carries_the_earlier_start_ends_the_episode():
    past = heard(("firing", 0.25, 1, None), ("resolved", 0, 13, 12))
    assert (stands(past), past.state.starts_at) == ((RESOLVED, 1), NOON)


def test_two_replicas_with_two_starts_are_one_episode_and_their_repeats_are_no_news():
    past = heard(("firing", 0, 1, None), ("firing", 0.25, 1.1, None))
    assert stands(past) == (FIRING, 1)
    for start, at in ((0, 241), (0.25, 241.1), (0, 481)):
        past.when(sighted(starts_at=after(start), received_at=after(at)), sighted_at=after(at)).then_nothing()
    over = heard(
        ("firing", 0, 1, None), ("firing", 0.25, 1.1, None), ("resolved", 0, 9, 8), ("resolved", 0.25, 9.1, 8.2)
    )
    assert (stands(over), over.state.ends_at) == ((RESOLVED, 1), after(8))


def test_one_replica_that_ends_before_the_other_began_does_not_end_what_the_other_sees():
    past = heard(("firing", 0, 1, None), ("firing", 0.8, 1.1, None), ("resolved", 0, 1.2, 0.7))
    assert stands(past) == (FIRING, 1)
    assert past.state.ignored_sightings == 1
    ended = sighted("resolved", starts_at=after(0.8), ends_at=after(5), received_at=after(6))
    assert past.when(ended).followed[0].status == "resolved"


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=150)], ids=["an hour", "months"])
def test_a_sender_whose_clock_is_ahead_is_taken_at_when_it_was_heard_and_its_claim_is_kept(ahead: timedelta):
    claim = NOON + ahead
    past = given.when(sighted(starts_at=claim, received_at=after(1))).then(
        ingested(Change.NEW, starts_at=after(1), received_at=after(1), claimed_starts_at=claim)
    )
    past.when(sighted(starts_at=claim, received_at=after(241)), sighted_at=after(1)).then_nothing()
    ended = sighted("resolved", starts_at=claim, ends_at=claim + timedelta(minutes=20), received_at=after(21))
    past = past.when(ended).then(
        resolved_at(
            after(21),
            starts_at=after(1),
            ends_at=after(21),
            claimed_starts_at=claim,
            claimed_ends_at=claim + timedelta(minutes=20),
        )
    )
    again = ingested(Change.REFIRED, episode=2, starts_at=after(30), received_at=after(31))
    past.when(sighted(starts_at=after(30), received_at=after(31))).then(again)


@pytest.mark.parametrize("status", ["firing", "resolved"])
def test_after_a_clock_far_ahead_is_set_right_the_alert_goes_on_and_ends(status: str):
    past = heard(("firing", 9_000_000, 1, None), ("firing", 0.5, 30, None))
    assert (stands(past), past.state.starts_at) == ((FIRING, 1), after(0.5))
    assert stands(heard(("firing", 9_000_000, 1, None), ("resolved", 0.5, 30, 29))) == (RESOLVED, 1)
    assert status in ("firing", "resolved")


def test_a_start_in_the_far_future_that_was_kept_before_starts_were_bounded_blocks_nothing():
    kept = ingested(Change.NEW, starts_at=after(9_000_000), received_at=after(1))
    healed = given.facts(kept).when(sighted(starts_at=after(0.5), received_at=after(300)))
    assert healed.followed[0].starts_at == after(0.5)
    ended = sighted("resolved", starts_at=after(0.5), ends_at=after(299), received_at=after(300))
    assert given.facts(kept).when(ended).followed[0].status == "resolved"
    over = resolved_at(after(20), starts_at=after(9_000_000), ends_at=after(9_000_100))
    refired = given.facts(kept, over).when(sighted(starts_at=after(30), received_at=after(31)))
    assert refired.followed[0].episode == 2


def test_what_is_ahead_by_no_more_than_clocks_are_is_kept_as_it_was_said():
    claim = NOON + CLOCK_TOLERANCE
    given.when(sighted(starts_at=claim)).then(ingested(Change.NEW, starts_at=claim))
    beyond = claim + timedelta(microseconds=1)
    given.when(sighted(starts_at=beyond)).then(ingested(Change.NEW, starts_at=NOON, claimed_starts_at=beyond))


def test_a_start_long_ago_is_as_it_is():
    long_ago = NOON - timedelta(days=400)
    given.when(sighted(starts_at=long_ago)).then(ingested(Change.NEW, starts_at=long_ago))


@pytest.mark.parametrize("claimed", [after(-30), after(600)], ids=["before its start", "in our future"])
def test_an_end_that_cannot_be_is_taken_as_when_it_was_heard(claimed: datetime):
    ended = sighted("resolved", ends_at=claimed, received_at=after(9))
    given.facts(NEW).when(ended).then(resolved_at(after(9), ends_at=after(9), claimed_ends_at=claimed))


def test_a_resolve_by_a_clock_in_another_zone_ends_the_episode_once_nothing_can_have_overtaken_it():
    hours_behind = {"starts_at": after(-300), "ends_at": after(-290)}
    early = sighted("resolved", received_at=after(0.5), **hours_behind)
    assert given.facts(NEW).when(early).ignored is not None
    ended = given.facts(NEW).when(sighted("resolved", received_at=after(10), **hours_behind))
    assert (ended.followed[0].status, ended.followed[0].ends_at) == ("resolved", after(10))


def test_a_resolve_heard_before_its_firing_is_the_last_word_until_the_sender_insists():
    first = sighted("resolved", ends_at=after(3), received_at=after(4))
    past = given.when(first).then(ingested(Change.NEW, "resolved", ends_at=after(3), received_at=after(4)))
    late = ignored("firing", "late_retry", received_at=after(4.5))
    past = past.when(sighted(received_at=after(4.5))).then_ignored("stale", late)
    assert (past.state.ignored_sightings, past.state.last_ignored_at) == (1, after(4.5))
    past.when(sighted(received_at=after(5))).then(ingested(Change.REFIRED, episode=2, received_at=after(5)))


@pytest.mark.parametrize("start", [-500, 0, 2])
def test_a_firing_alert_with_any_older_start_reopens_when_it_is_repeated_after_the_retry_window(start: float):
    past = given.facts(NEW, resolved_at(after(5), ends_at=after(4)))
    early = past.when(sighted(starts_at=after(start), received_at=after(5.5)))
    assert early.ignored is not None
    assert len(early.ignored.facts) == 1
    again = past.when(sighted(starts_at=after(start), received_at=after(6)))
    assert (again.followed[0].change, again.followed[0].episode) == (Change.REFIRED, 2)


def test_a_retry_window_without_end_is_a_long_one():
    past = given.facts(NEW, resolved_at(after(5), ends_at=after(4)))
    assert past.when(sighted(received_at=after(500), retry_window_s=10**15)).ignored is not None


def test_a_resolve_that_says_its_end_as_its_start_too_ends_the_episode_and_keeps_its_beginning():
    """As Grafana 12 does: the start of a resolved alert is overwritten with its end."""
    past = heard(("firing", 0, 1, None), ("resolved", 12, 13, 12))
    assert (stands(past), past.state.starts_at, past.state.ends_at) == ((RESOLVED, 1), NOON, after(12))
    assert stands(heard(("firing", 0, 1, None), ("resolved", 12, 13, 12), ("firing", 20, 21, None))) == (FIRING, 2)


def test_a_peer_that_has_not_heard_of_the_end_and_tells_it_later_is_believed_and_corrected_by_its_own_resolve():
    """As highly available Alertmanagers do that have lost their peers: firing again minutes after the resolve."""
    told = [("firing", 0, 1, None), ("resolved", 0, 9, 8), ("firing", 0, 14, None)]
    assert stands(heard(*told)) == (FIRING, 2)
    assert stands(heard(*told, ("resolved", 0, 19, 8))) == (RESOLVED, 2)


def test_a_refire_within_the_retry_window_is_told_from_a_retry_by_its_start():
    past = given.facts(NEW, resolved_at(after(5), ends_at=after(4.9)))
    again: dict[str, Any] = {"starts_at": after(5), "received_at": after(5.1)}
    past.when(sighted(**again)).then(ingested(Change.REFIRED, episode=2, **again))


def test_an_old_firing_sight_changes_no_label_back_while_the_next_episode_is_new():
    again = ingested(Change.REFIRED, episode=2, starts_at=after(30), received_at=after(31))
    past = given.facts(NEW, resolved_at(after(5)), again)
    past.when(sighted(received_at=after(31.5), annotations={})).then_nothing()
    merged = sighted(received_at=after(40), annotations={})
    past.when(merged).then(
        ingested(
            Change.CHANGED,
            episode=2,
            starts_at=after(30),
            received_at=after(40),
            annotations={},
            differences=(Difference(what="annotation summary", before="5xx above 5 %", after=None),),
        )
    )


def test_the_resolve_of_an_episode_whose_end_was_lost_does_not_end_the_next_one():
    again = ingested(Change.REFIRED, episode=2, starts_at=after(300), received_at=after(301))
    late = sighted("resolved", ends_at=after(200), received_at=after(400))
    past = given.facts(NEW, went_stale(at=after(250)), again)
    assert past.when(late).ignored is not None


def test_the_facts_about_ignored_sights_are_bounded_per_episode():
    past = given.facts(NEW, resolved_at(after(5)))
    late = ignored("firing", "late_retry", received_at=after(5.5))
    past = past.facts(*[late] * (MOST_IGNORED_TOLD - 1))
    past = past.when(sighted(received_at=after(5.5))).then_ignored("stale", late)
    past.when(sighted(received_at=after(5.5))).then_ignored("stale")
    refired = past.when(sighted(received_at=after(6))).then(ingested(Change.REFIRED, episode=2, received_at=after(6)))
    assert refired.state.ignored_sightings == 0
