"""How many of an incident's alerts fire: the view compared with a fold of the same facts, and what is measured."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from shared.domain.alert.facts import AlertIngested, AlertUncorrelated, AlertWentStale, Change
from shared.domain.incident.facts import AlertsCorrelatedToIncident, IncidentsMerged
from shared.kernel.vocabulary import Severity
from shared.projections.incident_timeline.metrics import MetricsQuery
from shared.projections.incident_timeline.queries import IncidentSearch, TimelineQuery
from tests.support import facts as make
from tests.support.facts import TENANT, commit, minutes, named
from tests.support.histories import random_history
from tests.support.projected_incidents import I, J, World, acknowledged, incident_world, resolved

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with incident_world(database_url) as world:
        yield world


def firing_in(facts: Sequence[Any]) -> dict[UUID, int]:
    """Of each incident, by going through all facts from the first to the last."""
    last_word: dict[UUID, tuple[int, bool]] = {}
    held: dict[UUID, set[tuple[UUID, int]]] = {I: set(), J: set()}
    taken_out: set[tuple[UUID, UUID, int]] = set()
    took_over: dict[UUID, set[UUID]] = {I: set(), J: set()}
    for fact in facts:
        match fact:
            case AlertIngested():
                last_word[fact.alert_id] = (fact.episode, fact.status == "firing")
            case AlertWentStale():
                last_word[fact.alert_id] = (fact.episode, False)
            case AlertUncorrelated():
                taken_out.add((fact.incident_id, fact.alert_id, fact.episode))
            case AlertsCorrelatedToIncident():
                held[fact.incident_id] |= {(ref.alert_id, ref.episode) for ref in fact.alerts}
            case IncidentsMerged():
                took_over[fact.incident_id] |= set(fact.merged_ids)
    counts = {}
    for incident, own in held.items():
        everything = {incident} | took_over[incident]
        members = own.union(*(held[merged] for merged in took_over[incident]))
        if any(incident in merged for merged in took_over.values()):
            members = set()
        counts[incident] = len(
            {
                alert
                for alert, episode in members
                if last_word.get(alert) == (episode, True)
                and not any((holder, alert, episode) in taken_out for holder in everything)
            }
        )
    return counts


def shown(world: World, as_of: datetime | None = None) -> dict[UUID, int | None]:
    found = world.queries.search_incidents(TENANT, IncidentSearch(as_of=as_of)).items
    for incident in found:
        timeline = world.queries.get_incident_timeline(
            TENANT, TimelineQuery(incident_id=incident.incident_id, as_of=as_of)
        )
        assert timeline is not None
        assert timeline.incident.alerts_firing == incident.alerts_firing
    return {incident.incident_id: incident.alerts_firing for incident in found}


def test_the_count_is_what_the_facts_say_whatever_happens_to_alerts_and_incidents(world: World) -> None:
    seen = set()
    ours = [fact for fact in random_history(11, length=240).facts if fact.tenant_id == TENANT]
    for start in range(0, len(ours), 20):
        batch = ours[start : start + 20]
        commit(world.url, batch)
        world.projector.project(batch)
        expected = firing_in([fact.data for fact in ours[: start + 20]])
        assert shown(world) == expected
        seen |= set(expected.values())
    assert len(seen) > 1


_unwatched = make.ingested(
    "a", change=Change.RESOLVED, status="resolved", ends_at=minutes(6), end_reason="MissingSeries", unwatched=True
)


@pytest.mark.parametrize(
    ("then", "left"),
    [
        (make.ingested("a", change=Change.RESOLVED, status="resolved", ends_at=minutes(6)), 1),
        (_unwatched, 1),
        (make.went_stale("a"), 1),
        (make.uncorrelated("a"), 1),
        (make.ingested("a", change=Change.REFIRED, episode=2), 1),
        (make.ingested("a", change=Change.CHANGED, severity=Severity.LOW), 2),
        (make.acknowledged("a"), 2),
        (make.sighting_ignored("a"), 2),
        (resolved(9), 2),
    ],
    ids=[
        "resolved",
        "no longer watched",
        "stale",
        "taken out",
        "another episode",
        "changed",
        "seen",
        "not believed",
        "resolved by hand",
    ],
)
def test_each_thing_that_happens_to_an_alert_is_counted_for_what_it_is(world: World, then: Any, left: int) -> None:
    world.happened(make.created(), make.ingested("a"), make.ingested("b"), make.correlated("i", ["a", "b"]))
    assert shown(world) == {I: 2}
    world.happened(then)
    assert shown(world) == {I: left}


def test_what_fires_in_an_incident_that_was_merged_is_counted_where_it_went(world: World) -> None:
    world.happened(
        make.created("i", 1),
        make.created("j", 2),
        make.ingested("a"),
        make.ingested("b"),
        make.correlated("i", ["a"]),
        make.correlated("j", ["a", "b"]),
        IncidentsMerged(incident_id=I, merged_ids=(J,), reason="same", merged_by="human:ana"),
    )
    assert shown(world) == {I: 2, J: 0}


def test_durations_that_clocks_make_negative_are_left_out_and_counted(world: World) -> None:
    world.happened(
        make.created("i", 1, impact_started_at=minutes(30), detected_at=minutes(10)),
        acknowledged(5),
        resolved(8),
        make.created("j", 2, impact_started_at=minutes(1), detected_at=minutes(2)),
        resolved(12, J),
    )
    window = MetricsQuery(declared_from=minutes(-60), declared_to=minutes(60))
    every = world.queries.get_mttr_metrics(TENANT, window).rows[0]
    assert (every.mttd.count, every.mttd.mean, every.mttd.left_out) == (1, 60, 1)
    assert (every.mtta.count, every.mtta.mean, every.mtta.left_out) == (0, None, 1)
    assert (every.mttr.count, every.mttr.mean, every.mttr.left_out) == (1, 600, 1)


def test_no_interval_of_a_status_is_shorter_than_nothing(world: World) -> None:
    world.happened(make.created("i", 1, declared_at=minutes(10)), acknowledged(7), resolved(20))
    timeline = world.queries.get_incident_timeline(TENANT, TimelineQuery(incident_id=I))
    assert timeline is not None
    assert all(each.until is None or each.until >= each.since for each in timeline.statuses)
    assert named("i") == I
