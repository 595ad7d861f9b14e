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
    tags: frozenset[str] = frozenset()
    lifecycle: str | None = None
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesByOwner:
    """By owner, then by slug. Without ``owner``: services that nobody owns. Upper and lower case are alike."""

    owner: str = ""
    prefix: bool = False
    """Every owner that begins so."""
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
    slug: str
    name: str
    kind: str
    description: str
    tier: ServiceTier
    lifecycle: str
    owner_team: str
    on_call: Mapping[str, Any] | None
    """As the catalog has it: a schedule of ours, or who knows elsewhere."""
    runbook_ids: tuple[RunbookId, ...]
    slo_ids: tuple[SloId, ...]
    tags: tuple[str, ...]
    origin: str | None
    changed_at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHit(ServiceSummary):
    matched_in: tuple[MatchedIn, ...]
    snippet: Snippet
    """Of name and description; empty when the words are in neither."""


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
