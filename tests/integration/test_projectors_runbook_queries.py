"""RunbookQueryService over projected facts: search, tags, usage."""

from collections.abc import Iterator
from typing import Any

import pytest

from shared.adapters.postgres.projections.runbook_catalog.queries import PostgresRunbookQueries
from shared.domain.runbook.values import AutomationLevel, ExecutionOutcome
from shared.kernel.ids import RunbookId
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.page import InvalidQuery
from shared.projections.runbook_catalog.projection import runbook_catalog
from shared.projections.runbook_catalog.queries import (
    RunbookHit,
    RunbooksByTag,
    RunbookSearch,
    RunbookUsage,
    UsageQuery,
)
from shared.projections.snippet import Fragment
from tests.support import facts as make
from tests.support.facts import OTHER_TENANT, TENANT, minutes, named
from tests.support.history_knowledge import (
    execution_completed,
    execution_requested,
    runbook_created,
    runbook_updated,
)
from tests.support.projected import Projected, projected

pytestmark = pytest.mark.postgres

DISK = 'alertname="DiskFull"'


@pytest.fixture
def world(database_url: str) -> Iterator[Projected]:
    with projected(database_url, runbook_catalog, alert_groups) as world:
        yield world


def hits(world: Projected, text: str = "", **asked: Any) -> list[RunbookHit]:
    return list(PostgresRunbookQueries(world.reading).search_runbooks(TENANT, RunbookSearch(text=text, **asked)).items)


def slugs(world: Projected, text: str = "", **asked: Any) -> list[str]:
    return [hit.slug for hit in hits(world, text, **asked)]


def usage(world: Projected, runbook: str = "r", **asked: Any) -> RunbookUsage:
    found = PostgresRunbookQueries(world.reading).get_runbook_usage(
        TENANT, UsageQuery(runbook_id=RunbookId(named(runbook)), **asked)
    )
    assert found is not None
    return found


def test_words_are_found_in_names_steps_texts_and_alerts(world: Projected) -> None:
    world.happened(
        runbook_created("free-disk", title="Free the disk", trigger_conditions=(DISK,)),
        runbook_created("promote", title="Promote", markdown="# Failover\n\nPromote the standby server."),
        runbook_created("restart", title="Restart", steps=({"id": "a", "title": "Drain the queue"},)),
    )

    assert slugs(world, "disk") == ["free-disk"]
    assert slugs(world, "standby") == ["promote"]
    assert slugs(world, "drain queue") == ["restart"]
    assert slugs(world, "full") == ["free-disk"]
    assert slugs(world, "free-disc") == ["free-disk"]
    assert slugs(world, "coffee") == []
    assert hits(world, "DiskFull")[0].matched_in == ("slug", "title", "alerts")
    assert hits(world, "standby")[0].snippet == (
        Fragment(text="Promote · # Failover\n\nPromote the ", hit=False),
        Fragment(text="standby", hit=True),
        Fragment(text=" server.", hit=False),
    )


def test_filters_hold_together_and_without_words_the_order_is_by_slug(world: Projected) -> None:
    world.happened(
        runbook_created("b", tags=("shop", "db"), owner="payments", automation_level=AutomationLevel.ASSISTED),
        runbook_created("a", tags=("shop",)),
    )

    assert slugs(world) == ["a", "b"]
    assert slugs(world, tags=frozenset({"shop", "db"})) == ["b"]
    assert slugs(world, owner="payments") == ["b"]
    assert slugs(world, automation_levels=frozenset({AutomationLevel.MANUAL})) == ["a"]


def test_for_an_alert_what_is_meant_for_it_then_what_helped_comes_first(world: Projected) -> None:
    world.happened(
        make.ingested("x", name="DiskFull"),
        make.created("i", 1),
        make.correlated("i", ["x"]),
        runbook_created("meant", trigger_conditions=(DISK,)),
        runbook_created("helped"),
        runbook_created("failed"),
        runbook_created("elsewhere"),
        execution_completed("helped", ExecutionOutcome.SUCCEEDED, 1, "i"),
        execution_completed("failed", ExecutionOutcome.FAILED, 2, "i"),
        execution_completed("elsewhere", ExecutionOutcome.SUCCEEDED, 3),
    )

    found = hits(world, alertname="DiskFull")

    assert [(hit.slug, hit.runs_on_alert, hit.succeeded_on_alert) for hit in found] == [
        ("meant", 0, 0),
        ("helped", 1, 1),
        ("failed", 1, 0),
    ]
    assert (found[1].last_outcome, found[1].runs) == (ExecutionOutcome.SUCCEEDED, 1)
    assert slugs(world, alertname="Unheard") == []


