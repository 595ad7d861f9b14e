"""GetIncidentTimeline and GetMTTRMetrics over projected facts."""

from collections.abc import Iterator

import pytest

from shared.domain.alert.facts import Change
from shared.domain.incident.facts import IncidentsMerged, IncidentStatusChanged
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.projections.incident_timeline.metrics import MetricsQuery
from shared.projections.incident_timeline.queries import StatusInterval, TimelineQuery
from tests.support import facts as make
from tests.support.facts import T0, TENANT, minutes, named
from tests.support.projected_incidents import I, J, World, acknowledged, incident_world, note, resolved

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with incident_world(database_url) as world:
        yield world


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
    assert timeline.incident.acknowledged_at == minutes(4)


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
