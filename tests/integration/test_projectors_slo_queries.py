"""SLOQueryService over projected facts: the budget as the writer counts it, how it went, and what was measured."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.adapters.postgres.projections.slo_burndown.queries import PostgresSLOQueries
from shared.domain.slo.decide import slo
from shared.domain.slo.facts import SLOUpdated
from shared.domain.slo.intents import CreateSLO, RecordSLIWindow, UpdateSLO
from shared.domain.slo.state import SLO
from shared.domain.slo.values import Budgeting, BurnCondition, CalendarMonth, RollingWindow, SLODefinition
from shared.domain.slo.windows import budget_at
from shared.kernel.decider import Context, Ignored, Rejected
from shared.kernel.ids import SloId
from shared.kernel.message import Fact
from shared.projections.page import InvalidQuery
from shared.projections.slo_burndown.burning_down import burn_rates, counted
from shared.projections.slo_burndown.projection import slo_burndown
from shared.projections.slo_burndown.queries import (
    BurndownQuery,
    SeriesStep,
    SLITimeSeries,
    SLOBurndown,
    TimeSeriesQuery,
)
from tests.support.facts import OTHER_TENANT, T0, TENANT, minutes
from tests.support.history_slos import exhausted, measured, objective, recovered, revised, slo_id
from tests.support.projected import Projected, projected
from tests.support.slos import OBJECTIVE, create, definition, update, window

pytestmark = pytest.mark.postgres
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class World:
    projected: Projected
    queries: PostgresSLOQueries

    def happened(self, *facts: Fact, tenant=TENANT) -> None:
        self.projected.happened(*facts, tenant=tenant)

    def burndown(self, *, now: datetime = T0, whose: SloId | None = None, **more) -> SLOBurndown:
        found = self.queries.get_burndown(TENANT, BurndownQuery(slo_id=whose or slo_id(), **more), now)
        assert found is not None
        return found

    def series(self, step: SeriesStep, *, whose: SloId | None = None, now: datetime = T0, **more) -> SLITimeSeries:
        found = self.queries.get_time_series(TENANT, TimeSeriesQuery(slo_id=whose or slo_id(), step=step, **more), now)
        assert found is not None
        return found


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with projected(database_url, slo_burndown) as projected_:
        yield World(projected_, PostgresSLOQueries(projected_.reading, wait_s=0.1))


def test_an_objective_of_which_nothing_was_told_has_its_whole_budget_and_no_rates(world: World) -> None:
    world.happened(objective())

    found = world.burndown(points=7)

    assert (found.remaining, found.budget.total, found.data_until) == (1.0, 0, None)
    assert {each.rate for each in found.burn_rates} == {None}
    assert [each.look_back_s for each in found.burn_rates] == [300, 1_800, 3_600, 7_200, 21_600, 86_400, 259_200]
    assert {point.recorded for point in found.points} == {False}
    assert (found.window_start, found.window_end) == (T0 - timedelta(days=7), T0)
    assert (found.exhausts_at, found.exhaustions, found.as_of.position) == (None, (), 1)


def test_the_budget_and_how_it_went_by_hand(world: World) -> None:
    """99 %: ten of a thousand may be bad. Four were five days ago, eight in the last hour."""
    world.happened(
        objective(),
        measured(996, 1_000, start=T0 - 5 * DAY, length_s=3_600),
        measured(1_000, 1_000, start=T0 - 4 * DAY, length_s=3_600),
        measured(92, 100, start=T0 - HOUR, length_s=3_600),
    )

    found = world.burndown(points=7)

    assert (found.budget.good, found.budget.total, found.budget.allowed_bad) == (2_088, 2_100, 21.0)
    assert found.budget.consumed == pytest.approx(12 / 21)
    assert found.remaining == pytest.approx(9 / 21)
    assert [None if point.remaining is None else round(point.remaining, 6) for point in found.points] == [
        None,
        None,
        0.6,
        0.8,
        None,
        None,
        round(9 / 21, 6),
    ]
    rates = {each.look_back_s: each.rate for each in found.burn_rates}
    assert (rates[3_600], rates[86_400], rates[259_200]) == (8.0, 8.0, 8.0)
    assert found.data_until == T0
    assert found.exhausts_at is not None
    assert abs(found.exhausts_at - (T0 + timedelta(days=7) * (9 / 21) / 8)) < timedelta(seconds=1)


def test_each_time_the_budget_was_gone_is_told_newest_first(world: World) -> None:
    world.happened(objective(), exhausted(minutes(1)), recovered(minutes(2)), exhausted(minutes(3)), measured(1, 1))

    lasting, over = world.burndown().exhaustions
    assert (lasting.starts_at, lasting.ends_at) == (minutes(3), None)
    assert (over.starts_at, over.ends_at, over.budget.good) == (minutes(1), minutes(2), 990)
    assert world.burndown().exhausted_since == minutes(3)


def test_a_correction_replaces_what_was_told(world: World) -> None:
    world.happened(
        objective(),
        measured(0, 100, start=T0 - HOUR),
        measured(100, 100, start=T0 - HOUR, corrected_good=0, corrected_total=100),
    )

    assert world.burndown().remaining == 1.0
    (point,) = world.series(SeriesStep.HOUR, since=T0 - HOUR).points
    assert (point.good, point.sli, point.corrected) == (100, 100.0, 1)


def test_another_target_leaves_what_was_judged_before_as_it_was(world: World) -> None:
    world.happened(
        objective(),
        measured(90, 100, start=T0 - 2 * HOUR),
        revised(target=90),
        measured(90, 100, start=T0 - HOUR, revision=2),
    )

    found = world.burndown()
    assert (found.budget.allowed_bad, found.target, found.revision) == (11.0, 90, 2)
    assert found.budget.consumed == pytest.approx(20 / 11)


def test_when_something_else_is_counted_nothing_before_is(world: World) -> None:
    world.happened(objective(), measured(0, 100, start=T0 - HOUR), revised(restarted=True))

    found = world.burndown()
    assert (found.budget.total, found.data_until) == (0, None)
    assert not world.series(SeriesStep.HOUR, since=T0 - 2 * HOUR).points[1].recorded


def test_slices_of_time_are_good_or_bad_as_a_whole(world: World) -> None:
    sliced: dict[str, Any] = {"budgeting": Budgeting.TIMESLICES, "timeslice_target": 95}
    world.happened(
        objective(**sliced, target=50),
        measured(95, 100, start=T0 - HOUR),
        measured(94, 100, start=T0 - HOUR + timedelta(minutes=5)),
        measured(0, 0, start=T0 - HOUR + timedelta(minutes=10)),
    )

    found = world.burndown()
    assert (found.budget.good, found.budget.total, found.budget.allowed_bad) == (2, 3, 1.5)
    (point,) = world.series(SeriesStep.HOUR, since=T0 - HOUR).points
    assert (point.good_slices, point.slices, point.sli) == (2, 3, 94.5)
    assert point.recorded_s == 900


def test_a_series_has_a_point_for_every_step_and_says_where_nothing_is_known(world: World) -> None:
    world.happened(
        objective(),
        measured(99, 100, start=T0 - 3 * HOUR),
        measured(50, 100, start=T0 - 3 * HOUR + timedelta(minutes=5)),
        measured(0, 0, start=T0 - HOUR),
        measured(7, 7, start=T0),
    )

    series = world.series(SeriesStep.HOUR, since=T0 - 3 * HOUR)

    assert [point.starts_at for point in series.points] == [T0 - 3 * HOUR, T0 - 2 * HOUR, T0 - HOUR]
    assert [(point.recorded, point.good, point.sli, point.recorded_s) for point in series.points] == [
        (True, 149, 74.5, 600),
        (False, None, None, 0),
        (True, 0, None, 300),
    ]
    assert (series.target, series.zone, series.points[-1].ends_at) == (99, "UTC", T0)
    assert len(world.series(SeriesStep.MINUTE).points) == 60
    assert len(world.series(SeriesStep.DAY).points) == 31


def test_days_of_a_calendar_month_are_the_zones_own(world: World) -> None:
    """Berlin's 1 March begins at 23:00 UTC on 28 February, and with it the budget."""
    midnight = datetime(2026, 2, 28, 23, tzinfo=UTC)
    world.happened(
        objective("mail", window=CalendarMonth(zone="Europe/Berlin")),
        measured(0, 10, slo_id=slo_id("mail"), start=midnight - HOUR),
        measured(20, 20, slo_id=slo_id("mail"), start=midnight),
    )

    series = world.series(SeriesStep.DAY, whose=slo_id("mail"), since=midnight - HOUR, until=midnight + HOUR)
    assert [(point.starts_at, point.total) for point in series.points] == [(midnight - DAY, 10), (midnight, 20)]
    assert series.zone == "Europe/Berlin"
    found = world.burndown(whose=slo_id("mail"))
    assert (found.budget.total, found.window_start) == (20, midnight)
    assert found.window_end == datetime(2026, 3, 31, 22, tzinfo=UTC)


