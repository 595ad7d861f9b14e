"""RunbookQueryService over the runbook catalog in PostgreSQL."""

from dataclasses import fields
from typing import Any

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.cursors import bounded, decode_cursor, encode_cursor, integer, plain
from shared.adapters.postgres.projections.freshness import FreshReads
from shared.adapters.postgres.projections.lexical import plan_parameters, read_plan
from shared.adapters.postgres.projections.runbook_catalog import statements
from shared.adapters.postgres.projections.runbook_catalog.answers import hit_of, of_alert, summary_of, usage_of
from shared.adapters.postgres.projections.searching import TOLERANCE
from shared.kernel.ids import TenantId
from shared.projections.lexical.explanation import marker_of
from shared.projections.lexical.question import asked_in, every_word
from shared.projections.page import Page
from shared.projections.runbook_catalog.projection import runbook_catalog
from shared.projections.runbook_catalog.queries import (
    RunbookHit,
    RunbookOfAlert,
    RunbookOfAlertQuery,
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
        with self._reads.reading(tenant_id, query.min_position) as reading:
            reading.rows(TOLERANCE, {})
            if words:
                parameters |= plan_parameters(read_plan(reading, runbook_catalog.name, tenant_id, asked))
            rows = reading.rows(_statement(query, words), parameters)
        marker = marker_of(asked, beginnings=True)
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(hit_of(row, query, marker) for row in rows[:limit]),
            next_cursor=encode_cursor("runbooks", (last["score"], last["slug"])) if last else None,
            as_of=reading.as_of,
        )

    def find_runbook_of_alert(self, tenant_id: TenantId, query: RunbookOfAlertQuery) -> RunbookOfAlert:
        url = None if query.runbook_url is None else plain(query.runbook_url).rstrip("/")
        asked = asked_in(plain(f"{query.alertname}\n{query.text}"))
        with self._reads.reading(tenant_id, query.min_position) as reading:
            plan = read_plan(reading, runbook_catalog.name, tenant_id, asked)
            parameters = {"tenant": tenant_id, "url": url, **plan_parameters(plan)}
            rows = reading.rows(statements.OF_ALERT, parameters)
        return of_alert(query, rows, reading.as_of)

    def list_runbooks_by_tag(self, tenant_id: TenantId, query: RunbooksByTag) -> Page[RunbookSummary]:
        limit = bounded(query.limit)
        (after_slug,) = decode_cursor("runbook tag", query.cursor, _BY_SLUG)
        parameters = {"tenant": tenant_id, "tag": plain(query.tag), "after_slug": after_slug, "limit": limit + 1}
        with self._reads.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.BY_TAG, parameters)
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(summary_of(row) for row in rows[:limit]),
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
        return usage_of(query.runbook_id, counted, spent, reading.as_of)


def _statement(query: RunbookSearch, words: str | None) -> str:
    if words:
        return statements.SEARCH
    return statements.BROWSE if query.alertname is None else statements.ON_ALERT


_: type[RunbookQueries] = PostgresRunbookQueries
