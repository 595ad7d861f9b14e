"""ChangeService: saying of which applications changes are verified."""

from shared.app.operations.kinds import ADMINS, Command, CommandContext
from shared.app.operations.request_models import body_model, field_values
from shared.domain.change_policy.intents import PutChangePolicy
from shared.kernel.ids import change_policy_id_for


def _put_policy(context: CommandContext) -> PutChangePolicy:
    policy_id = change_policy_id_for(context.caller.tenant_id)
    return PutChangePolicy.model_validate({**field_values(context.arguments), "policy_id": policy_id})


CHANGE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="PutChangePolicy",
        service="ChangeService",
        method="PUT",
        path="/v1/change-policy",
        roles=ADMINS,
        request=body_model(PutChangePolicy),
        summary="Say of which applications changes are verified, and for how long they must hold",
        example={"definition": {"rules": [{"application": "checkout*", "hold_s": 300, "deadline_s": 1800}]}},
        intent=_put_policy,
        creates=True,
    ),
)
