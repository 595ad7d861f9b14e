"""SLOBurnAlert: an alert of each kind while a condition fires, an incident's worth when the budget nears its end."""

from datetime import timedelta

from shared.domain.alert.intents import IngestAlert
from shared.domain.slo.values import Alerting, BurnCondition
from shared.kernel.ids import alert_id_for
from shared.kernel.vocabulary import AlertSource, Severity
from shared.processes.slo_burn.facts import SLOBurnCleared, SLOBurnDetected, SLOBurnEscalated
from shared.processes.slo_burn.react import slo_burn
from shared.processes.slo_burn.reading import BurnReading
from shared.processes.slo_burn.state import IN_HAND, SLOBurnAlert
from tests.support.burn_readings import ALL, FAST, ID, MONTH, NONE, QUIET, SIX, SLOW, WATCH, burn_reading
from tests.support.facts import TENANT, minutes
from tests.support.given_process import GivenProcess, given_process


def watch() -> GivenProcess[SLOBurnAlert]:
    return given_process(slo_burn)


def read(given: GivenProcess[SLOBurnAlert], one: BurnReading) -> GivenProcess[SLOBurnAlert]:
    return given.when_read(WATCH, one, at=5 * one.version + 1)


def alerts(given: GivenProcess[SLOBurnAlert]) -> list[IngestAlert]:
    return [envelope.data for envelope in given.asked if isinstance(envelope.data, IngestAlert)]


def test_while_nothing_burns_nothing_is_asked_and_nothing_is_in_hand() -> None:
    given = read(watch(), burn_reading(1))
    given.then_nothing()
    assert (list(given.said), list(given.states(IN_HAND))) == ([], [])


def test_a_burn_that_pages_raises_one_alert_that_a_person_understands() -> None:
    given = read(watch(), burn_reading(1, (FAST, NONE, NONE, NONE)))

    alert = given.intent(IngestAlert)
    assert (alert.alert_id, alert.source) == (alert_id_for(TENANT, "slo", f"{ID}/page"), AlertSource.SLO)
    assert (alert.status, alert.severity, alert.starts_at) == ("firing", Severity.CRITICAL, minutes(5))
    assert alert.labels == {
        "alertname": "SLO budget burns: checkout",
        "slo": "checkout",
        "service": "shop",
        "severity": "critical",
        "condition": "page-1h-5m",
    }
    assert alert.annotations == {
        "summary": "Checkout answers: the error budget burns 20 times as fast as allowed",
        "description": "In 1h 20 of 1000 events were bad, 20 times what may be; in 5m 20 of 1000 events were bad, "
        "20 times what may be; it alerts above 14.4 times in both. 20 % of the budget of 30 days is used up; "
        "the target is 99.9 %.",
    }
    assert alert.generator_url == f"/v1/slos/{ID}/burndown"


def test_what_is_detected_and_cleared_is_said_with_its_numbers() -> None:
    given = read(watch(), burn_reading(1, (FAST, NONE, NONE, NONE)))
    (detected,) = given.said
    assert isinstance(detected, SLOBurnDetected)
    assert (detected.condition.rate, detected.long.bad, detected.short.total) == (14.4, 20, 1_000)
    assert (detected.long.rate, detected.long.allowed_bad, detected.budget_left) == (20.0, 1.0, 0.8)

    read(given, burn_reading(2))
    (cleared,) = given.said
    assert isinstance(cleared, SLOBurnCleared)
    assert (cleared.starts_at, cleared.at, cleared.reason) == (minutes(5), minutes(10), "dropped")
    assert given.versions_are_whole()


def test_each_kind_has_one_alert_and_its_severity_is_the_fastest_condition_that_fires() -> None:
    given = read(watch(), burn_reading(1, ALL))
    assert [(each.severity, each.labels["condition"]) for each in alerts(given)] == [
        (Severity.CRITICAL, "page-1h-5m"),
        (Severity.MEDIUM, "ticket-1d-2h"),
    ]
    read(given, burn_reading(2, (SIX, SIX, SIX, SIX)))
    (page,) = alerts(given)
    assert (page.severity, page.labels["condition"], page.starts_at) == (Severity.HIGH, "page-6h-30m", minutes(5))
    read(given, burn_reading(3, (SLOW, SLOW, SLOW, SLOW)))
    assert [(each.status, each.severity) for each in alerts(given)] == [
        ("resolved", Severity.HIGH),
        ("firing", Severity.LOW),
    ]


