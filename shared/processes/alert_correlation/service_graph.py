"""The services of the catalog and what they need, as this process has heard of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, Literal

from shared.domain.alert.facts import AlertIngested
from shared.domain.incident.values import ServiceEdge
from shared.domain.service.facts import ServiceCreated, ServiceDeleted, ServiceUpdated
from shared.domain.service.values import ServiceDefinition
from shared.kernel.ids import ServiceId
from shared.kernel.service_names import name_key, namings_of
from shared.kernel.subject import subject_of

SERVICE_GRAPH_ID: Final = "correlation/services"
#: It is read whole with every batch, so it has bounds; what comes beyond them is left out.
MOST_SERVICES: Final = 2_000
MOST_NEEDS: Final = 50
#: So many services around one are looked at, the nearest first.
MOST_AROUND: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphService:
    slug: str
    name: str
    needs: tuple[ServiceId, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How another service is reached over the edges of the catalog, all of them one way."""

    path: tuple[ServiceId, ...]
    """Services on the way, from the one that was begun with to the other."""
    from_dependent: bool = False
    """The other service needs this one; else this one needs the other."""

    @property
    def depth(self) -> int:
        return len(self.path) - 1


@dataclass(frozen=True, kw_only=True)
class ServiceGraph:
    kind: Literal["services"] = "services"
    workflow_id: str = SERVICE_GRAPH_ID
    services: Mapping[ServiceId, GraphService] = field(default_factory=dict)

    def told(self, fact: ServiceCreated | ServiceUpdated | ServiceDeleted) -> "ServiceGraph":
        """After the fact; the same object where nothing changes. A service that did not fit in stays left out."""
        known = self.services.get(fact.service_id)
        match fact:
            case ServiceCreated(slug=slug):
                return self.with_service(fact.service_id, slug, fact.definition)
            case ServiceUpdated():
                return self if known is None else self.with_service(fact.service_id, known.slug, fact.definition)
            case ServiceDeleted():
                others = {one: service for one, service in self.services.items() if one != fact.service_id}
                return self if known is None else replace(self, services=others)

    def with_service(self, service_id: ServiceId, slug: str, definition: ServiceDefinition) -> "ServiceGraph":
        """The same object where nothing changes, or where there are as many as there may be."""
        known = self.services.get(service_id)
        service = GraphService(slug=slug, name=definition.name, needs=definition.dependencies[:MOST_NEEDS])
        if service == known or (known is None and len(self.services) >= MOST_SERVICES):
            return self
        return replace(self, services={**self.services, service_id: service})

    def service_of(self, alert: AlertIngested) -> ServiceId | None:
        """The service that a label names, else the one that is called like the workload."""
        if not self.services:
            return None
        subject = subject_of(alert.labels)
        namings = (naming.name for naming in namings_of(alert.labels) if not naming.tells_of_others)
        names = map(name_key, (subject.service, *namings, subject.workload))
        return next((self._by_name[name] for name in names if name and name in self._by_name), None)

    def slug_of(self, service_id: ServiceId) -> str:
        known = self.services.get(service_id)
        return known.slug if known is not None else str(service_id)

    def around(self, service_id: ServiceId, depth: int) -> Mapping[ServiceId, Reach]:
        """Finds what it needs and what needs it, over at most so many edges, the nearest first; and the service itself.

        Two that are needed by one, or that need one, are not connected by that.
        """
        known = self._around.get((service_id, depth))
        if known is None:
            needed, needing = self._walked(service_id, depth, back=False), self._walked(service_id, depth, back=True)
            found = sorted((*needed, *needing), key=lambda each: each[1].depth)
            known = {service_id: Reach((service_id,))}
            for one, reach in found[:MOST_AROUND]:
                known.setdefault(one, reach)
            self._around[service_id, depth] = known
        return known

    def needs(self, one: ServiceId, other: ServiceId, depth: int) -> bool:
        """Does the one need the other, over at most so many edges?"""
        known = self._needed.get((one, depth))
        if known is None:
            known = self._needed[one, depth] = frozenset(there for there, _ in self._walked(one, depth, back=False))
        return other in known

    def edges_of(self, reach: Reach) -> tuple[ServiceEdge, ...]:
        """Its edges by slug, from the service that was begun with."""
        slugs = [self.slug_of(one) for one in reach.path]
        steps = pairwise(slugs)
        if reach.from_dependent:
            return tuple(ServiceEdge(dependent=there, dependency=here) for here, there in steps)
        return tuple(ServiceEdge(dependent=here, dependency=there) for here, there in steps)

    def _walked(self, start: ServiceId, depth: int, *, back: bool) -> Iterator[tuple[ServiceId, Reach]]:
        edge: dict[ServiceId, tuple[ServiceId, ...]] = {start: (start,)}
        seen = {start}
        for _ in range(depth):
            further: dict[ServiceId, tuple[ServiceId, ...]] = {}
            for here, path in edge.items():
                for there in self._next(here, back=back):
                    if there not in seen and len(seen) <= MOST_AROUND:
                        seen.add(there)
                        further[there] = (*path, there)
            yield from ((there, Reach(path, from_dependent=back)) for there, path in further.items())
            edge = further

    def _next(self, service_id: ServiceId, *, back: bool) -> Sequence[ServiceId]:
        if back:
            return self._needing.get(service_id, ())
        known = self.services.get(service_id)
        return () if known is None else [one for one in known.needs if one in self.services]

    @cached_property
    def _needed(self) -> dict[tuple[ServiceId, int], frozenset[ServiceId]]:
        return {}

    @cached_property
    def _around(self) -> dict[tuple[ServiceId, int], Mapping[ServiceId, Reach]]:
        return {}

    @cached_property
    def _by_name(self) -> Mapping[str, ServiceId]:
        """A slug goes before a name; of two services of one name the first by slug."""
        ordered = sorted(self.services.items(), key=lambda each: each[1].slug, reverse=True)
        named = {name_key(known.name): one for one, known in ordered}
        return named | {name_key(known.slug): one for one, known in ordered}

    @cached_property
    def _needing(self) -> Mapping[ServiceId, list[ServiceId]]:
        found: dict[ServiceId, list[ServiceId]] = {}
        for one, known in sorted(self.services.items(), key=lambda each: each[1].slug):
            for needed in known.needs:
                found.setdefault(needed, []).append(one)
        return found


@lru_cache(2 * MOST_SERVICES)
def service_key(service_id: ServiceId) -> str:
    """By this an episode about the service is found."""
    return f"service:{service_id}"
