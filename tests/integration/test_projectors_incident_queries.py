"""IncidentQueryService over projected facts: search, timeline, metrics, freshness."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Timer
from typing import Any

import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.queries_incidents import PostgresIncidentQueries
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.domain.alert.facts import Change
from shared.domain.incident.facts import (
    IncidentAcknowledged,
    IncidentResolved,
    IncidentsMerged,
    IncidentStatusChanged,
    IncidentTimelineEntryAdded,
)
from shared.domain.incident.values import EntryKind, TimelineEntry
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.incident_timeline.queries import IncidentSearch, MetricsQuery, StatusInterval, TimelineQuery
from shared.projections.page import InvalidQuery
from tests.support import facts as make
from tests.support.facts import OTHER_TENANT, READER, T0, TENANT, Log, commit, minutes, named

pytestmark = pytest.mark.postgres
I = IncidentId(named("i"))  # noqa: E741
J = IncidentId(named("j"))


@dataclass
class World:
    log: Log
    projector: Projector
    queries: PostgresIncidentQueries
    url: str

    def happened(self, *facts: Any, tenant=TENANT) -> None:
        added = [self.log.add(fact, tenant=tenant, at=minutes(90)) for fact in facts]
        commit(self.url, added)
        self.projector.project(added)

    def numbers(self, **asked: Any) -> list[int]:
        return [found.number for found in self.queries.search_incidents(TENANT, IncidentSearch(**asked)).items]


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with (
        connect_pool(database_url, role="sre_projector", application="test") as writing,
        connect_pool(database_url, role="sre_query", application="test") as reading,
    ):
        yield World(
            Log(),
            Projector(incident_timeline, PostgresProjectionStore(writing, incident_timeline, READER)),
            PostgresIncidentQueries(reading, wait_s=0.2),
            database_url,
        )


def acknowledged(minute: int) -> IncidentAcknowledged:
    return IncidentAcknowledged(
        incident_id=I,
        acknowledged_by="human:ana",
        acknowledged_at=minutes(minute),
        status=IncidentStatus.ACKNOWLEDGED,
        note=None,
    )


def resolved(minute: int, incident: IncidentId = I) -> IncidentResolved:
    return IncidentResolved(
        incident_id=incident,
        previous=IncidentStatus.OPEN,
        summary="rolled back",
        resolved_by="human:ana",
        resolved_at=minutes(minute),
        approval_id=None,
    )


def note(name: str, minute: int, supersedes: str | None = None) -> IncidentTimelineEntryAdded:
    entry = TimelineEntry(
        entry_id=named(name),
        kind=EntryKind.NOTE,
        text=name,
        occurred_at=minutes(minute),
        supersedes=named(supersedes) if supersedes else None,
    )
    return IncidentTimelineEntryAdded(incident_id=I, entry=entry, added_by="human:ana")


def test_search_finds_by_number_word_beginnings_status_severity_service_and_time(world: World) -> None:
    service = named("service")
    world.happened(
        make.created("i", 1, title="CheckoutService fails in prod-eu", severity=Severity.CRITICAL),
        make.created("j", 12, title="disk full", service_ids=(service,), declared_at=minutes(60)),
        resolved(5),
    )

    assert world.numbers() == [12, 1]
    assert world.numbers(text="INC-1") == [1]
    assert world.numbers(text="check fail") == [1]
    assert world.numbers(text="service EU") == [1]
    assert world.numbers(text="check disk") == []
    assert world.numbers(statuses=frozenset({IncidentStatus.RESOLVED})) == [1]
    assert world.numbers(severities=frozenset({Severity.HIGH})) == [12]
    assert world.numbers(service_id=service) == [12]
    assert world.numbers(declared_from=minutes(1)) == [12]
    assert world.numbers(declared_to=minutes(60)) == [1]
    assert world.numbers(sort="severity") == [1, 12]


@pytest.mark.parametrize("text", ["'", "a & | !", "\x00", "%", "🙂", "<->", "a:*"])
def test_whatever_is_typed_is_only_words(world: World, text: str) -> None:
    world.happened(make.created())

    assert world.queries.search_incidents(TENANT, IncidentSearch(text=text)).items is not None


@pytest.mark.parametrize("sort", ["newest", "recently_changed", "severity"])
def test_pages_hold_every_incident_once(world: World, sort: Any) -> None:
    world.happened(*(make.created(f"i{number}", number) for number in range(1, 6)))

    seen, cursor = [], None
    for _ in range(3):
        page = world.queries.search_incidents(TENANT, IncidentSearch(sort=sort, limit=2, cursor=cursor))
        seen += [found.number for found in page.items]
        cursor = page.next_cursor

    assert (seen, cursor) == ([5, 4, 3, 2, 1], None)


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJ0aW1lbGluZSJd", "é", "A" * 2000])
def test_a_cursor_that_is_not_ours_is_refused(world: World, cursor: str) -> None:
    with pytest.raises(InvalidQuery):
        world.queries.search_incidents(TENANT, IncidentSearch(cursor=cursor))


def test_the_timeline_merges_incident_and_alert_entries_in_the_order_they_happened(world: World) -> None:
    world.happened(
        make.ingested("a", starts_at=minutes(-1)),
        make.ingested("b", starts_at=minutes(-2)),
        make.created("i", declared_at=T0),
        make.correlated("i", ["a"]),
        note("seen", 3),
        note("typo corrected", 4, supersedes="seen"),
        make.ingested("a", change=Change.RESOLVED, status="resolved", ends_at=minutes(6)),
        make.ingested("a", change=Change.REFIRED, episode=2, starts_at=minutes(7)),
    )

    timeline = world.queries.get_incident_timeline(TENANT, TimelineQuery(incident_id=I))

    assert timeline is not None
    assert [(item.kind, item.occurred_at) for item in timeline.entries.items] == [
        ("alert_fired", minutes(-1)),
        ("created", T0),
        ("note", minutes(3)),
        ("note", minutes(4)),
        ("alert_resolved", minutes(6)),
        ("alerts_correlated", minutes(90)),
    ]
    assert timeline.entries.items[2].superseded_by == named("typo corrected")
    assert timeline.incident.alert_count == 1


def test_the_timeline_goes_on_from_its_cursor_and_filters_by_kind(world: World) -> None:
    world.happened(make.created(), *(note(f"n{minute}", 1) for minute in range(5)))
    query = TimelineQuery(incident_id=I, kinds=frozenset({"note"}), limit=3)

    first = world.queries.get_incident_timeline(TENANT, query)
    assert first is not None
    rest = world.queries.get_incident_timeline(
        TENANT, TimelineQuery(incident_id=I, kinds=query.kinds, limit=3, cursor=first.entries.next_cursor)
    )

    assert rest is not None
    assert [item.text for item in (*first.entries.items, *rest.entries.items)] == ["n0", "n1", "n2", "n3", "n4"]
    assert rest.entries.next_cursor is None


def test_an_alert_taken_out_is_silent_in_the_timeline_from_then_on(world: World) -> None:
    world.happened(make.created(), make.ingested(), make.correlated(), make.uncorrelated(), make.acknowledged())

    timeline = world.queries.get_incident_timeline(TENANT, TimelineQuery(incident_id=I))

    assert timeline is not None
    assert {item.kind for item in timeline.entries.items if item.aggregate_type == "alert"} == {
        "alert_fired",
        "alert_uncorrelated",
    }


def test_what_was_merged_is_told_by_the_incident_that_took_it_over(world: World) -> None:
    world.happened(
        make.created("i", 1),
        make.created("j", 2),
        make.ingested("a"),
        make.correlated("j", ["a"]),
        IncidentsMerged(incident_id=I, merged_ids=(J,), reason="same", merged_by="human:ana"),
    )

    timeline = world.queries.get_incident_timeline(TENANT, TimelineQuery(incident_id=I))
    merged = world.queries.get_incident_timeline(TENANT, TimelineQuery(incident_id=J))

    assert timeline is not None
    assert merged is not None
    assert sorted(item.kind for item in timeline.entries.items) == [
        "alert_fired",
        "alerts_correlated",
        "created",
        "created",
        "merged",
    ]
    assert merged.incident.merged_into == I


def test_time_in_each_status_is_told(world: World) -> None:
    moved = IncidentStatusChanged(
        incident_id=I,
        previous=IncidentStatus.ACKNOWLEDGED,
        status=IncidentStatus.MITIGATING,
        changed_by="human:ana",
        changed_at=minutes(9),
        reason=None,
    )
    world.happened(make.created(), acknowledged(4), acknowledged(5), moved)

    timeline = world.queries.get_incident_timeline(TENANT, TimelineQuery(incident_id=I))

    assert timeline is not None
    assert timeline.statuses == (
        StatusInterval(status=IncidentStatus.OPEN, since=T0, until=minutes(4)),
        StatusInterval(status=IncidentStatus.ACKNOWLEDGED, since=minutes(4), until=minutes(9)),
        StatusInterval(status=IncidentStatus.MITIGATING, since=minutes(9), until=None),
    )
    assert timeline.incident.first_acknowledged_at == minutes(4)


def test_metrics_follow_their_definitions_and_leave_out_open_and_merged_incidents(world: World) -> None:
    world.happened(
        make.created("i", 1, impact_started_at=minutes(-2)),
        acknowledged(3),
        resolved(10),
        make.created("j", 2, severity=Severity.LOW),
        resolved(20, J),
        make.created("open", 3),
        make.created("merged", 4),
        resolved(1, IncidentId(named("merged"))),
        IncidentsMerged(incident_id=I, merged_ids=(IncidentId(named("merged")),), reason="r", merged_by="human:ana"),
    )

    metrics = world.queries.get_mttr_metrics(TENANT, MetricsQuery(declared_from=T0, declared_to=minutes(1)))

    everything, by_severity = metrics.rows[0], {row.severity: row for row in metrics.rows}
    assert (everything.mttr.count, everything.mttr.p50, everything.mttr.p90, everything.mttr.mean) == (
        2,
        900.0,
        1140.0,
        900.0,
    )
    assert (everything.mtta.count, everything.mtta.mean, everything.mttd.mean) == (1, 180.0, 60.0)
    assert by_severity[Severity.LOW].mttr.p50 == 1200.0
    assert (by_severity[Severity.CRITICAL].mttr.count, by_severity[Severity.CRITICAL].mttr.p50) == (0, None)
    assert (metrics.excluded_open, metrics.excluded_merged) == (1, 1)


def test_an_incident_of_another_tenant_does_not_exist(world: World) -> None:
    world.happened(make.created(), tenant=OTHER_TENANT)

    assert world.numbers() == []
    assert world.queries.get_incident_timeline(TENANT, TimelineQuery(incident_id=I)) is None


def test_a_caller_who_waits_for_its_own_write_sees_it(world: World) -> None:
    fact = world.log.add(make.created())
    commit(world.url, [fact])
    Timer(0.05, world.projector.project, [[fact]]).start()

    page = world.queries.search_incidents(TENANT, IncidentSearch(min_position=1))

    assert ([found.number for found in page.items], page.as_of.position, page.as_of.stale) == ([1], 1, False)


def test_a_wait_that_was_in_vain_ends_and_says_so(world: World) -> None:
    world.happened(make.created())
    commit(world.url, [world.log.add(resolved(3))])

    page = world.queries.search_incidents(TENANT, IncidentSearch(min_position=2))

    assert (page.as_of.position, page.as_of.stale) == (1, True)
