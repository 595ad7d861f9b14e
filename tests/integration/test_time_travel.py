"""What was shown at an instant, asked later: by facts that had been recorded by then, and by nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.projections import past
from shared.adapters.postgres.projections.alert_groups.queries import PostgresAlertQueries
from shared.adapters.postgres.projections.incident_timeline.queries import PostgresIncidentQueries
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.domain.incident.facts import IncidentResolved, IncidentSeverityChanged, IncidentsMerged
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import AlertStatus, IncidentStatus, Severity
from shared.projections.alert_groups.queries import ActiveAlerts, AlertSearch
from shared.projections.incident_timeline.queries import IncidentSearch, TimelineQuery
from shared.projections.page import AsOf, InvalidQuery
from shared.projections.registry import PROJECTIONS
from tests.support import facts as make
from tests.support.facts import OTHER_TENANT, READER, TENANT, Log, commit, minutes, named
from tests.support.histories import random_history

pytestmark = pytest.mark.postgres

I = IncidentId(named("i"))  # noqa: E741


class World:
    """Facts are recorded when they happened, unless it is said otherwise."""

    def __init__(self, url: str, reading: Pool, writing: Pool) -> None:
        self.url = url
        self.incidents = PostgresIncidentQueries(reading, wait_s=0.2)
        self.alerts = PostgresAlertQueries(reading, wait_s=0.2)
        self._writing = writing

    def happened(self, facts: Sequence[Any], *, projected: bool = True) -> None:
        commit(self.url, facts)
        with psycopg.connect(self.url) as connection:
            connection.cursor().executemany(
                "UPDATE domain.fact SET recorded_at = %s WHERE fact_id = %s",
                [(fact.occurred_at, fact.message_id) for fact in facts],
            )
        for projection in PROJECTIONS if projected else ():
            Projector(projection, PostgresProjectionStore(self._writing, projection, READER)).project(facts)

    def recorded(self, fact: Any, at: datetime) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute("UPDATE domain.fact SET recorded_at = %s WHERE fact_id = %s", (at, fact.message_id))

    def numbers(self, **asked: Any) -> list[int]:
        return [found.number for found in self.incidents.search_incidents(TENANT, IncidentSearch(**asked)).items]


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with (
        connect_pool(database_url, role="sre_query", application="test") as reading,
        connect_pool(database_url, role="sre_projector", application="test") as writing,
    ):
        yield World(database_url, reading, writing)


def resolved(at: datetime) -> IncidentResolved:
    return IncidentResolved(
        incident_id=I,
        previous=IncidentStatus.OPEN,
        summary="rolled back",
        resolved_by="human:ana",
        resolved_at=at,
        approval_id=None,
    )


@pytest.mark.parametrize("cut", [12, 47, 90, 140])
def test_asked_later_the_answers_are_those_of_then(world: World, cut: int):
    """A history is projected up to a moment and asked; then the rest of it, and asked as of that moment."""
    log = random_history(42, length=150).facts
    ordered = [replace(fact, occurred_at=minutes(number)) for number, fact in enumerate(log)]
    searches = [
        IncidentSearch(),
        IncidentSearch(sort="severity", limit=1),
        IncidentSearch(text="checkout", statuses=frozenset({IncidentStatus.OPEN, IncidentStatus.INVESTIGATING})),
        IncidentSearch(statuses=frozenset({IncidentStatus.RESOLVED}), sort="recently_updated"),
    ]
    alert_searches = [
        AlertSearch(),
        AlertSearch(text="high", statuses=frozenset({AlertStatus.STALE, AlertStatus.RESOLVED})),
        AlertSearch(statuses=frozenset({AlertStatus.ACKNOWLEDGED})),
    ]
    timelines = [TimelineQuery(incident_id=I, limit=200), TimelineQuery(incident_id=IncidentId(named("j")), limit=7)]

    def answers(**as_of: datetime) -> list[Any]:
        def at(query: Any) -> Any:
            return replace(query, **as_of)

        shown: list[Any] = [world.incidents.search_incidents(TENANT, at(query)) for query in searches]
        shown += [world.alerts.search_alerts(TENANT, at(query)) for query in alert_searches]
        shown += [world.alerts.list_active_alerts(TENANT, at(ActiveAlerts()))]
        told: list[Any] = [world.incidents.get_incident_timeline(TENANT, at(query)) for query in timelines]
        pages = [replace(page, as_of=None) for page in shown]
        return pages + [replace(line, entries=replace(line.entries, as_of=None)) for line in told]

    world.happened(ordered[:cut])
    then = answers()
    world.happened(ordered[cut:])

    assert answers(as_of=minutes(cut - 1)) == then
    assert answers(as_of=minutes(cut)) != answers()


def test_what_is_told_later_of_that_time_was_not_visible_then(world: World):
    """Resolved at minute 30, and nobody said so until minute 50."""
    log = Log()
    facts = [log.add(make.created()), log.add(resolved(minutes(30)), at=minutes(30))]
    world.happened(facts)
    world.recorded(facts[1], minutes(50))
    open_ones = {"statuses": frozenset({IncidentStatus.OPEN})}

    assert world.numbers(as_of=minutes(49), **open_ones) == [1]
    assert world.numbers(as_of=minutes(50), **open_ones) == []
    assert world.numbers(as_of=make.T0 - timedelta(seconds=1)) == []


def test_the_answer_says_on_which_newest_fact_it_rests(world: World):
    log = Log()
    world.happened([log.add(make.created()), log.add(resolved(minutes(30)), at=minutes(30))])

    page = world.incidents.search_incidents(TENANT, IncidentSearch(as_of=minutes(29)))
    nothing = world.alerts.list_active_alerts(TENANT, ActiveAlerts(as_of=minutes(29)))

    assert page.as_of == AsOf(position=1, at=make.T0)
    assert nothing.as_of == AsOf(position=0, at=None)


def test_an_alert_was_in_the_incident_and_the_incident_in_the_one_that_took_it_later(world: World):
    log = Log()
    born = [log.add(make.ingested()), log.add(make.created()), log.add(make.created("j", 2))]
    merged = make_merged("j", "i")
    world.happened(born)
    world.happened([log.add(make.correlated("i", ("a",)), at=minutes(5)), log.add(merged, at=minutes(9))])

    def holder(minute: float) -> Any:
        (alert,) = world.alerts.list_active_alerts(TENANT, ActiveAlerts(as_of=minutes(minute))).items
        return alert.incident_id

    assert [holder(4), holder(5), holder(9)] == [None, named("i"), named("j")]
    (one, _other) = world.incidents.search_incidents(TENANT, IncidentSearch(as_of=minutes(8), sort="severity")).items
    assert one.merged_into is None
    later = world.incidents.search_incidents(TENANT, IncidentSearch(as_of=minutes(9), text="INC-1")).items
    assert [found.merged_into for found in later] == [named("j")]


def make_merged(survivor: str, taken: str) -> Any:
    return IncidentsMerged(
        incident_id=IncidentId(named(survivor)),
        merged_ids=(IncidentId(named(taken)),),
        reason="same",
        merged_by="human:ana",
    )


def test_an_alert_that_ended_long_before_is_not_gone_through(world: World, monkeypatch: pytest.MonkeyPatch):
    log = Log()
    for number in range(5):
        log.add(make.ingested(f"old{number}", status="resolved", ends_at=minutes(1)))
    log.add(make.ingested("new", starts_at=minutes(3_000)), at=minutes(3_000))
    world.happened(log.facts)
    monkeypatch.setattr(past, "MOST_STREAMS", 3)

    (active,) = world.alerts.list_active_alerts(TENANT, ActiveAlerts(as_of=minutes(3_001))).items

    assert active.fingerprint == "new"
    with pytest.raises(InvalidQuery, match="more than 3 things would have to be gone through; narrow the filter"):
        world.alerts.search_alerts(TENANT, AlertSearch(as_of=minutes(3_001)))
    narrowed = AlertSearch(as_of=minutes(3_001), starts_from=minutes(2_900))
    assert [found.fingerprint for found in world.alerts.search_alerts(TENANT, narrowed).items] == ["new"]


def test_too_many_incidents_or_facts_are_refused_with_the_advice(world: World, monkeypatch: pytest.MonkeyPatch):
    log = Log()
    world.happened([log.add(make.created(str(number), number), at=minutes(number)) for number in range(1, 6)])
    monkeypatch.setattr(past, "MOST_STREAMS", 4)
    with pytest.raises(InvalidQuery, match="more than 4 things"):
        world.numbers(as_of=minutes(90))
    assert world.numbers(as_of=minutes(90), text="INC-3") == [3]
    monkeypatch.setattr(past, "MOST_STREAMS", 5)
    monkeypatch.setattr(past, "MOST_FACTS", 4)
    with pytest.raises(InvalidQuery, match="more than 4 facts"):
        world.numbers(as_of=minutes(90))


def test_what_has_not_come_yet_is_refused(world: World):
    with pytest.raises(InvalidQuery, match="as_of has not come yet"):
        world.numbers(as_of=datetime.now(UTC) + timedelta(minutes=1))


def test_the_past_of_another_tenant_is_as_closed_as_its_present(world: World):
    log = Log()
    world.happened([log.add(make.created(), tenant=OTHER_TENANT), log.add(make.ingested(), tenant=OTHER_TENANT)])

    assert world.numbers(as_of=minutes(9)) == []
    assert world.alerts.search_alerts(TENANT, AlertSearch(as_of=minutes(9))).items == ()
    assert world.incidents.get_incident_timeline(TENANT, TimelineQuery(incident_id=I, as_of=minutes(9))) is None


def test_pages_of_the_past_go_on_like_those_of_the_present(world: World):
    log = Log()
    world.happened([log.add(make.created(str(number), number), at=minutes(number)) for number in range(1, 6)])
    changed = [
        log.add(
            IncidentSeverityChanged(
                incident_id=IncidentId(named(str(number))),
                previous=Severity.HIGH,
                severity=Severity.LOW,
                reason="r",
                changed_by="human:ana",
            ),
            at=minutes(20),
        )
        for number in (2, 4)
    ]
    world.happened(changed)

    def pages(**asked: Any) -> list[list[int]]:
        found, cursor = [], None
        while True:
            query = IncidentSearch(limit=2, cursor=cursor, severities=frozenset({Severity.HIGH}), **asked)
            page = world.incidents.search_incidents(TENANT, query)
            found.append([item.number for item in page.items])
            if (cursor := page.next_cursor) is None:
                return found

    assert pages(as_of=minutes(10)) == [[5, 4], [3, 2], [1]]
    assert pages() == [[5, 3], [1]]
