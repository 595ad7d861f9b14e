"""Accounts of objectives over projected facts: months, everybody's month, and who spent a budget."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.projections.slo_burndown.accounts import PostgresSLOAccounts
from shared.domain.slo.values import Budgeting, CalendarMonth
from shared.kernel.ids import IncidentId, ServiceId
from shared.kernel.message import Fact
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.page import InvalidQuery
from shared.projections.slo_burndown.accounts import (
    ComplianceQuery,
    ReportQuery,
    SLOSpending,
    SpendingQuery,
    StandingsQuery,
)
from shared.projections.slo_burndown.projection import slo_burndown
from tests.support.facts import OTHER_TENANT, T0, TENANT, created, minutes, named
from tests.support.history_slos import measured, objective, revised, slo_id
from tests.support.incident_facts import resolved_by_hand
from tests.support.projected import Projected, projected

pytestmark = pytest.mark.postgres
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CHECKOUT = ServiceId(named("service checkout"))


@dataclass
class World:
    projected: Projected
    accounts: PostgresSLOAccounts

    def happened(self, *facts: Fact, tenant=TENANT) -> None:
        self.projected.happened(*facts, tenant=tenant)

    def months(self, slug: str = "checkout", *, now: datetime = T0, months: int = 3) -> list[Any]:
        found = self.accounts.get_compliance(TENANT, ComplianceQuery(slo_id=slo_id(slug), months=months), now)
        assert found is not None
        return [(each.starts_at, each.bad, each.total, each.target, each.met) for each in found.months]

    def spending(self, now: datetime = T0 + HOUR, **more: Any) -> SLOSpending:
        found = self.accounts.get_spending(TENANT, SpendingQuery(slo_id=slo_id(), **more), now)
        assert found is not None
        return found


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with projected(database_url, slo_burndown, incident_timeline) as projected_:
        yield World(projected_, PostgresSLOAccounts(projected_.reading, wait_s=0.1))


def test_each_month_is_judged_by_the_targets_that_held_in_it(world: World) -> None:
    """99 % in January; in February half of it, then 90 %; the change left January as it was."""
    world.happened(
        objective(),
        measured(995, 1_000, start=datetime(2026, 1, 10, tzinfo=UTC)),
        measured(95, 100, start=datetime(2026, 2, 10, tzinfo=UTC)),
        revised(target=90),
        measured(95, 100, start=datetime(2026, 2, 20, tzinfo=UTC), revision=2),
    )

    assert world.months() == [
        (datetime(2026, 1, 1, tzinfo=UTC), 5, 1_000, 99.0, True),
        (datetime(2026, 2, 1, tzinfo=UTC), 10, 200, 94.5, True),
        (datetime(2026, 3, 1, tzinfo=UTC), 0, 0, None, None),
    ]


def test_a_month_keeps_its_account_when_something_else_is_counted_from_then_on(world: World) -> None:
    """January counted events; since the change it is slices of which one of two was bad."""
    sliced: dict[str, Any] = {"budgeting": Budgeting.TIMESLICES, "timeslice_target": 95, "target": 50}
    world.happened(
        objective(),
        measured(980, 1_000, start=datetime(2026, 1, 10, tzinfo=UTC)),
        revised(restarted=True, **sliced),
        measured(95, 100, start=datetime(2026, 2, 10, tzinfo=UTC), revision=2),
        measured(94, 100, start=datetime(2026, 2, 11, tzinfo=UTC), revision=2),
    )

    january, february = world.months(months=3)[:2]
    assert january[1:] == (20, 1_000, 99.0, False)
    assert february[1:] == (1, 2, 50.0, True)


def test_what_is_excluded_counts_for_nothing_and_is_told(world: World) -> None:
    world.happened(
        objective(),
        measured(0, 1_000, start=datetime(2026, 2, 10, tzinfo=UTC), excluded=True),
        measured(9, 10, start=datetime(2026, 2, 11, tzinfo=UTC), expected_events=100),
    )

    found = world.accounts.get_compliance(TENANT, ComplianceQuery(slo_id=slo_id(), months=2), T0)
    assert found is not None
    february = found.months[0]
    assert (february.bad, february.total, february.allowed_bad, february.excluded) == (1, 100, 1.0, 1)
    assert (february.met, february.recorded_s) == (True, 300)


def test_months_begin_at_the_midnights_of_the_objectives_zone(world: World) -> None:
    """Berlin's 1 March begins at 23:00 UTC on 28 February."""
    midnight = datetime(2026, 2, 28, 23, tzinfo=UTC)
    told: dict[str, Any] = {"slo_id": slo_id("mail")}
    world.happened(
        objective("mail", window=CalendarMonth(zone="Europe/Berlin")),
        measured(0, 10, start=midnight - HOUR, **told),
        measured(20, 20, start=midnight, **told),
    )

    assert [(at, total) for at, _, total, _, _ in world.months("mail", months=2)] == [
        (datetime(2026, 1, 31, 23, tzinfo=UTC), 10),
        (midnight, 20),
    ]


def test_everybodys_month_goes_by_slug_and_page(world: World) -> None:
    february = datetime(2026, 2, 5, tzinfo=UTC)
    world.happened(
        objective("a"),
        objective("b"),
        objective("c"),
        measured(9, 10, start=february, slo_id=slo_id("a")),
        measured(10, 10, start=february, slo_id=slo_id("c")),
    )

    first = world.accounts.get_report(TENANT, ReportQuery(year=2026, month=2, limit=2), T0)
    rest = world.accounts.get_report(TENANT, ReportQuery(year=2026, month=2, limit=2, cursor=first.next_cursor), T0)
    told = [(line.slug, line.account.sli, line.account.met) for page in (first, rest) for line in page.items]
    assert told == [("a", 90.0, False), ("b", None, None), ("c", 100.0, True)]
    assert rest.next_cursor is None
    with pytest.raises(InvalidQuery, match="has not begun"):
        world.accounts.get_report(TENANT, ReportQuery(year=2026, month=4), T0)


