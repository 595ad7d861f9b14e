"""Objectives are measured: each window once, late ones again, gaps later; somebody is told when nothing is known."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.app.slo_checks.measure_plan import MOST_WINDOWS, asks_of
from shared.domain.silence.facts import SilenceCreated, SilenceExpired
from shared.domain.silence.values import SilenceDefinition
from shared.domain.slo.values import CountsIndicator, Maintenance, RollingWindow, SLODefinition
from shared.kernel.ids import SilenceId, SloId
from shared.ports.measuring import Measured
from tests.support.counting_api import counting_api
from tests.support.facts import OTHER_TENANT, TENANT
from tests.support.given import ANA
from tests.support.measuring_world import SETTLE, T0, MeasuringWorld, measuring_world

pytestmark = pytest.mark.postgres

FIVE = timedelta(minutes=5)
HORIZON = timedelta(hours=48)


@pytest.fixture
def world(database_url: str) -> Iterator[MeasuringWorld]:
    with counting_api() as api, measuring_world(database_url, api, tenants=[OTHER_TENANT]) as found:
        api.known = {"good": {"": "9"}, "total": {"": "10"}}
        yield found


def definition(**more: object) -> SLODefinition:
    plain = {
        "name": "Checkout",
        "target": 99,
        "window": RollingWindow(days=7),
        "indicator": CountsIndicator(good_query="good", total_query="total"),
    }
    return SLODefinition.model_validate(plain | more)


def caught_up(world: MeasuringWorld, slug: str = "checkout", **more: object) -> SloId:
    """An objective is measured until T0, and the clock is as far as that."""
    wanted = definition(**more)
    slo_id = world.promise(slug, wanted)
    standing = Measured(asks=asks_of(wanted), since=T0 - HORIZON, next_try=T0, until=T0, known_until=T0)
    world.measure.store.settle(TENANT, {slo_id: standing}, {})
    return slo_id


def test_history_is_read_oldest_first_within_what_may_be_told_and_then_each_window_once(world: MeasuringWorld) -> None:
    slo_id = world.promise("checkout", definition())
    assert world.turn().windows == MOST_WINDOWS
    first = world.windows()
    assert first[0] == (T0 - HORIZON, 9, 10)
    assert [start for start, _, _ in first] == [T0 - HORIZON + number * FIVE for number in range(MOST_WINDOWS)]
    assert world.turn().windows == MOST_WINDOWS
    assert world.windows()[-1][0] == T0 - FIVE
    assert world.turn().objectives == 0
    standing = world.standing(slo_id)
    assert (standing.until, standing.problem, standing.next_try) == (T0, None, T0 + FIVE + SETTLE)
    assert world.turn(later=FIVE).windows == 1
    assert world.windows() == [(T0, 9, 10)]


def test_the_newest_windows_are_read_again_and_only_what_changed_is_told(world: MeasuringWorld) -> None:
    caught_up(world)
    world.turn(later=FIVE)
    assert len(world.windows()) == 1
    world.api.known["total"] = {"": "11"}
    world.turn(later=FIVE)
    assert world.windows() == [(T0 - FIVE, 9, 11), (T0, 9, 11), (T0 + FIVE, 9, 11)]
    world.turn(later=FIVE)
    assert world.windows() == [(T0 + 2 * FIVE, 9, 11)]


def test_what_was_published_and_not_remembered_is_the_same_message_again(world: MeasuringWorld) -> None:
    caught_up(world)
    world.publisher.away = True
    with pytest.raises(Exception, match="away"):
        world.turn(later=FIVE)
    world.publisher.away = False
    world.turn()
    (first,) = world.told()
    world.sql.execute("UPDATE slo.measuring SET until = until - interval '5 minutes', next_try = since, recent = '[]'")
    world.turn()
    assert [event["id"] for event in world.told()] == [first["id"]]


def test_a_source_that_was_away_is_caught_up_window_by_window(world: MeasuringWorld) -> None:
    slo_id = caught_up(world)
    answering = world.api.api.routes.pop("/api/v1/query_range")
    world.turn(later=FIVE)
    assert world.told() == []
    standing = world.standing(slo_id)
    assert (standing.until, standing.problem, standing.problem_since) == (T0, "refused", world.clock.at)
    for _ in range(20):
        world.turn(later=FIVE)
    assert len(world.api.queries) <= 20
    world.clock.at = T0 + timedelta(days=1) + SETTLE
    world.api.api.routes["/api/v1/query_range"] = answering
    while world.turn().windows:
        pass
    starts = [start for start, _, _ in world.windows()]
    assert starts == [T0 + number * FIVE for number in range(288)]
    assert world.standing(slo_id).problem is None


def test_a_window_of_which_nothing_is_known_is_a_gap_until_it_is_filled(world: MeasuringWorld) -> None:
    slo_id = caught_up(world)
    world.api.known["total"] = {}
    world.turn(later=FIVE)
    assert world.windows() == []
    assert world.standing(slo_id)[:2] == (T0 + FIVE, "no_series")
    world.api.known["total"] = {"": "10"}
    world.turn(later=FIVE)
    assert world.windows() == [(T0, 9, 10), (T0 + FIVE, 9, 10)]
    world.api.known["total"] = {}
    for _ in range(3):
        world.turn(later=FIVE)
    world.api.known["total"] = {"": "10"}
    for _ in range(4):
        world.turn(later=FIVE)
    starts = [start for start, _, _ in world.windows()]
    assert sorted(starts) == [T0 + number * FIVE for number in range(2, 9)]
    assert _gaps(world) == [[]]


def test_what_can_no_longer_be_told_is_not_asked_for_any_more(world: MeasuringWorld) -> None:
    world.promise("checkout", definition())
    world.api.known["total"] = {}
    world.turn()
    world.turn()
    assert _gaps(world) != [[]]
    world.api.known["total"] = {"": "10"}
    world.clock.at += timedelta(days=5)
    del world.api.api.asked[:]
    while world.turn().windows:
        pass
    assert _gaps(world) == [[]]
    oldest = world.clock.at - SETTLE - HORIZON
    asked = [int(form["start"]) for _, form, _ in world.api.api.asked]
    assert min(asked) == int((oldest + FIVE).timestamp())


def _gaps(world: MeasuringWorld) -> list[object]:
    return [gaps for (gaps,) in world.sql.execute("SELECT gaps FROM slo.measuring").fetchall()]


def test_somebody_is_told_when_nothing_was_known_for_a_hundredth_of_the_window(world: MeasuringWorld) -> None:
    """Of seven days: an hour and forty minutes."""
    caught_up(world)
    world.api.known["total"] = {}
    for _ in range(20):
        world.turn(later=FIVE)
    assert world.alerts() == []
    world.turn(later=FIVE)
    (event,) = world.told()
    told = event["data"]
    assert (told["name"], told["status"]) == ("SLONotMeasured", "firing")
    assert (told["source"], told["source_name"]) == ("slo", "slo")
    assert told["labels"]["slo"] == "checkout"
    assert told["starts_at"].startswith("2026-03-01T12:00:00")
    world.turn(later=FIVE)
    world.api.known["total"] = {"": "10"}
    world.turn(later=FIVE)
    assert world.alerts() == [("SLONotMeasured", "resolved")]


def test_when_the_whole_source_is_silent_there_is_one_alert_for_all(world: MeasuringWorld) -> None:
    for number in range(3):
        caught_up(world, f"checkout-{number}")
    answering = world.api.api.routes.pop("/api/v1/query_range")
    for _ in range(30):
        world.turn(later=FIVE)
    assert world.alerts() == [("SLISourceSilent", "firing")]
    world.api.api.routes["/api/v1/query_range"] = answering
    world.turn(later=timedelta(minutes=10))
    assert world.alerts() == [("SLISourceSilent", "resolved")]


def planned(starts_at: datetime, ends_at: datetime, *matchers: str) -> SilenceCreated:
    silence = SilenceDefinition(
        kind="maintenance", matchers=matchers, starts_at=starts_at, ends_at=ends_at, reason="new disks"
    )
    return SilenceCreated(silence_id=SilenceId(TENANT), definition=silence, created_by=ANA)


@pytest.mark.parametrize(
    ("matcher", "policy", "expired_at", "excluded"),
    [
        ('slo="checkout"', Maintenance.EXCLUDED, None, [False, True, True, False]),
        ('slo="checkout"', Maintenance.COUNTS, None, [False] * 4),
        ('slo="other"', Maintenance.EXCLUDED, None, [False] * 4),
        ('slo="checkout"', Maintenance.EXCLUDED, T0 + FIVE + FIVE, [False, True, False, False]),
    ],
)
def test_windows_that_touch_planned_maintenance_are_excluded(
    world: MeasuringWorld, matcher: str, policy: Maintenance, expired_at: datetime | None, excluded: list[bool]
) -> None:
    caught_up(world, maintenance=policy)
    created = planned(T0 + FIVE + timedelta(minutes=4), T0 + 3 * FIVE, matcher)
    later = (
        []
        if expired_at is None
        else [SilenceExpired(silence_id=created.silence_id, expired_by=ANA, expired_at=expired_at, reason=None)]
    )
    world.silence(created, *later)
    world.turn(later=4 * FIVE)
    told = [event["data"] for event in world.told()]
    assert [each["excluded"] for each in told] == excluded


def test_tenants_have_their_turn_and_a_source_that_nobody_registered_is_not_asked(world: MeasuringWorld) -> None:
    elsewhere = definition(indicator=CountsIndicator(good_query="good", total_query="total", source="elsewhere"))
    slo_id = world.promise("pushed", elsewhere)
    for number in range(5):
        world.promise(f"checkout-{number}", definition())
    world.promise("checkout", definition(), OTHER_TENANT)
    first = world.measure.store.due(world.clock.at, 2)
    assert {tenant: len(found) for tenant, found in first.items()} == {TENANT: 1, OTHER_TENANT: 1}
    assert world.turn().windows == 6 * MOST_WINDOWS
    assert world.record.standing(TENANT, [slo_id]) == {}
    assert len(world.api.queries) == 1


def test_a_source_is_asked_only_for_the_tenants_that_it_is_there_for(world: MeasuringWorld) -> None:
    (source,) = world.measure.sources
    theirs = replace(world.measure, sources=[source._replace(tenants=frozenset({OTHER_TENANT}))])
    world.promise("checkout", definition())
    world.promise("checkout", definition(), OTHER_TENANT)
    with closing(theirs):
        assert theirs().objectives == 2
    told = world.told()
    assert len(told) == MOST_WINDOWS
    assert {event["tenantid"] for event in told} == {str(OTHER_TENANT)}
    assert len(world.api.queries) == 1