def test_what_cannot_be_answered_is_refused_and_what_is_not_there_is_none(world: World) -> None:
    world.happened(objective())

    for points in (0, 501):
        with pytest.raises(InvalidQuery):
            world.burndown(points=points)
    with pytest.raises(InvalidQuery):
        world.series(SeriesStep.MINUTE, since=T0 - 10 * DAY)
    assert world.queries.get_burndown(TENANT, BurndownQuery(slo_id=SloId(UUID(int=9))), T0) is None
    assert world.queries.get_time_series(TENANT, TimeSeriesQuery(slo_id=SloId(UUID(int=9))), T0) is None


def test_another_tenants_objective_is_not_there(world: World) -> None:
    world.happened(objective(), measured(1, 2), tenant=OTHER_TENANT)

    assert world.queries.get_burndown(TENANT, BurndownQuery(slo_id=slo_id()), T0) is None
    assert world.queries.get_time_series(TENANT, TimeSeriesQuery(slo_id=slo_id()), T0) is None


def test_what_is_excluded_is_shown_and_uses_up_nothing(world: World) -> None:
    world.happened(objective(), measured(0, 100, start=T0 - HOUR, excluded=True))

    found = world.burndown()
    assert (found.budget.total, found.remaining, found.data_until) == (0, 1.0, T0 - HOUR + timedelta(minutes=5))
    (point,) = world.series(SeriesStep.HOUR, since=T0 - HOUR).points
    assert (point.good, point.total, point.excluded, point.recorded) == (0, 100, 1, True)