def test_the_budget_that_is_gone_furthest_comes_first(world: World) -> None:
    gone = {"good": 0, "total": 10, "allowed_bad": 0.1, "consumed": 100.0}
    half = {"good": 990, "total": 995, "allowed_bad": 10.0, "consumed": 0.5}
    world.happened(
        objective("a", service_id=CHECKOUT),
        objective("b"),
        objective("c"),
        measured(1, 1, slo_id=slo_id("b"), budget=half),
        measured(1, 1, slo_id=slo_id("c"), budget=gone),
    )

    first = world.accounts.list_standings(TENANT, StandingsQuery(limit=2))
    assert [(each.slug, each.remaining) for each in first.items] == [("c", -99.0), ("b", 0.5)]
    (last,) = world.accounts.list_standings(TENANT, StandingsQuery(limit=2, cursor=first.next_cursor)).items
    assert (last.slug, last.data_until, last.window) == ("a", None, "7d")
    (own,) = world.accounts.list_standings(TENANT, StandingsQuery(service_id=CHECKOUT)).items
    assert own.slug == "a"
    assert world.accounts.list_standings(OTHER_TENANT, StandingsQuery()).items == ()


def incident(name: str, number: int, start: float, end: float | None, *, service: ServiceId = CHECKOUT) -> list[Fact]:
    """From ``start`` to ``end`` in minutes; None: it lasts."""
    begun = created(name, number, impact_started_at=minutes(start), service_ids=(service,), title=name)
    over = [] if end is None else [resolved_by_hand(IncidentId(named(name)), minutes(end))]
    return [begun, *over]


def test_a_budget_is_spent_by_the_incidents_of_its_service_and_never_more_than_was_lost(world: World) -> None:
    """By hand, of 5-minute windows: 100 bad at 0 shared by two for 2 of its minutes, 10 at 5, 7 at 50 of nobody."""
    other = ServiceId(named("service other"))
    world.happened(
        objective(service_id=CHECKOUT, target=90),
        measured(900, 1_000, start=minutes(0)),
        measured(990, 1_000, start=minutes(5)),
        measured(993, 1_000, start=minutes(50)),
        measured(0, 1_000, start=minutes(10), excluded=True),
        *incident("slow", 1, 0, 4),
        *incident("gone", 2, 2, 12),
        *incident("elsewhere", 3, 0, None, service=other),
        *incident("long over", 4, -600, -500),
    )

    found = world.spending()
    # slow: 2 minutes alone and half of 2 = 60; gone: half of 2 and one alone = 40, and all ten of the next window.
    assert [(each.number, each.bad) for each in found.spent] == [(1, 60), (2, 50)]
    assert (found.account.bad, found.unattributed, found.complete) == (117, 7, True)
    assert found.spent[0].share == pytest.approx(60 / 300)
    assert (found.spent[0].starts_at, found.spent[0].ends_at, found.spent[0].title) == (minutes(0), minutes(4), "slow")


def test_an_incident_that_lasts_spends_until_now_and_without_a_service_nothing_is_attributed(world: World) -> None:
    world.happened(objective(service_id=CHECKOUT), measured(0, 8, start=minutes(5)), *incident("lasting", 7, 0, None))
    assert [(each.bad, each.ends_at) for each in world.spending().spent] == [(8, None)]

    world.happened(revised())
    found = world.spending()
    assert (found.spent, found.unattributed, found.service_id) == ((), 8, None)


def test_what_is_asked_for_has_bounds(world: World) -> None:
    world.happened(objective())

    for months in (0, 25):
        with pytest.raises(InvalidQuery):
            world.months(months=months)
    with pytest.raises(InvalidQuery):
        world.spending(since=T0 - 101 * DAY)
    with pytest.raises(InvalidQuery):
        world.spending(since=T0 + DAY)
    assert world.accounts.get_spending(OTHER_TENANT, SpendingQuery(slo_id=slo_id()), T0) is None
    assert world.accounts.get_compliance(OTHER_TENANT, ComplianceQuery(slo_id=slo_id()), T0) is None


def test_asked_later_months_are_what_they_were(world: World) -> None:
    """Facts of a minute each: a correction, and another target, were not known."""
    world.happened(
        objective(),
        measured(990, 1_000, start=T0 - HOUR),
        measured(900, 1_000, start=T0 - HOUR, corrected_good=990, corrected_total=1_000),
        revised(target=90),
    )
    with psycopg.connect(world.projected.url) as connection:
        connection.execute(
            "UPDATE domain.fact SET recorded_at = %s::timestamptz + version * interval '1 minute'", (T0,)
        )
    query = ComplianceQuery(slo_id=slo_id(), months=1, as_of=minutes(2))
    found = world.accounts.get_compliance(TENANT, query, T0 + DAY)
    assert found is not None
    assert [(month.bad, month.total, month.met) for month in found.months] == [(10, 1_000, True)]
    assert found.as_of.position == 2
    assert [month[1:] for month in world.months(months=1)] == [(100, 1_000, 99.0, False)]
    assert world.accounts.get_compliance(TENANT, ComplianceQuery(slo_id=slo_id(), as_of=T0), T0) is None
