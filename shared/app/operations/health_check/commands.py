"""HealthService: how one resource stands is told here."""

from pydantic import Field

from shared.app.operations.kinds import SENDERS, Command, CommandContext
from shared.app.operations.request_models import body_model, field_values
from shared.domain.health_check.intents import RecordHealthCheck
from shared.kernel.ids import health_check_id_for
from shared.kernel.vocabulary import ResourceRef

_SERVICE = "HealthService"
_RESOURCE = {"kind": "Application", "name": "checkout", "namespace": "argocd", "cluster": "production"}


def _check(context: CommandContext) -> RecordHealthCheck:
    values = field_values(context.arguments)
    resource: ResourceRef = values["resource"]
    values["source_name"] = f"api/{values['source_name']}"
    health_check_id = health_check_id_for(
        context.caller.tenant_id,
        kind=resource.kind,
        name=resource.name,
        namespace=resource.namespace or "",
        cluster=resource.cluster or "",
    )
    return RecordHealthCheck.model_validate({**values, "health_check_id": health_check_id, "received_at": context.at})


HEALTH_CHECK_COMMANDS: tuple[Command, ...] = (
    Command(
        name="RecordHealthCheck",
        service=_SERVICE,
        path="/v1/health/checks",
        roles=SENDERS,
        request=body_model(
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
)
