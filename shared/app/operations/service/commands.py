"""ServiceCatalogService: what there is, whose it is, what it needs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.app.operations.incident.view import View
from shared.app.operations.kinds import ADMINS, READERS, RESPONDERS, Command, Draft, Query, straight
from shared.app.operations.request_models import NoArguments, body_of, given
from shared.app.operations.standard_methods import Listed, ListParameters, list_of, one_of, shown
from shared.domain.service.intents import CreateService, DeleteService, UpdateService
from shared.domain.service.values import OwnSchedule, ServiceDefinition
from shared.kernel.ids import service_id_for
from shared.kernel.value import Slug, Tag
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Operation

_SERVICE = "ServiceCatalogService"
_ALL = "/v1/services"
_ONE = f"{_ALL}/{{service_id}}"
_ID = {"service_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}
_DEFINITION = {
    "name": "Checkout",
    "tier": "critical",
    "owner_team": "payments",
    "on_call": {"provider": "pagerduty", "reference": "PABC123"},
    "resource_selectors": [{"namespace": "shop", "name": "checkout-*"}],
    "tags": ["shop"],
}


class ServiceView(View):
    service_id: UUID
    version: int
    slug: str
    definition: ServiceDefinition
    #: The catalog that claims it; null: people here.
    origin: str | None
    deleted: bool
    updated_by: str
    updated_at: datetime


class ServicesParameters(ListParameters):
    slug: Slug | None = None
    tag: Tag | None = None
    owner_team: Annotated[str, Field(max_length=200)] | None = None
    #: Tombstones in place of what there is.
    deleted: bool = False


def service_view(stored: Stored) -> ServiceView:
    return ServiceView.model_validate(shown(stored, "service_id"))


def _holding(wanted: ServicesParameters) -> dict[str, object]:
    definition: dict[str, object] = {} if wanted.tag is None else {"tags": [wanted.tag]}
    definition |= {} if wanted.owner_team is None else {"owner_team": wanted.owner_team}
    held: dict[str, object] = {"deleted": wanted.deleted}
    held |= {} if wanted.slug is None else {"slug": wanted.slug}
    return held | ({"definition": definition} if definition else {})


def _create(draft: Draft) -> CreateService:
    asked = given(draft.request)
    return CreateService(service_id=service_id_for(draft.caller.tenant_id, asked["slug"]), **asked)


def _named(intent: CreateService | UpdateService) -> Iterable[Reference]:
    """A service may name itself, which its domain refuses in words."""
    definition = intent.definition
    yield from (Reference("service", each) for each in definition.dependencies if each != intent.service_id)
    yield from (Reference("runbook", each) for each in definition.runbook_ids)
    yield from (Reference("slo", each) for each in definition.slo_ids)
    if isinstance(definition.on_call, OwnSchedule):
        yield Reference("on_call_schedule", definition.on_call.schedule_id)


SERVICE_OPERATIONS: tuple[Operation, ...] = (
    Command(
        name="CreateService",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_of(CreateService),
        summary="Add a service to the catalog, or bring a deleted one back",
        example={"slug": "checkout", "definition": _DEFINITION},
        intent=_create,
        creates=True,
        refers=_named,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdateService",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS,
        request=body_of(UpdateService),
        summary="Replace what is said of a service",
        example=_ID | {"definition": _DEFINITION},
        intent=straight(UpdateService),
        refers=_named,
    ),
    Command(
        name="DeleteService",
        service=_SERVICE,
        method="DELETE",
        path=_ONE,
        roles=ADMINS,
        request=NoArguments,
        summary="Leave a tombstone; what points at the service still finds it",
        example=_ID,
        intent=straight(DeleteService),
    ),
    Query(
        name="GetService",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=ServiceView,
        summary="One service, also when it is deleted",
        example=_ID,
        answer=one_of("service", "service_id", service_view),
    ),
    Query(
        name="ListServices",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=ServicesParameters,
        response=Listed[ServiceView],
        summary="Services, by slug, tag or owning team",
        example={"owner_team": "payments"},
        answer=list_of("service", Listed[ServiceView], service_view, _holding),
    ),
)
