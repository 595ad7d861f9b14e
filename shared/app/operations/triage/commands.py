"""TriageService: what can be asked of whatever looks into incidents."""

from collections.abc import Callable

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import (
    ADMINS,
    APPROVERS,
    RESPONDERS,
    RESPONDERS_AND_AGENTS,
    Command,
    CommandContext,
    intent_from_body,
)
from shared.app.operations.request_models import body_model, field_values
from shared.domain.incident.intents import CancelTriage, EscalateIncident, StartTriage
from shared.domain.triage_policy.intents import (
    PauseAutomation,
    PutTriagePolicy,
    ResumeAutomation,
    TriagePolicyIntent,
)
from shared.kernel.ids import triage_policy_id_for
from shared.kernel.message import Intent

_SERVICE = "TriageService"
_INCIDENT = "/v1/incidents/{incident_id}"
_ID = {"incident_id": EXAMPLE_ID}


def _of_policy(intent: type[TriagePolicyIntent]) -> Callable[[CommandContext], Intent]:
    """A tenant has one policy, whose id follows from the tenant."""

    def make(context: CommandContext) -> Intent:
        policy_id = triage_policy_id_for(context.caller.tenant_id)
        return intent.model_validate({**field_values(context.arguments), "policy_id": policy_id})

    return make


TRIAGE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="StartTriage",
        service=_SERVICE,
        path=f"{_INCIDENT}/triage",
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(StartTriage),
        summary="Have it looked into, also when it was before",
        example=_ID | {"reason": "The rollback changed nothing"},
        intent=intent_from_body(StartTriage),
    ),
    Command(
        name="CancelTriage",
        service=_SERVICE,
        path=f"{_INCIDENT}/triage/cancel",
        roles=RESPONDERS,
        request=body_model(CancelTriage),
        summary="End what looks into it, with a reason",
        example=_ID | {"reason": "A drill"},
        intent=intent_from_body(CancelTriage),
    ),
    Command(
        name="EscalateIncident",
        service=_SERVICE,
        path=f"{_INCIDENT}/escalate",
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(EscalateIncident),
        summary="Say that a person has to go on, with a reason",
        example=_ID | {"reason": "The database's own people are needed"},
        intent=intent_from_body(EscalateIncident),
    ),
    Command(
        name="PutTriagePolicy",
        service=_SERVICE,
        method="PUT",
        path="/v1/triage-policy",
        roles=ADMINS,
        request=body_model(PutTriagePolicy),
        summary="Say which incidents are looked into by themselves, or that none are",
        example={"definition": {"enabled": True, "severities": ["critical", "high"], "sources": ["alert"]}},
        intent=_of_policy(PutTriagePolicy),
        creates=True,
    ),
    Command(
        name="PauseAutomation",
        service=_SERVICE,
        path="/v1/automation/pause",
        roles=RESPONDERS,
        request=body_model(PauseAutomation),
        summary="Have nothing carried out any more, from the next action on, with a reason",
        example={"reason": "A migration of the network"},
        intent=_of_policy(PauseAutomation),
        creates=True,
    ),
    Command(
        name="ResumeAutomation",
        service=_SERVICE,
        path="/v1/automation/resume",
        roles=APPROVERS,
        request=body_model(ResumeAutomation),
        summary="Have carried out again what is proposed from now on",
        example={"reason": "The migration is over"},
        intent=_of_policy(ResumeAutomation),
        creates=True,
    ),
)
