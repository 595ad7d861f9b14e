"""TriageService: what can be asked of whatever looks into incidents."""

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import (
    ADMINS,
    RESPONDERS,
    RESPONDERS_AND_AGENTS,
    Command,
    CommandContext,
    intent_from_body,
)
from shared.app.operations.request_models import body_model, field_values
from shared.domain.incident.intents import CancelTriage, EscalateIncident, StartTriage
from shared.domain.triage_policy.intents import PutTriagePolicy
from shared.kernel.ids import triage_policy_id_for

_SERVICE = "TriageService"
_INCIDENT = "/v1/incidents/{incident_id}"
_ID = {"incident_id": EXAMPLE_ID}


def _put_policy(context: CommandContext) -> PutTriagePolicy:
    policy_id = triage_policy_id_for(context.caller.tenant_id)
    return PutTriagePolicy.model_validate({**field_values(context.arguments), "policy_id": policy_id})


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
        intent=_put_policy,
        creates=True,
    ),
)