def test_once_it_is_cleared_its_alert_is_resolved_and_the_next_burn_is_another_episode() -> None:
    given = read(read(watch(), burn_reading(1, (FAST, NONE, NONE, NONE))), burn_reading(2))
    over = given.intent(IngestAlert)
    assert (over.status, over.starts_at, over.ends_at) == ("resolved", minutes(5), minutes(10))
    assert list(given.states(IN_HAND)) == []
    read(given, burn_reading(3, (FAST, NONE, NONE, NONE)))
    assert given.intent(IngestAlert).starts_at == minutes(15)


def test_what_was_judged_already_comes_to_nothing() -> None:
    given = read(watch(), burn_reading(2, (FAST, NONE, NONE, NONE)))
    read(given, burn_reading(2, (FAST, NONE, NONE, NONE))).then_nothing()
    read(given, burn_reading(1)).then_nothing()
    assert len(given.states(IN_HAND)) == 1


def test_an_alert_that_stands_is_told_again_each_hour_and_not_in_between() -> None:
    given = read(watch(), burn_reading(1, (FAST, NONE, NONE, NONE)))
    for version in range(2, 13):
        read(given, burn_reading(version, (FAST, NONE, NONE, NONE))).then_nothing()
    read(given, burn_reading(13, (FAST, NONE, NONE, NONE)))
    assert given.intent(IngestAlert).starts_at == minutes(5)
    assert list(given.said) == []


def test_what_was_bad_long_ago_wakes_nobody_and_ends_nothing_by_itself() -> None:
    given = read(watch(), burn_reading(1, ALL, is_fresh=False))
    given.then_nothing()
    read(given, burn_reading(2, ALL))
    read(given, burn_reading(3, ALL, is_fresh=False)).then_nothing()
    read(given, burn_reading(4, QUIET, is_fresh=False))
    assert {each.status for each in alerts(given)} == {"resolved"}


def test_near_its_end_a_burning_budget_asks_for_an_incident_once() -> None:
    tickets = (NONE, NONE, NONE, SLOW)
    given = read(watch(), burn_reading(1, tickets, consumed=0.899))
    assert [each.severity for each in alerts(given)] == [Severity.LOW]
    read(given, burn_reading(2, tickets, consumed=0.9))
    assert given.intent(IngestAlert).severity is Severity.CRITICAL
    assert given.intent(IngestAlert).annotations["summary"].endswith("10 % of the error budget of 30 days is left")
    (escalated,) = given.said
    assert isinstance(escalated, SLOBurnEscalated)
    assert (escalated.consumed, escalated.escalate_share) == (0.9, 0.9)
    read(given, burn_reading(3, tickets, consumed=0.95)).then_nothing()
    assert list(given.said) == []


def test_a_budget_that_is_gone_and_no_longer_burns_asks_for_nothing() -> None:
    read(watch(), burn_reading(1, QUIET, consumed=1.5)).then_nothing()


def test_all_alerts_of_an_objective_without_a_service_meet_under_one_name() -> None:
    given = read(watch(), burn_reading(1, ALL, consumed=1.0, service=""))
    assert {each.name for each in alerts(given)} == {"SLO budget burns: checkout"}
    assert all("service" not in each.labels for each in alerts(given))


def test_a_condition_that_is_gone_from_the_policy_ends_its_alert() -> None:
    given = read(watch(), burn_reading(1, (FAST, NONE, NONE, NONE)))
    other = MONTH.model_copy(update={"burn_policy": (BurnCondition(long_s=7_200, short_s=300, rate=30),)})
    read(given, burn_reading(2, (NONE,), definition=other, revision=2))
    (cleared,) = given.said
    assert isinstance(cleared, SLOBurnCleared)
    assert (cleared.reason, cleared.condition.rate, cleared.long.rate) == ("condition_removed", 14.4, None)
    assert given.intent(IngestAlert).status == "resolved"


def test_while_it_has_to_hold_nothing_is_raised_and_it_stays_in_hand() -> None:
    held = MONTH.model_copy(update={"alerting": Alerting(hold_s=600)})
    given = read(watch(), burn_reading(1, (FAST, NONE, NONE, NONE), definition=held))
    given.then_nothing()
    assert len(given.states(IN_HAND)) == 1
    read(given, burn_reading(2, (FAST, NONE, NONE, NONE), definition=held)).then_nothing()
    read(given, burn_reading(3, (FAST, NONE, NONE, NONE), definition=held))
    assert given.intent(IngestAlert).starts_at == minutes(5) + timedelta(minutes=10)