@pytest.mark.parametrize("asked", [{}, {"text": "runbook"}, {"alertname": "DiskFull"}])
def test_pages_hold_every_runbook_once(world: Projected, asked: dict[str, Any]) -> None:
    world.happened(*(runbook_created(name, trigger_conditions=(DISK,)) for name in "abcde"))
    queries, seen, cursor = PostgresRunbookQueries(world.reading), [], None
    for _ in range(3):
        page = queries.search_runbooks(TENANT, RunbookSearch(limit=2, cursor=cursor, **asked))
        seen += [hit.slug for hit in page.items]
        cursor = page.next_cursor

    assert (sorted(seen), cursor) == (list("abcde"), None)
    with pytest.raises(InvalidQuery):
        queries.search_runbooks(TENANT, RunbookSearch(cursor="nonsense"))


def test_by_tag_in_pages(world: Projected) -> None:
    world.happened(*(runbook_created(name, tags=("shop",)) for name in "abc"), runbook_created("d"))
    queries = PostgresRunbookQueries(world.reading)

    first = queries.list_runbooks_by_tag(TENANT, RunbooksByTag(tag="shop", limit=2))
    rest = queries.list_runbooks_by_tag(TENANT, RunbooksByTag(tag="shop", limit=2, cursor=first.next_cursor))

    assert [found.slug for found in (*first.items, *rest.items)] == ["a", "b", "c"]
    assert rest.next_cursor is None


def test_usage_counts_ends_actors_and_months_and_knows_no_rate_without_runs(world: Projected) -> None:
    month = 60 * 24 * 31
    world.happened(
        runbook_created("r"),
        runbook_created("never"),
        execution_requested("r", 1),
        execution_completed("r", ExecutionOutcome.SUCCEEDED, 1, duration_s=10),
        execution_requested("r", 2, by="agent:coder"),
        execution_completed("r", ExecutionOutcome.SUCCEEDED, 2, duration_s=20),
        execution_requested("r", month),
        execution_completed("r", ExecutionOutcome.FAILED, month, duration_s=99),
        execution_requested("r", month + 1),
    )

    found = usage(world)

    assert (found.asked, found.open, found.success_rate) == (4, 1, 2 / 3)
    assert {outcome.value: count for outcome, count in found.by_outcome.items() if count} == {
        "succeeded": 2,
        "failed": 1,
    }
    assert found.by_actor_kind == {"agent": 1, "human": 3}
    assert (found.duration_p50_s, found.duration_p90_s) == (15.0, 19.0)
    assert (found.last_outcome, found.last_completed_at) == (ExecutionOutcome.FAILED, minutes(month))
    assert [(each.month, each.runs, each.succeeded, each.failed) for each in found.months] == [
        ("2026-03", 2, 2, 0),
        ("2026-04", 2, 0, 1),
    ]
    assert usage(world, requested_from=minutes(month)).asked == 2
    assert usage(world, requested_to=minutes(2)).asked == 1
    assert (usage(world, "never").success_rate, usage(world, "never").duration_p50_s) == (None, None)


def test_a_new_version_is_what_is_found_and_runs_stay_counted(world: Projected) -> None:
    world.happened(
        runbook_created("r", title="Old words"), execution_completed("r", step=1), runbook_updated("r", title="New")
    )

    (hit,) = hits(world, "new")

    assert (hit.title, hit.runbook_version, hit.runs) == ("New", 2, 1)
    assert slugs(world, "old") == []


def test_another_tenants_runbooks_are_not_found(world: Projected) -> None:
    world.happened(runbook_created("r", tags=("shop",)), tenant=OTHER_TENANT)
    queries = PostgresRunbookQueries(world.reading)

    assert slugs(world, "runbook") == []
    assert queries.list_runbooks_by_tag(TENANT, RunbooksByTag(tag="shop")).items == ()
    assert queries.get_runbook_usage(TENANT, UsageQuery(runbook_id=RunbookId(named("r")))) is None


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "' | !x & (", "\\", "%s", "漢字"])
def test_hostile_words_and_texts_are_only_text(world: Projected, hostile: str) -> None:
    world.happened(runbook_created("r", title=f"T {hostile}", markdown=f"{hostile}\x00{hostile}"))

    for hit in hits(world, hostile):
        assert all(isinstance(fragment.text, str) for fragment in hit.snippet)
