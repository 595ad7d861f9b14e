"""HealthService: how all applications of a cluster stand is told here."""

from shared.app.operations.kinds import SENDERS, Command, CommandContext
from shared.app.operations.request_models import body_model, field_values
from shared.domain.fleet_state.intents import RecordFleetState
from shared.kernel.ids import fleet_state_id_for

_SERVICE = "HealthService"


def _fleet(context: CommandContext) -> RecordFleetState:
    values = field_values(context.arguments)
    fleet_state_id = fleet_state_id_for(context.caller.tenant_id, values["environment"], values["cluster"])
    return RecordFleetState.model_validate({**values, "fleet_state_id": fleet_state_id})


FLEET_COMMANDS: tuple[Command, ...] = (
    Command(
        name="RecordFleetState",
        service=_SERVICE,
        path="/v1/health/fleets",
        roles=SENDERS,
        request=body_model(RecordFleetState),
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
)
