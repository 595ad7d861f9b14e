"""RunbookService: what can be asked for about a runbook and its executions."""

from collections.abc import Iterable

from shared.app.operations.examples import EXAMPLE_ID, OTHER_ID
from shared.app.operations.kinds import RESPONDERS, RESPONDERS_AND_AGENTS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import OWN_ID, body_model, field_values
from shared.domain.runbook.intents import (
    CompleteRunbookExecution,
    CompleteRunbookStep,
    CreateRunbook,
    ExecuteRunbook,
    UpdateRunbook,
)
from shared.kernel.ids import derive_from, runbook_id_for
from shared.ports.current_state import Reference

_SERVICE = "RunbookService"
_ALL = "/v1/runbooks"
_ONE = f"{_ALL}/{{runbook_id}}"
_ID = {"runbook_id": EXAMPLE_ID}
_DEFINITION = {
    "title": "Checkout answers 5xx",
    "trigger_conditions": ['alertname="HighErrorRate"', 'service="checkout"'],
    "steps": [{"id": "look", "title": "Look at the newest deployment", "kind": "manual"}],
    "owner": "payments",
    "tags": ["checkout"],
}


def _create(context: CommandContext) -> CreateRunbook:
    values = field_values(context.arguments)
    return CreateRunbook(runbook_id=runbook_id_for(context.caller.tenant_id, values["slug"]), **values)


def _execute(context: CommandContext) -> ExecuteRunbook:
    values = field_values(context.arguments)
    values["execution_id"] = values["execution_id"] or derive_from(context.message_id, "execution")
    return ExecuteRunbook.model_validate({**values, "runbook_id": context.ids["runbook_id"]})


def _incident_of(intent: ExecuteRunbook) -> Iterable[Reference]:
    return () if intent.incident_id is None else (Reference("incident", intent.incident_id),)


RUNBOOK_COMMANDS: tuple[Command, ...] = (
    Command(
        name="CreateRunbook",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_model(CreateRunbook),
        summary="Write down what is done when something breaks",
        example={"slug": "checkout-5xx", "definition": _DEFINITION},
        intent=_create,
        creates=True,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdateRunbook",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS,
        request=body_model(UpdateRunbook),
        summary="Make a new version; executions keep the one they ran",
        example=_ID | {"definition": _DEFINITION},
        intent=intent_from_body(UpdateRunbook),
    ),
    Command(
        name="ExecuteRunbook",
        service=_SERVICE,
        path=f"{_ONE}/executions",
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(ExecuteRunbook, execution_id=OWN_ID),
        summary="Ask for an execution of the present version, its steps frozen as they are now",
        example=_ID | {"runbook_version": 1, "target": {"kind": "Deployment", "name": "checkout", "namespace": "shop"}},
        intent=_execute,
        references=_incident_of,
    ),
    Command(
        name="CompleteRunbookStep",
        service=_SERVICE,
        path=f"{_ONE}/executions/steps/complete",
        roles=RESPONDERS,
        request=body_model(CompleteRunbookStep),
        summary="Say how a step went that people do; the execution goes on from there",
        example=_ID | {"execution_id": OTHER_ID, "step_id": "look", "note": "The newest deployment is from 12:40"},
        intent=intent_from_body(CompleteRunbookStep),
    ),
    Command(
        name="CompleteRunbookExecution",
        service=_SERVICE,
        path=f"{_ONE}/executions/complete",
        roles=RESPONDERS,
        request=body_model(CompleteRunbookExecution),
        summary="Say how an execution ended that was done by hand, or cancel one",
        example=_ID | {"execution_id": OTHER_ID, "outcome": "cancelled", "note": "The alert cleared by itself"},
        intent=intent_from_body(CompleteRunbookExecution),
    ),
)
