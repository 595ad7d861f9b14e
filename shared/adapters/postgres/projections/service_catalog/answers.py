"""Answers of the ServiceCatalogQueryService from rows."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from shared.domain.service.values import ResourceSelector
from shared.kernel.vocabulary import ServiceTier
from shared.projections.lexical.explanation import Marker
from shared.projections.page import AsOf
from shared.projections.service_catalog.cycles import cycles_in
from shared.projections.service_catalog.graph import (
    MAX_EDGES,
    MAX_NODES,
    Cycle,
    DependencyGraph,
    DependencyGraphQuery,
    Direction,
    Edge,
    Node,
)
from shared.projections.service_catalog.queries import MatchedIn, ServiceHit, ServiceSummary
from shared.projections.service_catalog.selector_resolution import Claim

Row = dict[str, Any]
_SUMMARY = tuple(field.name for field in fields(ServiceSummary))


def summary_of(row: Row) -> ServiceSummary:
    return ServiceSummary(**_shown(row))


def hit_of(row: Row, marker: Marker) -> ServiceHit:
    fields: dict[MatchedIn, Sequence[str]] = {
        "slug": (row["slug"],),
        "name": (row["name"],),
        "tags": row["tags"],
        "owner_team": (row["owner_team"],),
        "description": (row["description"],),
    }
    snippet = marker.marked(" · ".join(filter(None, (row["name"], row["description"]))))
    return ServiceHit(**_shown(row), matched_in=marker.found_in(fields, otherwise="similar"), snippet=snippet)


def claim_of(row: Row) -> Claim:
    selector = ResourceSelector.model_validate(row["selector"])
    return Claim(**row | {"tier": ServiceTier(row["tier"]), "selector": selector})


def graph_of(query: DependencyGraphQuery, nodes: Sequence[Row], edges: Sequence[Row], as_of: AsOf) -> DependencyGraph:
    shown, ways = nodes[:MAX_NODES], [(edge["service_id"], edge["depends_on"]) for edge in edges[:MAX_EDGES]]
    return DependencyGraph(
        service_id=query.service_id,
        direction=query.direction,
        depth=query.depth,
        nodes=tuple(_node(row, query.direction) for row in shown),
        edges=tuple(Edge(service_id=one, depends_on=other) for one, other in ways),
        cycles=tuple(
            Cycle(service_ids=members, path=path)
            for members, path in cycles_in([row["service_id"] for row in shown], ways)
        ),
        truncated=len(nodes) > MAX_NODES or len(edges) > MAX_EDGES,
        as_of=as_of,
    )


def _node(row: Row, direction: Direction) -> Node:
    asked = {
        "tier": None if row["tier"] is None else ServiceTier(row["tier"]),
        "upstream_distance": None if direction is Direction.DOWNSTREAM else row["upstream_distance"],
        "downstream_distance": None if direction is Direction.UPSTREAM else row["downstream_distance"],
    }
    return Node(**row | asked)


def _shown(row: Row) -> dict[str, Any]:
    lists = {name: tuple(row[name]) for name in ("runbook_ids", "slo_ids", "tags")}
    return {name: row[name] for name in _SUMMARY} | lists | {"tier": ServiceTier(row["tier"])}
