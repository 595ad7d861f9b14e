"""FleetHealthQueryService: what can be asked of the health of environments and applications."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.kernel.ids import TenantId
from shared.projections.fleet_health.answers import ApplicationHealth, EnvironmentHealth, FleetHealth
from shared.projections.page import DEFAULT_LIMIT, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetHealthQuery:
    """Of one environment, or of all."""

    environment: str | None = None
    """Only this environment by its name is counted (empty: resources that name none); null counts all."""
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentsQuery:
    """By name."""

    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationHealthQuery:
    """``environment`` empty: resources that name none. ``namespace`` and ``cluster``: where several have the name."""

    application: str
    """The name that the application has in its controller."""
    environment: str
    """The environment that the application is deployed to; empty asks for resources that name none."""
    namespace: str | None = None
    """Only what is in this namespace is shown, where several have the name; null shows all."""
    cluster: str | None = None
    """Only what is in this cluster is shown, where several have the name; null shows all."""
    min_position: int | None = None


class FleetHealthQueries(Protocol):
    """``now``: whether a picture is stale depends on it. Raises InvalidQuery."""

    def get_fleet_health(self, tenant_id: TenantId, query: FleetHealthQuery, now: datetime) -> FleetHealth: ...

    def list_environment_health(
        self, tenant_id: TenantId, query: EnvironmentsQuery, now: datetime
    ) -> Page[EnvironmentHealth]: ...

    def get_application_health(
        self, tenant_id: TenantId, query: ApplicationHealthQuery, now: datetime
    ) -> ApplicationHealth: ...
