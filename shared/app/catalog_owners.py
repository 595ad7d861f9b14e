"""Whose things are, by the catalog as it stands: its read model, and over it what has just changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from shared.domain.service.values import ServiceDefinition
from shared.kernel.batches import batched
from shared.kernel.ids import ServiceId, TenantId
from shared.ports.current_state import Stored
from shared.projections.service_catalog.index_keys import index_key_of, index_keys_of
from shared.projections.service_catalog.naming import NamedService, by_key
from shared.projections.service_catalog.owning import OwnedSubject, Owner, owner_of
from shared.projections.service_catalog.queries import ServiceCatalogQueries
from shared.projections.service_catalog.selector_resolution import Claim

#: So many subjects are looked up in one statement; where too many selectors may match, fewer.
_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """It holds services by what they are found by."""

    named: Mapping[str, NamedService] = field(default_factory=dict)
    #: By key.
    claims: Mapping[str, Sequence[Claim]] = field(default_factory=dict)

    def owner_of(self, subject: OwnedSubject) -> Owner | None:
        keys = {key for resource in subject.resources for key in index_keys_of(resource)}
        return owner_of(subject, self.named, [claim for key in keys for claim in self.claims.get(key, ())])


def listing_of(services: Iterable[Stored]) -> Listing:
    """Lists services as the writer keeps them, without those that are deleted."""
    named: list[NamedService] = []
    claims: list[Claim] = []
    for stored in services:
        if stored.state["deleted"]:
            continue
        definition = ServiceDefinition.model_validate(stored.state["definition"])
        service_id, slug = ServiceId(stored.aggregate_id), stored.state["slug"]
        named.append(NamedService(service_id=service_id, slug=slug, name=definition.name))
        claims += _claims(service_id, slug, definition)
    return Listing(by_key(named), _by_anchor(claims))


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogOwners:
    """``changed``: services that the read model may not have yet; ``fresh`` lists them as the writer keeps them."""

    services: ServiceCatalogQueries
    tenant_id: TenantId
    changed: Collection[UUID]
    fresh: Listing

    def owners(self, subjects: Sequence[OwnedSubject]) -> Iterator[Owner | None]:
        """Finds one owner, or None, for each of the subjects, in their order."""
        for some in batched(subjects, _AT_ONCE):
            yield from self._owners(some)

    def _owners(self, subjects: Sequence[OwnedSubject]) -> Iterator[Owner | None]:
        resources = [resource for subject in subjects for resource in subject.resources]
        found = self.services.claims_on(self.tenant_id, resources, None)
        if found.truncated and len(subjects) > 1:
            half = len(subjects) // 2
            yield from self._owners(subjects[:half])
            yield from self._owners(subjects[half:])
            return
        names = {naming.name for subject in subjects for naming in subject.namings}
        known = self.services.services_named(self.tenant_id, names)
        kept = [service for service in known if service.service_id not in self.changed]
        claims = [claim for claim in found.claims if claim.service_id not in self.changed]
        listing = Listing(
            by_key([*kept, *self.fresh.named.values()]),
            _by_anchor([*claims, *(claim for several in self.fresh.claims.values() for claim in several)]),
        )
        for subject in subjects:
            yield listing.owner_of(subject)


def _claims(service_id: ServiceId, slug: str, definition: ServiceDefinition) -> Iterator[Claim]:
    for ordinal, selector in enumerate(definition.resource_selectors):
        yield Claim(
            service_id=service_id,
            slug=slug,
            name=definition.name,
            tier=definition.tier,
            owner_team=definition.owner_team,
            on_call=None,
            ordinal=ordinal,
            selector=selector,
        )


def _by_anchor(claims: Iterable[Claim]) -> Mapping[str, Sequence[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[index_key_of(claim.selector)].append(claim)
    return found