def test_asked_later_a_budget_is_what_it_was(world: World) -> None:
    """Facts of a minute each: what was told later of that time, and another target, were not known."""
    world.happened(
        objective(),
        measured(990, 1_000, start=T0 - 2 * HOUR),
        measured(900, 1_000, start=T0 - 2 * HOUR, corrected_good=990, corrected_total=1_000),
        revised(target=90),
    )
    with psycopg.connect(world.projected.url) as connection:
        connection.execute(
            "UPDATE domain.fact SET recorded_at = %s::timestamptz + version * interval '1 minute'", (T0,)
        )

    then = minutes(2)
    was = world.burndown(as_of=then, now=T0 + DAY)
    assert (was.budget.good, was.target, was.remaining, was.window_end) == (990, 99, 0.0, then)
    assert was.as_of.position == 2
    told = [point for point in world.series(SeriesStep.HOUR, as_of=then, now=T0 + DAY).points if point.recorded]
    assert [(point.good, point.corrected) for point in told] == [(990, 0)]
    assert world.burndown(now=T0).budget.good == 900
    assert world.queries.get_burndown(TENANT, BurndownQuery(slo_id=slo_id(), as_of=T0), T0) is None


@dataclass
class Company:
    """Sends an objective what a company would, in no good order, and keeps what the writer would."""

    chance: random.Random
    state: SLO | None = None
    facts: list[Fact] = field(default_factory=list)
    taken: int = 0

    def ask(self, intent: CreateSLO | UpdateSLO | RecordSLIWindow, now: datetime) -> None:
        context = Context(at=now, actor="human:ana", message_id=UUID(int=1), number=None, sighted_at=None)
        try:
            decision = slo.decide(intent, self.state, context)
        except Rejected:
            return
        if isinstance(decision, Ignored):
            return
        self.taken += 1
        for fact in decision:
            self.state = slo.evolve(self.state, fact)
            self.facts.append(fact)

    def window(self, now: datetime) -> RecordSLIWindow:
        """Mostly of the last hours; sometimes late, again, or from elsewhere."""
        minutes_long = self.chance.choice((5, 5, 5, 30, 60, 1_440))
        late = self.chance.choice((0, 0, 0, self.chance.randint(1, 60))) * HOUR
        start = now - late - timedelta(minutes=minutes_long)
        start = start.replace(minute=start.minute - start.minute % 5, second=0, microsecond=0)
        total = self.chance.choice((0, self.chance.randint(1, 10 ** self.chance.randint(1, 14))))
        source = self.chance.choice(("prometheus", "prometheus", "elsewhere"))
        good = total - min(total, int(total * self.chance.choice((0, 0.001, 0.02, 1))))
        excluded = self.chance.random() < 0.1
        return window(good, total, start=start, minutes=minutes_long, source=source, excluded=excluded)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "wanted",
    [
        definition(),
        definition(expected_events=1_000),
        definition(budgeting=Budgeting.TIMESLICES, timeslice_target=98.5, expected_events=50),
        definition(
            window=CalendarMonth(zone="America/St_Johns"),
            burn_policy=(BurnCondition(short_s=86_400, long_s=20 * 86_400, rate=2),),
        ),
    ],
    ids=["occurrences", "little traffic", "slices", "months"],
)
def test_whatever_was_told_the_query_counts_as_the_writer_does(world: World, wanted: SLODefinition, seed: int) -> None:
    company = Company(random.Random(seed))
    company.ask(create(wanted), T0)
    now = T0
    for _ in range(4):
        for _ in range(60):
            now += timedelta(minutes=company.chance.choice((5, 60, 125, 400)))
            company.ask(company.window(now), now)
        before = len(company.facts)
        world.happened(*company.facts)
        company.facts.clear()
        assert before > 30

        assert company.state is not None
        windows, meant = company.state.windows, company.state.definition
        found = world.burndown(now=now, whose=OBJECTIVE)
        assert found.budget == budget_at(windows, meant, now)
        assert found.points[-1].remaining in (None, found.remaining)
        assert found.burn_rates == burn_rates(counted(windows, meant), meant, now)
        assert (found.exhausted_since is not None) == company.state.exhausted
        target = company.chance.choice((95.0, 99.0, 99.987654))
        company.ask(update(meant.model_copy(update={"target": target})), now)
        if company.chance.random() < 0.3:
            company.ask(update(meant.model_copy(update={"window": RollingWindow(days=28)})), now)


def test_the_random_company_is_not_only_refused() -> None:
    """Otherwise the test above would compare nothing with nothing."""
    company = Company(random.Random(0))
    company.ask(create(), T0)
    for step in range(240):
        company.ask(company.window(T0 + step * HOUR), T0 + step * HOUR)
    company.ask(update(definition(target=95)), T0)

    assert isinstance(company.facts[-1], SLOUpdated)
    assert company.state is not None
    assert company.state.windows.hours
    assert company.taken > 100
