"""PostmortemQueryService over projected facts: search, causes, promises, services."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from shared.adapters.postgres.projections.postmortem_search.queries import PostgresPostmortemQueries
from shared.domain.postmortem.values import ActionStatus, PostmortemStatus, RootCauseCategory
from shared.kernel.ids import ServiceId
from shared.projections.postmortem_search.projection import postmortem_search
from shared.projections.postmortem_search.queries import (
    ActionItemLine,
    ActionItemQuery,
    PostmortemHit,
    PostmortemSearch,
    PostmortemsOfService,
    RootCauseQuery,
)
from tests.support.facts import OTHER_TENANT, TENANT, minutes, named
from tests.support.history_knowledge import postmortem_created, postmortem_published, postmortem_updated
from tests.support.projected import Projected, projected

pytestmark = pytest.mark.postgres

TODAY = date(2026, 3, 10)
POOL = {"category": "capacity", "description": "The pool of connections was too small"}


@pytest.fixture
def world(database_url: str) -> Iterator[Projected]:
    with projected(database_url, postmortem_search) as world:
        yield world


def hits(world: Projected, text: str = "", **asked: Any) -> list[PostmortemHit]:
    found = PostgresPostmortemQueries(world.reading).search_postmortems(TENANT, PostmortemSearch(text=text, **asked))
    return list(found.items)


def titles(world: Projected, text: str = "", **asked: Any) -> list[str]:
    return [hit.title for hit in hits(world, text, **asked)]


def actions(world: Projected, **asked: Any) -> list[ActionItemLine]:
    found = PostgresPostmortemQueries(world.reading).list_action_items(TENANT, ActionItemQuery(**asked), TODAY)
    return list(found.items)


def began(at: int) -> dict[str, Any]:
    return {"user_impact": "Nobody could pay", "started_at": minutes(at)}


def test_words_are_found_in_every_part_newest_first(world: Projected) -> None:
    world.happened(
        postmortem_published("p", title="Checkout down", root_cause=POOL, impact=began(1)),
        postmortem_published("q", title="Search down", lessons_learned="Pools want limits", impact=began(2)),
        postmortem_created("r", title="Draft", tags=("pool",), impact=began(3)),
    )

    assert titles(world, "pool") == ["Draft", "Search down", "Checkout down"]
    assert titles(world, "pool", statuses=frozenset({PostmortemStatus.PUBLISHED})) == ["Search down", "Checkout down"]
    assert titles(world, "connections small") == ["Checkout down"]
    assert titles(world, "chekout") == ["Checkout down"]
    assert titles(world, "coffee") == []
    assert titles(world, occurred_from=minutes(2), occurred_to=minutes(3)) == ["Search down"]
    assert titles(world, root_causes=frozenset({RootCauseCategory.CAPACITY})) == ["Checkout down"]
    assert [hit.matched_in for hit in hits(world, "pool")] == [("tags",), ("text",), ("text",)]
    assert [fragment.text for fragment in hits(world, "connections")[0].snippet if fragment.hit] == ["connections"]


def test_what_says_it_best_comes_first_whatever_came_last(world: Projected) -> None:
    filler = "Somebody looked at graphs, called others and wrote down what was seen. " * 5
    world.happened(
        postmortem_published("a", title="Certificate expired", summary="The certificate expired.", impact=began(1)),
        postmortem_published("b", title="Slow", summary=f"{filler} A certificate nearly expired.", impact=began(2)),
        postmortem_published("c", title="Slower", summary=f"{filler} A certificate had expired.", impact=began(3)),
    )
    assert titles(world, "certificate expired") == ["Certificate expired", "Slower", "Slow"]
    assert titles(world) == ["Slower", "Slow", "Certificate expired"]

    queries, seen, cursor = PostgresPostmortemQueries(world.reading), list[str](), None
    for _ in range(3):
        page = queries.search_postmortems(TENANT, PostmortemSearch(text="certificate", limit=1, cursor=cursor))
        seen += [hit.title for hit in page.items]
        cursor = page.next_cursor
    assert (seen, cursor) == (["Certificate expired", "Slower", "Slow"], None)


def test_causes_are_counted_by_the_whole_vocabulary_and_drafts_are_not(world: Projected) -> None:
    network = {"category": "network", "description": "d"}
    world.happened(
        postmortem_published("p", title="one", root_cause=POOL, impact=began(1)),
        postmortem_published("q", title="two", root_cause=POOL, impact=began(2)),
        postmortem_published("r", root_cause=network),
        postmortem_created("s", root_cause=POOL),
    )
    queries = PostgresPostmortemQueries(world.reading)

    found = queries.list_by_root_cause(TENANT, RootCauseQuery(root_cause=RootCauseCategory.CAPACITY, limit=1))
    rest = queries.list_by_root_cause(
        TENANT, RootCauseQuery(root_cause=RootCauseCategory.CAPACITY, limit=1, cursor=found.next_cursor)
    )

    assert set(found.counts) == set(RootCauseCategory)
    assert {cause.value: count for cause, count in found.counts.items() if count} == {"capacity": 2, "network": 1}
    assert [each.title for each in (*found.items, *rest.items)] == ["two", "one"]
    assert queries.list_by_root_cause(TENANT, RootCauseQuery()).items == ()


def test_promises_are_listed_by_the_day_they_are_due_and_overdue_as_of_today(world: Projected) -> None:
    items = (
        {"id": "1", "title": "No day"},
        {"id": "2", "title": "Late", "due": "2026-03-09", "owner": "ana"},
        {"id": "3", "title": "Today", "due": "2026-03-10", "status": "in_progress"},
        {"id": "4", "title": "Done", "due": "2026-03-01", "status": "done"},
    )
    world.happened(postmortem_created("p", title="P", action_items=items, service_ids=(named("s"),)))

    assert [(line.title, line.overdue) for line in actions(world)] == [
        ("Late", True),
        ("Today", False),
        ("No day", False),
    ]
    assert [line.title for line in actions(world, overdue=True)] == ["Late"]
    assert [line.title for line in actions(world, owner="ana")] == ["Late"]
    assert [line.title for line in actions(world, statuses=frozenset({ActionStatus.DONE}))] == ["Done"]
    assert [line.title for line in actions(world, service_id=ServiceId(named("other")))] == []
    assert actions(world)[2].due is None
    assert actions(world)[0].postmortem_title == "P"


def test_promises_in_pages_and_a_dropped_one_is_gone(world: Projected) -> None:
    def items(count: int) -> tuple[dict[str, str], ...]:
        return tuple({"id": str(number), "title": f"t{number}", "due": "2026-04-01"} for number in range(count))

    world.happened(postmortem_created("p", action_items=items(5)), postmortem_updated("p", action_items=items(3)))
    queries, seen, cursor = PostgresPostmortemQueries(world.reading), [], None
    for _ in range(2):
        page = queries.list_action_items(TENANT, ActionItemQuery(limit=2, cursor=cursor), TODAY)
        seen += [line.title for line in page.items]
        cursor = page.next_cursor

    assert (seen, cursor) == (["t0", "t1", "t2"], None)


def test_of_a_service_in_pages(world: Projected) -> None:
    service = named("s")
    world.happened(
        *(postmortem_created(name, title=name, service_ids=(service,), impact=began(ord(name))) for name in "abc"),
        postmortem_created("other"),
    )
    queries = PostgresPostmortemQueries(world.reading)

    first = queries.list_of_service(TENANT, PostmortemsOfService(service_id=ServiceId(service), limit=2))
    rest = queries.list_of_service(
        TENANT, PostmortemsOfService(service_id=ServiceId(service), limit=2, cursor=first.next_cursor)
    )

    assert [each.title for each in (*first.items, *rest.items)] == ["c", "b", "a"]


def test_what_was_published_stays_known_as_published_then_when_it_is_written_on(world: Projected) -> None:
    world.happened(postmortem_published("p", title="P"), postmortem_updated("p", PostmortemStatus.DRAFT, title="P2"))

    (hit,) = hits(world)

    assert (hit.title, hit.status, hit.published_at) == ("P2", PostmortemStatus.DRAFT, minutes(1))


def test_another_tenants_postmortems_are_not_found(world: Projected) -> None:
    item = {"id": "1", "title": "t"}
    world.happened(
        postmortem_published("p", root_cause=POOL, action_items=(item,), service_ids=(named("s"),)),
        tenant=OTHER_TENANT,
    )
    queries = PostgresPostmortemQueries(world.reading)

    assert titles(world) == titles(world, "postmortem") == []
    assert actions(world) == []
    assert set(queries.list_by_root_cause(TENANT, RootCauseQuery()).counts.values()) == {0}
    assert queries.list_of_service(TENANT, PostmortemsOfService(service_id=ServiceId(named("s")))).items == ()


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "' | !x & (", "\\", "%s", "漢字"])
def test_hostile_words_and_texts_are_only_text(world: Projected, hostile: str) -> None:
    world.happened(postmortem_created("p", title=f"T {hostile}", summary=f"{hostile}\x00{hostile}"))

    assert len(hits(world, hostile)) == 1
