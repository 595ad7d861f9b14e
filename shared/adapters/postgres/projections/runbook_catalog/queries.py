"""RunbookQueryService over the runbook catalog in PostgreSQL."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.cursors import bounded, decode_cursor, encode_cursor, integer, plain
from shared.adapters.postgres.projections.freshness import FreshReads
from shared.adapters.postgres.projections.lexical import plan_parameters, read_plan
from shared.adapters.postgres.projections.runbook_catalog import statements
from shared.adapters.postgres.projections.searching import TOLERANCE
from shared.domain.runbook.values import AutomationLevel, Outcome
from shared.kernel.ids import RunbookId, TenantId
from shared.projections.lexical.explanation import Marker, marker_of
from shared.projections.lexical.question import asked_in, every_word
from shared.projections.page import AsOf, Page
from shared.projections.runbook_catalog.executions import OPEN
from shared.projections.runbook_catalog.projection import runbook_catalog
from shared.projections.runbook_catalog.queries import (
    MatchedIn,
    MonthOfUse,
    RunbookHit,
    RunbookQueries,
    RunbooksByTag,
    RunbookSearch,
    RunbookSummary,
    RunbookUsage,
    UsageQuery,
)
from shared.projections.tokens import searchable

Row = dict[str, Any]
_BY_SCORE = (integer, plain)
_BY_SLUG = (plain,)
_SUMMARY = tuple(field.name for field in fields(RunbookSummary))


class PostgresRunbookQueries:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._reads = FreshReads(pool, runbook_catalog, wait_s=wait_s)

    def search_runbooks(self, tenant_id: TenantId, query: RunbookSearch) -> Page[RunbookHit]:
        limit = bounded(query.limit)
        after_score, after_slug = decode_cursor("runbooks", query.cursor, _BY_SCORE)
        asked = asked_in(plain(query.text))
        words = every_word(asked)
        parameters = {
            "tenant": tenant_id,
            "text": plain(query.text).strip().lower(),
            "typed": searchable((query.text.lower(),)),
            "words": words,
            "alertname": None if query.alertname is None else plain(query.alertname),
            "tags": [plain(tag) for tag in sorted(query.tags)] or None,
            "levels": sorted(query.automation_levels) or None,
            "owner": None if query.owner is None else plain(query.owner),
            "service": query.service_id,
            "after_score": after_score,
            "after_slug": after_slug,
            "limit": limit + 1,
        }
        ranked = words is not None or query.alertname is not None
        with self._reads.reading(tenant_id, query.min_position) as reading:
            reading.rows(TOLERANCE, {})
            if ranked:
                parameters |= plan_parameters(read_plan(reading, runbook_catalog.name, tenant_id, asked))
            rows = reading.rows(statements.SEARCH if ranked else statements.BROWSE, parameters)
        marker = marker_of(asked, beginnings=True)
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(_hit(row, query, marker) for row in rows[:limit]),
            next_cursor=encode_cursor("runbooks", (last["score"], last["slug"])) if last else None,
            as_of=reading.as_of,
        )

    def list_runbooks_by_tag(self, tenant_id: TenantId, query: RunbooksByTag) -> Page[RunbookSummary]:
        limit = bounded(query.limit)
        (after_slug,) = decode_cursor("runbook tag", query.cursor, _BY_SLUG)
        parameters = {"tenant": tenant_id, "tag": plain(query.tag), "after_slug": after_slug, "limit": limit + 1}
        with self._reads.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.BY_TAG, parameters)
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(RunbookSummary(**_shown(row)) for row in rows[:limit]),
            next_cursor=encode_cursor("runbook tag", (last["slug"],)) if last else None,
            as_of=reading.as_of,
        )

    def get_runbook_usage(self, tenant_id: TenantId, query: UsageQuery) -> RunbookUsage | None:
        parameters = {
            "tenant": tenant_id,
            "runbook": query.runbook_id,
            "from": query.requested_from,
            "to": query.requested_to,
        }
        with self._reads.reading(tenant_id, query.min_position) as reading:
            if not reading.rows(statements.RUNBOOK, parameters):
                return None
            counted = reading.rows(statements.USAGE, parameters)
            (spent,) = reading.rows(statements.DURATIONS, parameters)
        return _usage(query.runbook_id, counted, spent, reading.as_of)


def _hit(row: Row, query: RunbookSearch, marker: Marker) -> RunbookHit:
    where: dict[MatchedIn, Sequence[str]] = {
        "slug": (row["slug"],),
        "title": (row["title"],),
        "alerts": row["alerts"],
        "tags": row["tags"],
        "owner": (row["owner"],),
        "text": (row["told"],),
    }
    told = " · ".join(filter(None, (row["title"], row["told"])))
    named = query.alertname is not None
    return RunbookHit(
        **_shown(row),
        matched_in=marker.found_in(where, otherwise="similar"),
        snippet=marker.marked(told),
        runs_on_alert=(row["runs_on_alert"] or 0) if named else None,
        succeeded_on_alert=(row["succeeded_on_alert"] or 0) if named else None,
    )


def _shown(row: Row) -> Row:
    return {name: row[name] for name in _SUMMARY} | {
        "automation_level": AutomationLevel(row["automation_level"]),
        "last_outcome": None if row["last_outcome"] is None else Outcome(row["last_outcome"]),
        "tags": tuple(row["tags"]),
        "alerts": tuple(row["alerts"]),
    }


def _usage(runbook_id: RunbookId, counted: Sequence[Row], spent: Row, as_of: AsOf) -> RunbookUsage:
    outcomes, kinds = Counter[str](), Counter[str]()
    months: dict[str, Counter[str]] = {}
    for row in counted:
        outcomes[row["outcome"]] += row["runs"]
        kinds[row["asked_by_kind"]] += row["runs"]
        months.setdefault(row["month"], Counter())[row["outcome"]] += row["runs"]
    told = outcomes["succeeded"] + outcomes["failed"]
    return RunbookUsage(
        runbook_id=runbook_id,
        asked=outcomes.total(),
        open=outcomes[OPEN],
        by_outcome={outcome: outcomes[outcome.value] for outcome in Outcome},
        by_actor_kind=dict(sorted(kinds.items())),
        success_rate=outcomes["succeeded"] / told if told else None,
        duration_p50_s=spent["p50"],
        duration_p90_s=spent["p90"],
        last_outcome=None if spent["last_outcome"] is None else Outcome(spent["last_outcome"]),
        last_run_at=spent["last_run_at"],
        months=tuple(
            MonthOfUse(month=month, runs=each.total(), succeeded=each["succeeded"], failed=each["failed"])
            for month, each in months.items()
        ),
        as_of=as_of,
    )


_: type[RunbookQueries] = PostgresRunbookQueries
