"""ServiceCatalogQueryService: what can be asked of the catalog, and the shape of the answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from shared.kernel.ids import RunbookId, ServiceId, SloId, TenantId
from shared.kernel.vocabulary import ServiceTier
from shared.projections.page import DEFAULT_LIMIT, Page
from shared.projections.service_catalog.graph import DependencyGraph, DependencyGraphQuery
from shared.projections.service_catalog.naming import NamedService
from shared.projections.service_catalog.resource import Resource
from shared.projections.service_catalog.selector_resolution import Claims
from shared.projections.snippet import Snippet

#: ``similar``: in none; slug or name look like what was typed.
MatchedIn = Literal["slug", "name", "tags", "owner_team", "description", "similar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSearch:
    """Best first, without ``text`` by slug. Every word, or its beginning, must occur, or slug or name look like it.

    ``tags``: all of them.
    """

    text: str = ""
    tiers: frozenset[ServiceTier] = frozenset()
    """Only services of one of these tiers are found; with none named, those of all tiers are."""
    tags: frozenset[str] = frozenset()
    lifecycle: str | None = None
    """Only services whose lifecycle is exactly this word are found; null finds all."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesByOwner:
    """By owner, then by slug. Without ``owner``: services that nobody owns. Upper and lower case are alike."""

    owner: str = ""
    """The owning team, in upper or lower case; empty finds what nobody owns, or everything when `prefix` is true."""
    prefix: bool = False
    """True finds the services of every owner whose name begins with `owner`, false those of that owner alone."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesForRunbook:
    """By slug."""

    runbook_id: RunbookId
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSummary:
    service_id: ServiceId
    """The service's id (a UUID), by which it is asked for."""
    slug: str
    """The name that the service keeps, whatever people call it."""
    name: str
    """What people call the service, by its newest definition."""
    kind: str
    """The catalog's word for what it is, such as `component`, `system` or `resource`."""
    description: str
    """What the service does, in its definition's words; it is empty when nobody wrote that."""
    tier: ServiceTier
    """How soon users notice when the service fails, by its definition."""
    lifecycle: str
    """The catalog's own word, such as `production` or `deprecated`; it is empty when it gives none."""
    owner_team: str
    """The team that answers for the service; it is empty when nobody owns it."""
    on_call: Mapping[str, Any] | None
    """The schedule that says who is on call: its `provider`, with the `schedule_id` of an `own` one or the `reference`
    of one elsewhere; null when the definition names none.
    """
    runbook_ids: tuple[RunbookId, ...]
    """The ids of the runbooks that its definition names, each once; it is empty when it names none."""
    slo_ids: tuple[SloId, ...]
    """The ids of the objectives that it is held to, by its definition; it is empty when there are none."""
    tags: tuple[str, ...]
    """Free words of its definition to find it by; it is empty when there are none."""
    origin: str | None
    """The import that its definition comes from, such as `backstage:catalog/payments.yaml`; null for a person's own
    work.
    """
    updated_at: datetime
    """The instant at which it was created or its definition last changed, in UTC."""
    version: int
    """How many facts the service has, as far as they are known here; the first one is 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHit(ServiceSummary):
    matched_in: tuple[MatchedIn, ...]
    """The fields in which the words were found; `similar` when only slug or name look like them, empty when no words
    were given.
    """
    snippet: Snippet
    """A stretch of name and description with the found words marked; it is empty when they are in neither."""


class ServiceCatalogQueries(Protocol):
    """Raises InvalidQuery. Deleted services are not found."""

    def search_services(self, tenant_id: TenantId, query: ServiceSearch) -> Page[ServiceHit]: ...

    def search_services_by_owner(self, tenant_id: TenantId, query: ServicesByOwner) -> Page[ServiceSummary]: ...

    def get_services_for_runbook(self, tenant_id: TenantId, query: ServicesForRunbook) -> Page[ServiceSummary]: ...

    def get_dependency_graph(self, tenant_id: TenantId, query: DependencyGraphQuery) -> DependencyGraph | None:
        """None: there never was such a service."""

    def claims_on(self, tenant_id: TenantId, resources: Sequence[Resource], min_position: int | None) -> Claims:
        """Those that may match one of them."""

    def services_named(self, tenant_id: TenantId, names: Collection[str]) -> Sequence[NamedService]:
        """Whose slug or name is one of them, in whatever case. Of many of one name at most twenty, by slug."""

    def names_like(self, tenant_id: TenantId, text: str) -> Sequence[NamedService]:
        """A few whose slug or name look like it, the most alike first."""
