"""SilenceService: what can be asked for about a silence."""

from uuid import UUID

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import RESPONDERS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import body_model, field_values
from shared.domain.silence.intents import CreateSilence, ExpireSilence, UpdateSilence
from shared.kernel.ids import SilenceId, derive_from

_SERVICE = "SilenceService"
_ALL = "/v1/silences"
_ONE = f"{_ALL}/{{silence_id}}"
_EXAMPLE = {
    "definition": {
        "kind": "maintenance",
        "matchers": ['namespace="payments"', 'severity=~"warning|critical"'],
        "starts_at": "2030-03-03T01:00:00Z",
        "recurrence": {"rrule": "FREQ=WEEKLY;BYDAY=SU", "zone": "Europe/Berlin", "duration_s": 7200},
        "reason": "Weekly database upgrade",
    }
}
_ID = {"silence_id": EXAMPLE_ID}


def _create(context: CommandContext) -> CreateSilence:
    values = field_values(context.arguments)
    values["silence_id"] = values["silence_id"] or SilenceId(derive_from(context.message_id, "silence"))
    return CreateSilence.model_validate(values)


SILENCE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="CreateSilence",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_model(CreateSilence, silence_id=(UUID | None, None)),
        summary="Tell nobody of matching alerts for a while, once or again and again; they are recorded all the same",
        example=_EXAMPLE,
        intent=_create,
        creates=True,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdateSilence",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS,
        request=body_model(UpdateSilence),
        summary="Change what is silenced, or when",
        example=_ID | _EXAMPLE,
        intent=intent_from_body(UpdateSilence),
    ),
    Command(
        name="ExpireSilence",
        service=_SERVICE,
        path=f"{_ONE}/expire",
        roles=RESPONDERS,
        request=body_model(ExpireSilence),
        summary="End it now and for good",
        example=_ID | {"reason": "The upgrade is done"},
        intent=intent_from_body(ExpireSilence),
    ),
)
