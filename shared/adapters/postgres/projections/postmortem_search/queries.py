"""PostmortemQueryService over postmortems and their action items in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.cursors import (
    bounded,
    decode_cursor,
    encode_cursor,
    integer,
    moment,
    plain,
    uuid,
)
from shared.adapters.postgres.projections.freshness import FreshReads
from shared.adapters.postgres.projections.lexical import plan_parameters, read_plan
from shared.adapters.postgres.projections.postmortem_search import statements
from shared.adapters.postgres.projections.searching import TOLERANCE
from shared.domain.postmortem.values import ActionStatus, PostmortemStatus, RootCauseCategory
from shared.kernel.ids import TenantId
from shared.projections.lexical.explanation import Marker, marker_of
from shared.projections.lexical.question import asked_in, every_word
from shared.projections.page import Page
from shared.projections.postmortem_search.postmortems import NEVER
from shared.projections.postmortem_search.projection import postmortem_search
from shared.projections.postmortem_search.queries import (
    TO_DO,
    ActionItemLine,
    ActionItemQuery,
    MatchedIn,
    PostmortemHit,
    PostmortemQueries,
    PostmortemSearch,
    PostmortemsOfService,
    PostmortemSummary,
    RootCauseQuery,
    RootCauses,
)
from shared.projections.tokens import searchable

Row = dict[str, Any]
_PLACE = (moment, uuid)
_BY_SCORE = (integer, moment, uuid)
_BY_DUE = (plain, uuid, integer)
_SUMMARY = tuple(field.name for field in fields(PostmortemSummary))


class PostgresPostmortemQueries:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._reads = FreshReads(pool, postmortem_search, wait_s=wait_s)

    def search_postmortems(self, tenant_id: TenantId, query: PostmortemSearch) -> Page[PostmortemHit]:
        limit = bounded(query.limit)
        asked = asked_in(plain(query.text))
        words = every_word(asked)
        kind = "postmortems by words" if words else "postmortems"
        parameters = {
            "tenant": tenant_id,
            "words": words,
            "typed": searchable((query.text.lower(),)),
            "statuses": sorted(query.statuses) or None,
            "causes": sorted(query.root_causes) or None,
            "tags": [plain(tag) for tag in sorted(query.tags)] or None,
            "service": query.service_id,
            "from": query.occurred_from,
            "to": query.occurred_to,
            **(_place_by_words if words else _place)(kind, query.cursor, limit),
        }
        with self._reads.reading(tenant_id, query.min_position) as reading:
            if words:
                reading.rows(TOLERANCE, {})
                plan = read_plan(reading, postmortem_search.name, tenant_id, asked, reads_slips=False)
                parameters |= plan_parameters(plan)
            rows = reading.rows(_statement(query, words), parameters)
        marker = marker_of(asked, beginnings=True)
        return Page(
            items=tuple(_hit(row, marker) for row in rows[:limit]),
            next_cursor=_next(kind, rows, limit, *(("score",) if words else ())),
            as_of=reading.as_of,
        )

    def list_by_root_cause(self, tenant_id: TenantId, query: RootCauseQuery) -> RootCauses:
        limit = bounded(query.limit)
        kind = f"cause {query.root_cause}"
        parameters = {"tenant": tenant_id, "cause": query.root_cause, **_place(kind, query.cursor, limit)}
        with self._reads.reading(tenant_id, query.min_position) as reading:
            counts = reading.rows(statements.COUNTS, parameters)
            rows = reading.rows(statements.OF_CAUSE, parameters) if query.root_cause else []
        counted = {row["root_cause"]: row["postmortems"] for row in counts}
        return RootCauses(
            counts={category: counted.get(category.value, 0) for category in RootCauseCategory},
            items=tuple(PostmortemSummary(**_shown(row)) for row in rows[:limit]),
            next_cursor=_next(kind, rows, limit),
            as_of=reading.as_of,
        )

    def list_of_service(self, tenant_id: TenantId, query: PostmortemsOfService) -> Page[PostmortemSummary]:
        limit = bounded(query.limit)
        parameters = {"tenant": tenant_id, "service": query.service_id, **_place("of service", query.cursor, limit)}
        with self._reads.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.OF_SERVICE, parameters)
        return Page(
            items=tuple(PostmortemSummary(**_shown(row)) for row in rows[:limit]),
            next_cursor=_next("of service", rows, limit),
            as_of=reading.as_of,
        )

    def list_action_items(self, tenant_id: TenantId, query: ActionItemQuery, today: date) -> Page[ActionItemLine]:
        limit = bounded(query.limit)
        after_due, after_id, after_ordinal = decode_cursor("actions", query.cursor, _BY_DUE)
        parameters = {
            "tenant": tenant_id,
            "statuses": sorted(query.statuses or ActionStatus),
            "owner": None if query.owner is None else plain(query.owner),
            "overdue": query.overdue,
            "today": today.isoformat(),
            "service": query.service_id,
            "after_due": after_due,
            "after_id": after_id,
            "after_ordinal": after_ordinal,
            "limit": limit + 1,
        }
        with self._reads.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.ACTION_ITEMS, parameters)
        last = rows[limit - 1] if len(rows) > limit else None
        place = (last["due"], last["postmortem_id"], last["ordinal"]) if last else None
        return Page(
            items=tuple(_action(row, today) for row in rows[:limit]),
            next_cursor=encode_cursor("actions", place) if place else None,
            as_of=reading.as_of,
        )


def _place(kind: str, cursor: str | None, limit: int) -> Row:
    after_at, after_id = decode_cursor(kind, cursor, _PLACE)
    return {"after_at": after_at, "after_id": after_id, "limit": limit + 1}


def _place_by_words(kind: str, cursor: str | None, limit: int) -> Row:
    after_score, after_at, after_id = decode_cursor(kind, cursor, _BY_SCORE)
    return {"after_score": after_score, "after_at": after_at, "after_id": after_id, "limit": limit + 1}


def _next(kind: str, rows: Sequence[Row], limit: int, *before: str) -> str | None:
    last = rows[limit - 1] if len(rows) > limit else None
    return encode_cursor(kind, [last[name] for name in (*before, "occurred_at", "postmortem_id")]) if last else None


def _statement(query: PostmortemSearch, words: str | None) -> str:
    if words:
        return statements.BY_WORDS
    return statements.SEARCH if query.tags or query.service_id else statements.LISTED


def _shown(row: Row) -> Row:
    return {name: row[name] for name in _SUMMARY} | {
        "status": PostmortemStatus(row["status"]),
        "root_cause": None if row["root_cause"] is None else RootCauseCategory(row["root_cause"]),
        **{name: tuple(row[name]) for name in ("tags", "service_ids", "authors")},
    }


def _hit(row: Row, marker: Marker) -> PostmortemHit:
    where: dict[MatchedIn, Sequence[str]] = {
        "title": (row["title"],),
        "tags": row["tags"],
        "summary": (row["summary"],),
        "text": (row["told"],),
    }
    told = " · ".join(filter(None, (row["title"], row["told"])))
    return PostmortemHit(
        **_shown(row),
        matched_in=marker.found_in(where, otherwise="similar"),
        snippet=marker.marked(told),
    )


def _action(row: Row, today: date) -> ActionItemLine:
    due = None if row["due"] == NEVER else date.fromisoformat(row["due"])
    status = ActionStatus(row["status"])
    return ActionItemLine(
        postmortem_id=row["postmortem_id"],
        postmortem_title=row["postmortem_title"],
        postmortem_status=PostmortemStatus(row["postmortem_status"]),
        item_id=row["item_id"],
        title=row["title"],
        owner=row["owner"],
        due=due,
        status=status,
        overdue=due is not None and due < today and status in TO_DO,
        ticket_url=row["ticket_url"],
    )


_: type[PostmortemQueries] = PostgresPostmortemQueries
