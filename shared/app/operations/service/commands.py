"""ServiceCatalogService: what can be asked for about a service."""

from collections.abc import Iterable

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import ADMINS, RESPONDERS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import NoArguments, body_model, field_values
from shared.domain.service.intents import CreateService, DeleteService, UpdateService
from shared.domain.service.values import OwnSchedule
from shared.kernel.ids import service_id_for
from shared.ports.current_state import Reference

_SERVICE = "ServiceCatalogService"
_ALL = "/v1/services"
_ONE = f"{_ALL}/{{service_id}}"
_ID = {"service_id": EXAMPLE_ID}
_DEFINITION = {
    "name": "Checkout",
    "tier": "critical",
    "owner_team": "payments",
    "on_call": {"provider": "pagerduty", "reference": "PABC123"},
    "resource_selectors": [{"namespace": "shop", "name": "checkout-*"}],
    "signals": [
        {"title": "Requests", "kind": "traffic", "expression": 'sum(rate(http_requests_total{job="checkout"}[5m]))'}
    ],
    "tags": ["shop"],
}


def _create(context: CommandContext) -> CreateService:
    values = field_values(context.arguments)
    return CreateService(service_id=service_id_for(context.caller.tenant_id, values["slug"]), **values)


def _named(intent: CreateService | UpdateService) -> Iterable[Reference]:
    """A service may name itself, which its domain refuses in words."""
    definition = intent.definition
    yield from (Reference("service", each) for each in definition.dependencies if each != intent.service_id)
    yield from (Reference("runbook", each) for each in definition.runbook_ids)
    yield from (Reference("slo", each) for each in definition.slo_ids)
    if isinstance(definition.on_call, OwnSchedule):
        yield Reference("on_call_schedule", definition.on_call.schedule_id)


SERVICE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="CreateService",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_model(CreateService),
        summary="Add a service to the catalog, or bring a deleted one back",
        example={"slug": "checkout", "definition": _DEFINITION},
        intent=_create,
        creates=True,
        references=_named,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdateService",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS,
        request=body_model(UpdateService),
        summary="Replace what is said of a service",
        example=_ID | {"definition": _DEFINITION},
        intent=intent_from_body(UpdateService),
        references=_named,
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
        intent=intent_from_body(DeleteService),
    ),
)
