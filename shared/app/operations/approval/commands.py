"""ApprovalService: asking for a yes, saying it, and using it once."""

from collections.abc import Iterable

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import (
    EXECUTORS,
    RESPONDERS,
    RESPONDERS_AND_AGENTS,
    Command,
    CommandContext,
    intent_from_body,
)
from shared.app.operations.request_models import OWN_ID, body_model, field_values
from shared.domain.approval.intents import (
    ConsumeApproval,
    GrantApproval,
    RejectApproval,
    RequestApproval,
    WithdrawApproval,
)
from shared.kernel.ids import ApprovalId, derive_from
from shared.ports.current_state import Reference

_SERVICE = "ApprovalService"
_ALL = "/v1/approvals"
_ONE = f"{_ALL}/{{approval_id}}"
_PLAN = '{"action":"argocd.sync","application":"checkout"}'
_ID = {"approval_id": EXAMPLE_ID}
_READ = {"plan_hash": "a1" * 32}
#: What a caller does not say of themselves.
NOT_A_PERSONS = frozenset({"policy", "granted_as"})


def _request(context: CommandContext) -> RequestApproval:
    values = field_values(context.arguments)
    values["approval_id"] = values["approval_id"] or ApprovalId(derive_from(context.message_id, "approval"))
    return RequestApproval.model_validate({**values, "received_at": context.at})


def _grant(context: CommandContext) -> GrantApproval:
    values = field_values(context.arguments)
    return GrantApproval.model_validate({**values, **context.ids, "granted_as": context.caller.role.value})


def _about(intent: RequestApproval) -> Iterable[Reference]:
    incident_id = intent.definition.incident_id
    return () if incident_id is None else (Reference("incident", incident_id),)


APPROVAL_COMMANDS: tuple[Command, ...] = (
    Command(
        name="RequestApproval",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(RequestApproval, approval_id=OWN_ID, without=frozenset({"received_at"})),
        summary="Ask that somebody else says yes to a plan before it is carried out",
        example={
            "definition": {
                "title": "Synchronise checkout",
                "plan": _PLAN,
                "risk": "low",
                "valid_for_s": 1800,
            }
        },
        intent=_request,
        references=_about,
        creates=True,
        location=_ONE,
        success=201,
    ),
    Command(
        name="GrantApproval",
        service=_SERVICE,
        path=f"{_ONE}/grant",
        roles=RESPONDERS,
        request=body_model(GrantApproval, without=NOT_A_PERSONS),
        summary="Say yes to exactly this plan; who proposed it cannot, and where the risk is high a responder cannot",
        example=_ID | _READ | {"comment": "Checked against the diff"},
        intent=_grant,
    ),
    Command(
        name="RejectApproval",
        service=_SERVICE,
        path=f"{_ONE}/reject",
        roles=RESPONDERS,
        request=body_model(RejectApproval),
        summary="Say no, and why",
        example=_ID | {"reason": "The release is to be reverted instead"},
        intent=intent_from_body(RejectApproval),
    ),
    Command(
        name="WithdrawApproval",
        service=_SERVICE,
        path=f"{_ONE}/withdraw",
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(WithdrawApproval),
        summary="Take the question back, and any yes with it",
        example=_ID | {"reason": "The plan has changed"},
        intent=intent_from_body(WithdrawApproval),
    ),
    Command(
        name="ConsumeApproval",
        service=_SERVICE,
        path=f"{_ONE}/consume",
        roles=EXECUTORS,
        request=body_model(ConsumeApproval),
        summary="Begin, once, what was approved: an executor asks just before it acts",
        example=_ID | _READ | {"effect_id": EXAMPLE_ID},
        intent=intent_from_body(ConsumeApproval),
    ),
)
