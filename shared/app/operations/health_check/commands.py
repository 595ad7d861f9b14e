"""HealthService: how resources and fleets stand, and since when that is known."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.app.operations.incident.view import View
from shared.app.operations.kinds import READERS, SENDERS, Command, Draft, Query, Reads
from shared.app.operations.request_models import NoArguments, body_of, given
from shared.app.operations.standard_methods import Listed, ListParameters, one_of, page_of, shown
from shared.domain.fleet_state.health import worst_of
from shared.domain.fleet_state.intents import RecordFleetState
from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.domain.health_check.intents import RecordHealthCheck
from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.ids import fleet_state_id_for, health_check_id_for
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from shared.ports.current_state import Stored
from shared.ports.operation import Answer, Asked, Operation

_SERVICE = "HealthService"
_RESOURCE = {"kind": "Application", "name": "checkout", "namespace": "argocd", "cluster": "production"}


class HealthCheckView(View):
    health_check_id: UUID
    version: int
    resource: ResourceRef
    status: HealthStatus
    since: datetime
    progressing_since: datetime | None
    conditions: tuple[Condition, ...]
    deployment: Deployment | None
    message: str
    source_name: str
    #: When the platform last looked, whether or not anything had changed.
    last_seen_at: datetime
    updated_at: datetime


class FleetStateView(View):
    fleet_state_id: UUID
    version: int
    environment: str
    cluster: str
    reachable: bool
    #: Nobody has looked for longer than the picture is believed.
    stale: bool
    #: Worst of all applications; unknown while the cluster cannot be reached or the picture is stale.
    health: HealthStatus
    counts: Counts
    applications: tuple[ApplicationRow, ...]
    last_seen_at: datetime
    updated_at: datetime


class FleetParameters(ListParameters):
    environment: Annotated[str, Field(max_length=200)] | None = None
    cluster: Annotated[str, Field(max_length=200)] | None = None


def health_check_view(stored: Stored) -> HealthCheckView:
    seen = stored.seen_at or stored.state["checked_at"]
    return HealthCheckView.model_validate({**shown(stored, "health_check_id"), "last_seen_at": seen})


def fleet_state_view(stored: Stored, now: datetime) -> FleetStateView:
    seen = stored.seen_at or datetime.fromisoformat(stored.state["observed_at"])
    stale = now - seen > timedelta(seconds=stored.state["stale_after_s"])
    counts = Counts.model_validate(stored.state["counts"])
    believed = stored.state["reachable"] and not stale
    computed = {
        "stale": stale,
        "health": worst_of(counts) if believed else HealthStatus.UNKNOWN,
        "counts": counts,
        "last_seen_at": seen,
    }
    return FleetStateView.model_validate({**shown(stored, "fleet_state_id"), **computed})


def _check(draft: Draft) -> RecordHealthCheck:
    asked = given(draft.request)
    resource: ResourceRef = asked["resource"]
    asked["source_name"] = f"api/{asked['source_name']}"
    health_check_id = health_check_id_for(
        draft.caller.tenant_id,
        kind=resource.kind,
        name=resource.name,
        namespace=resource.namespace or "",
        cluster=resource.cluster or "",
    )
    return RecordHealthCheck.model_validate({**asked, "health_check_id": health_check_id, "received_at": draft.at})


def _fleet(draft: Draft) -> RecordFleetState:
    asked = given(draft.request)
    fleet_state_id = fleet_state_id_for(draft.caller.tenant_id, asked["environment"], asked["cluster"])
    return RecordFleetState.model_validate({**asked, "fleet_state_id": fleet_state_id})


def _fleets(reads: Reads, asked: Asked) -> Answer:
    wanted = FleetParameters.model_validate(asked.request)
    named = {"environment": wanted.environment, "cluster": wanted.cluster}
    holding = {name: value for name, value in named.items() if value is not None}
    now = reads.clock.now()
    fleets = Listed[FleetStateView]
    return Answer(
        content=page_of(reads, asked, "fleet_state", fleets, lambda stored: fleet_state_view(stored, now), holding)
    )


HEALTH_OPERATIONS: tuple[Operation, ...] = (
    Command(
        name="RecordHealthCheck",
        service=_SERVICE,
        path="/v1/health/checks",
        roles=SENDERS,
        request=body_of(
            RecordHealthCheck,
            without=frozenset({"received_at"}),
            source_name=(str, Field(min_length=1, max_length=90)),
        ),
        summary="Say how one resource stands; only a change is recorded",
        example={
            "resource": _RESOURCE,
            "status": "healthy",
            "source_name": "probe",
            "checked_at": "2026-03-01T12:00:00Z",
        },
        intent=_check,
        creates=True,
    ),
    Query(
        name="GetHealthCheck",
        service=_SERVICE,
        path="/v1/health/checks/{health_check_id}",
        roles=READERS,
        request=NoArguments,
        response=HealthCheckView,
        summary="How one resource stands, and since when",
        example={"health_check_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"},
        answer=one_of("health_check", "health_check_id", health_check_view),
    ),
    Command(
        name="RecordFleetState",
        service=_SERVICE,
        path="/v1/health/fleets",
        roles=SENDERS,
        request=body_of(RecordFleetState),
        summary="Say how all applications of a cluster stand; only a difference is recorded",
        example={
            "environment": "production",
            "cluster": "eu-1",
            "counts": {"total": 1, "healthy": 1},
            "applications": [{"name": "checkout", "health": "Healthy", "sync": "Synced"}],
            "observed_at": "2026-03-01T12:00:00Z",
        },
        intent=_fleet,
        creates=True,
    ),
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
)
