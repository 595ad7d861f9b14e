"""HealthService and FleetHealthQueryService: how clusters, environments and applications are, and how new that is."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.fleet.view import FleetStateView, fleet_state_view
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import field_values, parameters_model
from shared.app.operations.standard_methods import Listed, ListParameters, stored_page
from shared.ports.operation import Answer, OperationRequest
from shared.projections.fleet_health.answers import ApplicationHealth, EnvironmentHealth, FleetHealth
from shared.projections.fleet_health.queries import ApplicationHealthQuery, EnvironmentsQuery, FleetHealthQuery
from shared.projections.page import Page

_SERVICE = "HealthService"
_QUERY_SERVICE = "FleetHealthQueryService"
Place = Annotated[str, Field(max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=300)]


class FleetParameters(ListParameters):
    """Fleets can be narrowed to an environment and a cluster."""

    environment: Annotated[str, Field(max_length=200)] | None = None
    """Only fleets of this environment. Null: all."""
    cluster: Annotated[str, Field(max_length=200)] | None = None
    """Only this cluster. Null: all."""


def _fleets(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = FleetParameters.model_validate(request.arguments)
    named = {"environment": wanted.environment, "cluster": wanted.cluster}
    holding = {name: value for name, value in named.items() if value is not None}
    now = queries.clock.now()
    fleets = Listed[FleetStateView]
    return Answer(
        content=stored_page(
            queries, request, "fleet_state", fleets, lambda stored: fleet_state_view(stored, now), holding
        )
    )


def _fleet_health(queries: QueryServices, request: OperationRequest) -> Answer:
    query = FleetHealthQuery(**field_values(request.arguments))
    return Answer(content=queries.health.get_fleet_health(request.caller.tenant_id, query, queries.clock.now()))


def _environments(queries: QueryServices, request: OperationRequest) -> Answer:
    query = EnvironmentsQuery(**field_values(request.arguments))
    return Answer(content=queries.health.list_environment_health(request.caller.tenant_id, query, queries.clock.now()))


def _application(queries: QueryServices, request: OperationRequest) -> Answer:
    query = ApplicationHealthQuery(**field_values(request.arguments))
    return Answer(content=queries.health.get_application_health(request.caller.tenant_id, query, queries.clock.now()))


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
        request=parameters_model(FleetHealthQuery, environment=(Place | None, None)),
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
        request=parameters_model(EnvironmentsQuery),
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
        request=parameters_model(
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
