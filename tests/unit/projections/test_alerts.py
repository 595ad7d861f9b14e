"""How an alert's rows follow from its facts."""

from shared.domain.alert.facts import Change
from shared.projections.alert_groups.alerts import alerts
from shared.projections.alert_groups.episodes import episodes
from shared.projections.alert_groups.groups import groups
from shared.projections.alert_groups.projection import alert_groups
from tests.support import facts as make
from tests.support.facts import RULE, T0, minutes
from tests.support.given_projection import GivenProjection

given = GivenProjection(alert_groups)


def test_an_alert_is_what_its_source_said_last():
    changed = make.ingested(change=Change.CHANGED, labels={"service": "cart"}, received_at=minutes(3))

    given.facts(make.ingested(), changed).then_row(
        alerts,
        status="firing",
        labels={"service": "cart"},
        last_seen_at=minutes(3),
        version=2,
        words="high error rate higherrorrate cart",
    )


def test_resolving_keeps_who_had_acknowledged():
    resolved = make.ingested(change=Change.RESOLVED, status="resolved", ends_at=minutes(9))

    given.facts(make.ingested(), make.acknowledged(), resolved).then_row(
        alerts, status="resolved", ends_at=minutes(9), acknowledged_by="human:ana"
    )


def test_a_new_episode_is_unacknowledged_and_the_old_one_is_history():
    refired = make.ingested(change=Change.REFIRED, episode=2, starts_at=minutes(60))
    facts = given.facts(make.ingested(), make.acknowledged(), refired)

    facts.then_row(alerts, episode=2, starts_at=minutes(60), acknowledged_by=None)
    assert [(row.episode, row.starts_at, row.acknowledged_by) for row in facts.rows(episodes)] == [
        (1, T0, "human:ana"),
        (2, minutes(60), None),
    ]


def test_a_silent_alert_is_stale_until_it_is_seen_again():
    stale = given.facts(make.ingested(), make.went_stale(last_seen_at=minutes(4)))
    healed = stale.facts(make.ingested(change=Change.HEALED, received_at=minutes(600)))

    stale.then_row(alerts, status="stale", stale_at=minutes(500), last_seen_at=minutes(4))
    stale.then_row(episodes, status="stale", stale_at=minutes(500))
    healed.then_row(alerts, status="firing", stale_at=None, last_seen_at=minutes(600))
    healed.then_row(episodes, status="firing", stale_at=None)


def test_a_group_carries_the_rule_that_joined_alerts_last():
    given.facts(make.created(correlation_key=None), make.correlated()).then_row(
        groups,
        correlation_key="service=checkout",
        rule_id=RULE,
        rule_version=3,
        matched={"service": "checkout"},
        first_correlated_at=T0,
    )
