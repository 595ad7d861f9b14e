"""One row per service: what its catalog says of it. A deleted one stays as a tombstone that nothing is found by."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shared.domain.service.facts import ServiceCreated, ServiceDeleted, ServiceUpdated
from shared.kernel.envelope import Envelope
from shared.projections.lexical.unit import UnitRow, unit_of, units_part
from shared.projections.projection import Key, ProjectionView, version_of
from shared.projections.service_catalog.parts import PARTS
from shared.projections.service_catalog.row import ServiceRow
from shared.projections.tokens import searchable


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.service_id,),)


def _evolve(_key: Key, row: ServiceRow | None, envelope: Envelope[Any]) -> ServiceRow | None:
    match fact := envelope.data:
        case ServiceCreated():
            return _said(envelope, fact.slug)
        case ServiceUpdated() if row is not None:
            return _said(envelope, row.slug)
        case ServiceDeleted() if row is not None:
            return replace(row, deleted=True, updated_at=envelope.occurred_at, version=version_of(envelope))
        case _:
            return None


def _said(envelope: Envelope[Any], slug: str) -> ServiceRow:
    fact: ServiceCreated | ServiceUpdated = envelope.data
    definition = fact.definition
    named = (slug, definition.name)
    return ServiceRow(
        service_id=fact.service_id,
        slug=slug,
        name=definition.name,
        kind=definition.kind,
        description=definition.description,
        tier=definition.tier.value,
        lifecycle=definition.lifecycle,
        owner_team=definition.owner_team,
        owner_key=definition.owner_team.casefold(),
        on_call=definition.on_call.model_dump(mode="json") if definition.on_call else None,
        dependencies=tuple(dict.fromkeys(definition.dependencies)),
        runbook_ids=tuple(dict.fromkeys(definition.runbook_ids)),
        slo_ids=definition.slo_ids,
        selectors=[selector.model_dump(mode="json") for selector in definition.resource_selectors],
        tags=definition.tags,
        origin=fact.origin,
        deleted=False,
        updated_at=envelope.occurred_at,
        version=version_of(envelope),
        names=searchable(named),
    )


def _units(row: ServiceRow) -> Sequence[UnitRow]:
    if row.deleted:
        return ()
    return (unit_of(row.service_id, (row.slug, row.name), (*row.tags, row.owner_team, row.description)),)


_TOLD = ("slug", "name", "tags", "owner_team", "description", "deleted")
services = ProjectionView(
    table="service",
    row=ServiceRow,
    key_columns=1,
    handles=frozenset({ServiceCreated, ServiceUpdated, ServiceDeleted}),
    keys=_keys,
    evolve=_evolve,
    parts=(*PARTS, units_part(_units, depends_on=_TOLD)),
)
