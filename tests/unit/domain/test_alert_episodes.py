"""When a sighting of an alert is a fact, and of which episode."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.alert.facts import Change
from shared.domain.alert.values import Difference
from shared.kernel.vocabulary import AlertSource, Severity
from tests.support.alerts import NEW, given, ignored, ingested, resolved_at, sighted, went_stale
from tests.support.given import NOON, after

STALE = went_stale(at=after(600))


def test_an_alert_never_seen_before_is_new():
    given.when(sighted()).then(ingested(Change.NEW))


def test_an_alert_first_seen_resolved_is_new_and_resolved():
    given.when(sighted("resolved", ends_at=after(3))).then(ingested(Change.NEW, "resolved", ends_at=after(3)))


def test_a_fact_keeps_where_the_alert_came_from_and_how_its_sender_grouped_it():
    told = sighted(environment_id="prod-eu", group_key='{}:{alertname="HighErrorRate"}')
    given.when(told).then(ingested(Change.NEW, environment_id="prod-eu", group_key='{}:{alertname="HighErrorRate"}'))


def test_a_firing_alert_has_not_ended_whatever_its_sender_expects():
    given.when(sighted(ends_at=after(5))).then(ingested(Change.NEW, ends_at=None))


def test_fixture_1_the_same_post_twice_is_one_fact():
    given.when(sighted()).then(NEW).when(sighted(received_at=after(0.01))).then_nothing()


def test_fixture_2_a_repeat_after_four_hours_with_nothing_changed_is_no_fact():
    given.facts(NEW).when(sighted(received_at=after(240), group_key="regrouped")).then_nothing()


@pytest.mark.parametrize(
    ("changed", "differences"),
    [
        ({"severity": Severity.CRITICAL}, [("severity", "high", "critical")]),
        (
            {"labels": {"alertname": "HighErrorRate", "service": "cart", "team": "pay"}},
            [("label service", "checkout", "cart"), ("label team", None, "pay")],
        ),
        (
            {"annotations": {"summary": "every answer is 5xx"}},
            [("annotation summary", "5xx above 5 %", "every answer is 5xx")],
        ),
        ({"generator_url": None}, [("link", "http://prometheus/graph", None)]),
        ({"name": "HigherErrorRate"}, [("name", "HighErrorRate", "HigherErrorRate")]),
    ],
)
def test_content_that_changes_while_firing_is_a_fact_of_the_same_episode_that_says_what_changed(changed, differences):
    given.facts(NEW).when(sighted(received_at=after(5), **changed)).then(
        ingested(
            Change.CHANGED,
            received_at=after(5),
            differences=[{"what": what, "before": before, "after": now} for what, before, now in differences],
            **changed,
        )
    )


@pytest.mark.parametrize(
    "text",
    ["5xx above 5.25 %", "5xx above 1.2e+3%", "5xx above +Inf", "5xx above 12"],
)
def test_a_measured_value_that_moves_is_no_news(text):
    given.facts(NEW).when(sighted(received_at=after(5), annotations={"summary": text})).then_nothing()


@pytest.mark.parametrize("text", ["4xx above 5 %", "5xx below 5 %", "5xx above 5 % of eu-2"])
def test_other_words_are_news(text):
    told = given.facts(NEW).when(sighted(received_at=after(5), annotations={"summary": text}))
    told.then(
        ingested(
            Change.CHANGED,
            received_at=after(5),
            annotations={"summary": text},
            differences=[{"what": "annotation summary", "before": "5xx above 5 %", "after": text}],
        )
    )


def test_a_sender_that_does_not_say_since_when_speaks_of_the_episode_that_is_under_way():
    unknown: dict[str, Any] = {"start_unknown": True, "starts_at": after(5), "received_at": after(5)}
    given.facts(NEW).when(sighted(**unknown)).then_nothing()
    given.facts(NEW).when(sighted("resolved", ends_at=after(4), **unknown)).then(
        resolved_at(after(5), ends_at=after(4))
    )
    given.facts(NEW, resolved_at(after(2))).when(sighted(**unknown)).then(
        ingested(Change.REFIRED, episode=2, starts_at=after(5), received_at=after(5))
    )


def test_firing_then_resolved_is_a_fact():
    given.facts(NEW).when(sighted("resolved", received_at=after(5), ends_at=after(4))).then(
        resolved_at(after(5), ends_at=after(4))
    )


def test_resolved_twice_is_one_fact():
    past = given.facts(NEW, resolved_at(after(5)))
    past.when(sighted("resolved", received_at=after(6), annotations={})).then_nothing()


def test_a_stale_alert_that_is_resolved_is_resolved():
    given.facts(NEW, STALE).when(sighted("resolved", received_at=after(700))).then(resolved_at(after(700)))


def test_a_stale_alert_seen_firing_again_is_healed_within_its_episode():
    given.facts(NEW, STALE).when(sighted(received_at=after(700))).then(ingested(Change.HEALED, received_at=after(700)))


@pytest.mark.parametrize("seconds_after_the_resolve", [-240, -0.001, 0, 59.999])
def test_fixture_6_a_firing_retry_delivered_after_its_resolve_is_ignored(seconds_after_the_resolve):
    received_at = after(5) + timedelta(seconds=seconds_after_the_resolve)
    given.facts(NEW, resolved_at(after(5))).when(sighted(received_at=received_at)).then_ignored(
        "stale", ignored("firing", "late_retry", received_at=received_at)
    )


def test_a_retry_is_judged_by_when_the_resolve_was_received_not_by_when_it_was_repeated():
    past = given.facts(NEW, resolved_at(after(5)))
    past = past.when(sighted("resolved", received_at=after(5.9))).then_nothing()
    past.when(sighted(received_at=after(6.5))).then(ingested(Change.REFIRED, episode=2, received_at=after(6.5)))


def test_without_a_retry_window_only_what_was_received_before_the_resolve_is_late():
    past = given.facts(NEW, resolved_at(after(5)))
    past.when(sighted(received_at=after(4.99), retry_window_s=0)).then_ignored(
        "stale", ignored("firing", "late_retry", received_at=after(4.99))
    )
    past.when(sighted(received_at=after(5), retry_window_s=0)).then(
        ingested(Change.REFIRED, episode=2, received_at=after(5))
    )


def test_fixture_7_a_refire_with_a_new_start_is_a_new_episode_of_the_same_alert():
    again: dict[str, Any] = {"starts_at": after(5.1), "received_at": after(5.2)}
    given.facts(NEW, resolved_at(after(5))).when(sighted(**again)).then(ingested(Change.REFIRED, episode=2, **again))


def test_fixture_8_a_refire_with_an_unchanged_start_still_reopens():
    past = given.facts(NEW, resolved_at(after(5)))
    past = past.when(sighted(received_at=after(6))).then(ingested(Change.REFIRED, episode=2, received_at=after(6)))
    past.when(sighted("resolved", received_at=after(9))).then(resolved_at(after(9), episode=2))


@pytest.mark.parametrize("past", [(NEW,), (NEW, STALE)], ids=["firing", "stale"])
def test_a_new_start_ends_an_episode_whose_resolve_was_lost(past):
    again: dict[str, Any] = {"starts_at": after(800), "received_at": after(801)}
    given.facts(*past).when(sighted(**again)).then(ingested(Change.REFIRED, episode=2, **again))


@pytest.mark.parametrize("past", [(NEW,), (NEW, STALE)], ids=["firing", "stale"])
def test_a_resolve_whose_own_firing_was_lost_ends_the_episode_that_is_open(past):
    over: dict[str, Any] = {"ends_at": after(31), "received_at": after(640)}
    ended = ingested(Change.RESOLVED, "resolved", claimed_starts_at=after(30), **over)
    given.facts(*past).when(sighted("resolved", starts_at=after(30), **over)).then(ended)


def test_an_episode_that_was_never_seen_firing_after_one_that_is_over_is_recorded_as_resolved():
    past = given.facts(NEW, resolved_at(after(5)))
    over = {"starts_at": after(30), "ends_at": after(31), "received_at": after(40)}
    past.when(sighted("resolved", **over)).then(ingested(Change.RESOLVED, "resolved", episode=2, **over))


def test_the_end_of_an_earlier_episode_is_not_the_end_of_this_one():
    again = ingested(Change.REFIRED, episode=2, starts_at=after(30), received_at=after(31))
    past = given.facts(NEW, resolved_at(after(5)), again)
    past.when(sighted("resolved", received_at=after(90))).then_ignored(
        "stale", ignored("resolved", "earlier_episode", episode=2, starts_at=NOON, received_at=after(90))
    )
    past.when(sighted(received_at=after(90))).then_nothing()


def test_starts_are_compared_to_the_microsecond_in_any_zone():
    past = given.facts(ingested(Change.NEW, starts_at="2026-03-01T14:00:00.000001+02:00"))
    past.when(sighted(starts_at="2026-03-01T12:00:00.000001987Z")).then_nothing()
    past.when(sighted(starts_at=NOON)).then(
        ingested(
            Change.CHANGED,
            claimed_starts_at="2026-03-01T14:00:00.000001+02:00",
            differences=(
                Difference(what="start", before="2026-03-01T14:00:00.000001+02:00", after="2026-03-01T12:00:00+00:00"),
            ),
        )
    )


@pytest.mark.parametrize("other", [{"fingerprint": "other"}, {"source_name": "staging"}])
def test_an_id_that_belongs_to_another_source_or_fingerprint_is_refused(other):
    given.facts(NEW).when(sighted(**other)).then_rejected("alert.identity_mismatch")


def test_argo_cd_saying_that_an_application_is_well_is_no_news_unless_it_was_not():
    well = sighted("resolved", source=AlertSource.ARGOCD, ends_at=after(5), received_at=after(5))
    given.when(well).then_ignored("not_firing")
    failing = sighted(source=AlertSource.ARGOCD)
    past = given.facts(ingested(Change.NEW, source=AlertSource.ARGOCD))
    past.when(failing).then_nothing()
    resolved = ingested(Change.RESOLVED, "resolved", source=AlertSource.ARGOCD, ends_at=after(5), received_at=after(5))
    later = sighted("resolved", source=AlertSource.ARGOCD, starts_at=after(9), ends_at=after(9), received_at=after(9))
    past.when(well).then(resolved).when(later).then_ignored("not_firing")


UNWATCHED = sighted("resolved", ends_at=after(5), received_at=after(5), unwatched=True, end_reason="NoData")


def test_what_was_no_longer_watched_recovers_when_its_sender_sees_that_it_is_over():
    recovered = sighted("resolved", ends_at=after(9), received_at=after(9))
    ended = ingested(
        Change.RESOLVED, "resolved", ends_at=after(5), received_at=after(5), unwatched=True, end_reason="NoData"
    )
    over = ingested(Change.RESOLVED, "resolved", ends_at=after(9), received_at=after(9))
    unwatched = given.facts(NEW).when(UNWATCHED).then(ended).when(UNWATCHED).then_nothing()
    unwatched.when(recovered).then(over).when(recovered).then_nothing()


def test_cloudwatch_says_of_metrics_that_they_are_well_which_never_were_otherwise():
    well = sighted("resolved", source=AlertSource.CLOUDWATCH, start_unknown=True, ends_at=after(9))
    given.when(well).then_ignored("not_firing")
