"""ServiceCatalogQueryService over the service catalog in PostgreSQL."""

import sys
from collections.abc import Collection, Sequence
from typing import Any

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.cursors import bounded, decode_cursor, encode_cursor, integer, plain
from shared.adapters.postgres.projections.freshness import FreshReads
from shared.adapters.postgres.projections.lexical import plan_parameters, read_plan
from shared.adapters.postgres.projections.searching import TOLERANCE
from shared.adapters.postgres.projections.service_catalog import statements
from shared.adapters.postgres.projections.service_catalog.answers import claim_of, graph_of, hit_of, summary_of
from shared.kernel.ids import TenantId
from shared.kernel.service_names import name_key
from shared.projections.lexical.explanation import marker_of
from shared.projections.lexical.question import asked_in, every_word
from shared.projections.page import InvalidQuery, Page
from shared.projections.service_catalog.graph import (
    MAX_DEPTH,
    MAX_EDGES,
    MAX_NODES,
    DependencyGraph,
    DependencyGraphQuery,
    Direction,
)
from shared.projections.service_catalog.index_keys import index_keys_of
from shared.projections.service_catalog.naming import NamedService
from shared.projections.service_catalog.projection import service_catalog
from shared.projections.service_catalog.queries import (
    ServiceCatalogQueries,
    ServiceHit,
    ServicesByOwner,
    ServiceSearch,
    ServicesForRunbook,
    ServiceSummary,
)
from shared.projections.service_catalog.resource import Resource
from shared.projections.service_catalog.selector_resolution import Claims
from shared.projections.tokens import searchable

#: Selectors that may match one resource; an index has found them.
_MOST_CLAIMS = 2_000
_MOST_NAMESAKES = 20
_MOST_NEAREST = 5
_BY_SCORE = (integer, plain)
_BY_OWNER = (plain, plain)
_BY_SLUG = (plain,)


class PostgresServiceCatalogQueries:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._reads = FreshReads(pool, service_catalog, wait_s=wait_s)

    def search_services(self, tenant_id: TenantId, query: ServiceSearch) -> Page[ServiceHit]:
        limit = bounded(query.limit)
        after_score, after_slug = decode_cursor("services", query.cursor, _BY_SCORE)
        asked = asked_in(plain(query.text))
        words = every_word(asked)
        parameters = {
            "tenant": tenant_id,
            "text": plain(query.text).strip().lower(),
            "typed": searchable((query.text.lower(),)),
            "words": words,
            "tiers": sorted(query.tiers) or None,
            "tags": [plain(tag) for tag in sorted(query.tags)] or None,
            "lifecycle": None if query.lifecycle is None else plain(query.lifecycle),
            "after_score": after_score,
            "after_slug": after_slug,
            "limit": limit + 1,
        }
        with self._reads.reading(tenant_id, query.min_position) as reading:
            reading.rows(TOLERANCE, {})
            if words:
                parameters |= plan_parameters(read_plan(reading, service_catalog.name, tenant_id, asked))
            rows = reading.rows(statements.SEARCH if words else statements.BROWSE, parameters)
        last = rows[limit - 1] if len(rows) > limit else None
        marker = marker_of(asked, beginnings=True)
        return Page(
            items=tuple(hit_of(row, marker) for row in rows[:limit]),
            next_cursor=encode_cursor("services", (last["score"], last["slug"])) if last else None,
            as_of=reading.as_of,
        )

    def search_services_by_owner(self, tenant_id: TenantId, query: ServicesByOwner) -> Page[ServiceSummary]:
        limit = bounded(query.limit)
        kind = "owners" if query.prefix else "owner"
        after_owner, after_slug = decode_cursor(kind, query.cursor, _BY_OWNER)
        owner = plain(query.owner).casefold()
        parameters = {
            "tenant": tenant_id,
            "owner": owner,
            "beyond": f"{owner}{chr(sys.maxunicode)}",
            "after_owner": after_owner,
            "after_slug": after_slug,
            "limit": limit + 1,
        }
        with self._reads.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.BY_OWNERS if query.prefix else statements.BY_OWNER, parameters)
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(summary_of(row) for row in rows[:limit]),
            next_cursor=encode_cursor(kind, (last["owner_key"], last["slug"])) if last else None,
            as_of=reading.as_of,
        )

    def get_services_for_runbook(self, tenant_id: TenantId, query: ServicesForRunbook) -> Page[ServiceSummary]:
        limit = bounded(query.limit)
        (after_slug,) = decode_cursor("runbook", query.cursor, _BY_SLUG)
        parameters = {
            "tenant": tenant_id,
            "runbook": query.runbook_id,
            "after_slug": after_slug,
            "limit": limit + 1,
        }
        with self._reads.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.FOR_RUNBOOK, parameters)
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(summary_of(row) for row in rows[:limit]),
            next_cursor=encode_cursor("runbook", (last["slug"],)) if last else None,
            as_of=reading.as_of,
        )

    def get_dependency_graph(self, tenant_id: TenantId, query: DependencyGraphQuery) -> DependencyGraph | None:
        if not 1 <= query.depth <= MAX_DEPTH:
            raise InvalidQuery(f"depth is not between 1 and {MAX_DEPTH}")
        parameters: dict[str, Any] = {
            "tenant": tenant_id,
            "service": query.service_id,
            "up_depth": 0 if query.direction is Direction.DOWNSTREAM else query.depth,
            "down_depth": 0 if query.direction is Direction.UPSTREAM else query.depth,
            "visits": MAX_NODES * (MAX_DEPTH + 1) + 1,
            "nodes": MAX_NODES + 1,
            "edges": MAX_EDGES + 1,
        }
        with self._reads.reading(tenant_id, query.min_position) as reading:
            nodes = reading.rows(statements.GRAPH, parameters)
            if nodes[0]["state"] == "unknown":
                return None
            parameters["ids"] = [node["service_id"] for node in nodes[:MAX_NODES]]
            edges = reading.rows(statements.EDGES, parameters)
        return graph_of(query, nodes, edges, reading.as_of)

    def services_named(self, tenant_id: TenantId, names: Collection[str]) -> Sequence[NamedService]:
        keys = sorted({name_key(plain(name)) for name in names})
        if not keys:
            return ()
        parameters = {"tenant": tenant_id, "keys": keys, "most": _MOST_NAMESAKES}
        with self._reads.reading(tenant_id, None) as reading:
            return [NamedService(**row) for row in reading.rows(statements.NAMED, parameters)]

    def names_like(self, tenant_id: TenantId, text: str) -> Sequence[NamedService]:
        parameters = {"tenant": tenant_id, "typed": searchable((text.lower(),)), "most": _MOST_NEAREST}
        with self._reads.reading(tenant_id, None) as reading:
            reading.rows(statements.VERY_TOLERANT, {})
            return [NamedService(**row) for row in reading.rows(statements.NAMES_LIKE, parameters)]

    def claims_on(self, tenant_id: TenantId, resources: Sequence[Resource], min_position: int | None) -> Claims:
        keys = {plain(key) for resource in resources for key in index_keys_of(resource)}
        parameters = {
            "tenant": tenant_id,
            "anchors": sorted(keys),
            "limit": _MOST_CLAIMS + 1,
        }
        with self._reads.reading(tenant_id, min_position) as reading:
            rows = reading.rows(statements.CLAIMS, parameters)
        return Claims(
            claims=tuple(claim_of(row) for row in rows[:_MOST_CLAIMS]),
            truncated=len(rows) > _MOST_CLAIMS,
            as_of=reading.as_of,
        )


_: type[ServiceCatalogQueries] = PostgresServiceCatalogQueries
