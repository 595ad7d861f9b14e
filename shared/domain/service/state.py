"""What a service must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass, replace
from typing import assert_never

from shared.domain.service.facts import ServiceCreated, ServiceDeleted, ServiceUpdated
from shared.domain.service.values import ServiceDefinition
from shared.kernel.ids import ServiceId

AnyServiceFact = ServiceCreated | ServiceUpdated | ServiceDeleted


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    service_id: ServiceId
    slug: str
    definition: ServiceDefinition
    #: The catalog that claims it; None: a person's own work.
    origin: str | None
    updated_by: str
    #: A tombstone: what points at it still finds it.
    deleted: bool = False


def evolve(state: Service | None, fact: AnyServiceFact) -> Service | None:
    """None is a service that nobody has created yet."""
    if isinstance(fact, ServiceCreated):
        return Service(
            service_id=fact.service_id,
            slug=fact.slug,
            definition=fact.definition,
            origin=fact.origin,
            updated_by=fact.created_by,
        )
    if state is None:
        raise ValueError(f"the history of service {fact.service_id} does not begin with its creation")
    match fact:
        case ServiceUpdated():
            return replace(state, definition=fact.definition, origin=fact.origin, updated_by=fact.updated_by)
        case ServiceDeleted():
            return replace(state, deleted=True, updated_by=fact.deleted_by)
        case _:
            assert_never(fact)
