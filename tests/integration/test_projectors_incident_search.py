"""SearchIncidents over projected facts: what is found, in which pages, how fresh."""

from collections.abc import Iterator
from threading import Timer
from typing import Any

import pytest

from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.projections.incident_timeline.queries import IncidentSearch, TimelineQuery
from shared.projections.page import InvalidQuery
from tests.support import facts as make
from tests.support.facts import OTHER_TENANT, TENANT, commit, minutes, named
from tests.support.projected_incidents import I, World, incident_world, resolved

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with incident_world(database_url) as world:
        yield world


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


@pytest.mark.parametrize("sort", ["newest", "recently_updated", "severity"])
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
