"""HealthService and FleetHealthQueryService: how clusters, environments and applications are, and how new that is."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.fleet.view import FleetStateView, fleet_state_view
from shared.app.operations.kinds import READERS, Query, Reads
from shared.app.operations.request_models import given, parameters_of
from shared.app.operations.standard_methods import Listed, ListParameters, page_of
from shared.ports.operation import Answer, Asked
from shared.projections.fleet_health.queries import (
    ApplicationHealth,
    ApplicationHealthQuery,
    EnvironmentHealth,
    EnvironmentsQuery,
    FleetHealth,
    FleetHealthQuery,
)
from shared.projections.page import Page

_SERVICE = "HealthService"
_QUERY_SERVICE = "FleetHealthQueryService"
Place = Annotated[str, Field(max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=300)]


class FleetParameters(ListParameters):
    environment: Annotated[str, Field(max_length=200)] | None = None
    cluster: Annotated[str, Field(max_length=200)] | None = None


def _fleets(reads: Reads, asked: Asked) -> Answer:
    wanted = FleetParameters.model_validate(asked.request)
    named = {"environment": wanted.environment, "cluster": wanted.cluster}
    holding = {name: value for name, value in named.items() if value is not None}
    now = reads.clock.now()
    fleets = Listed[FleetStateView]
    return Answer(
        content=page_of(reads, asked, "fleet_state", fleets, lambda stored: fleet_state_view(stored, now), holding)
    )


def _fleet_health(reads: Reads, asked: Asked) -> Answer:
    query = FleetHealthQuery(**given(asked.request))
    return Answer(content=reads.health.get_fleet_health(asked.caller.tenant_id, query, reads.clock.now()))


def _environments(reads: Reads, asked: Asked) -> Answer:
    query = EnvironmentsQuery(**given(asked.request))
    return Answer(content=reads.health.list_environment_health(asked.caller.tenant_id, query, reads.clock.now()))


def _application(reads: Reads, asked: Asked) -> Answer:
    query = ApplicationHealthQuery(**given(asked.request))
    return Answer(content=reads.health.get_application_health(asked.caller.tenant_id, query, reads.clock.now()))


FLEET_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetCurrentFleetState",
        service=_SERVICE,
        path="/v1/health/fleets",
        roles=READERS,
        request=FleetParameters,
        response=Listed[FleetStateView],
        summary="Each cluster's applications now; unknown where nobody has looked or could",
        example={"environment": "production"},
        answer=_fleets,
    ),
    Query(
        name="GetFleetHealth",
        service=_QUERY_SERVICE,
        path="/v1/health/fleet",
        roles=READERS,
        request=parameters_of(FleetHealthQuery, environment=(Place | None, None)),
        response=FleetHealth,
        summary="Worst first: every environment or one, counts, what is worst since when, what is stale",
        example={"environment": "production"},
        answer=_fleet_health,
    ),
    Query(
        name="ListEnvironmentHealth",
        service=_QUERY_SERVICE,
        path="/v1/health/environments",
        roles=READERS,
        request=parameters_of(EnvironmentsQuery),
        response=Page[EnvironmentHealth],
        summary="Environments by name, each with its counts, its worst and how new that is",
        example={"limit": 50},
        answer=_environments,
    ),
    Query(
        name="GetApplicationHealth",
        service=_QUERY_SERVICE,
        path="/v1/health/applications",
        roles=READERS,
        request=parameters_of(
            ApplicationHealthQuery,
            application=(Name, ...),
            environment=(Place, ...),
            namespace=(Place | None, None),
            cluster=(Place | None, None),
        ),
        response=ApplicationHealth,
        summary="One application in one environment: its resources, worst first, in sync or not, since when",
        example={"application": "checkout", "environment": "production"},
        answer=_application,
    ),
)
