"""What a service consists of and is looked up by from the other side. A deleted service has none of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.domain.service.values import ResourceSelector
from shared.projections.projection import ProjectionPart
from shared.projections.service_catalog.index_keys import index_key_of
from shared.projections.service_catalog.row import ServiceRow


@dataclass(frozen=True, slots=True)
class DependencyRow:
    service_id: UUID
    depends_on: UUID


@dataclass(frozen=True, slots=True)
class SelectorRow:
    service_id: UUID
    ordinal: int
    """Its place among the service's selectors."""
    anchor: str
    selector: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RunbookLinkRow:
    service_id: UUID
    runbook_id: UUID
    slug: str
    """For the order in which a runbook's services are listed."""


def _dependencies(row: ServiceRow) -> Sequence[DependencyRow]:
    return [] if row.deleted else [DependencyRow(row.service_id, each) for each in row.dependencies]


def _selectors(row: ServiceRow) -> Sequence[SelectorRow]:
    if row.deleted:
        return []
    return [
        SelectorRow(row.service_id, ordinal, index_key_of(ResourceSelector.model_validate(selector)), selector)
        for ordinal, selector in enumerate(row.selectors)
    ]


def _runbooks(row: ServiceRow) -> Sequence[RunbookLinkRow]:
    return [] if row.deleted else [RunbookLinkRow(row.service_id, each, row.slug) for each in row.runbook_ids]


PARTS: tuple[ProjectionPart[ServiceRow, Any], ...] = (
    ProjectionPart(table="dependency", row=DependencyRow, key_columns=2, of=_dependencies),
    ProjectionPart(table="selector", row=SelectorRow, key_columns=2, of=_selectors),
    ProjectionPart(table="runbook_link", row=RunbookLinkRow, key_columns=2, of=_runbooks),
)
