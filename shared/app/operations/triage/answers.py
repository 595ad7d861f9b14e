"""TriageService: a yes or a no to the plan of an incident, by the incident; it is the approval's grant or rejection."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from shared.app.operations.approval.commands import NOT_A_PERSONS
from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import RESPONDERS, Command, CommandContext
from shared.app.operations.request_models import body_model, field_values
from shared.domain.approval.intents import GrantApproval, RejectApproval
from shared.domain.approval.values import Hash
from shared.kernel.ids import IncidentId
from shared.processes.incident_triage.remedy import approval_id_for
from shared.processes.incident_triage.state import triage_workflow_id

_SERVICE = "TriageService"
_INCIDENT = "/v1/incidents/{incident_id}"
_READ: Final = {"incident_id": EXAMPLE_ID, "run": 1, "plan_hash": "a1" * 32}
_RUN: Any = (
    Annotated[int, Field(ge=1, le=1_000_000)],
    Field(description="Which run of the triage, counted from 1: GetTriage says it."),
)
_PLAN: Any = (Hash, Field(description="SHA-256 of the plan that was read: GetTriage says it with the approval."))


def _answer(context: CommandContext) -> dict[str, Any]:
    """The approval's id follows from the run and the plan: a plan that nobody was asked about is not found."""
    values = field_values(context.arguments)
    run = triage_workflow_id(IncidentId(UUID(str(context.ids["incident_id"]))), values.pop("run"))
    return values | {"approval_id": approval_id_for(run, values["plan_hash"])}


def _approve(context: CommandContext) -> GrantApproval:
    return GrantApproval.model_validate(_answer(context) | {"granted_as": context.caller.role.value})


def _reject(context: CommandContext) -> RejectApproval:
    values = _answer(context)
    del values["plan_hash"]
    return RejectApproval.model_validate(values)


ANSWER_COMMANDS: tuple[Command, ...] = (
    Command(
        name="ApproveRemediation",
        service=_SERVICE,
        path=f"{_INCIDENT}/remediation/approve",
        roles=RESPONDERS,
        request=body_model(GrantApproval, called="ApproveRemediation", without=NOT_A_PERSONS, run=_RUN),
        summary="Say yes to exactly this plan for the incident; it is carried out then",
        example=_READ | {"dry_run_hash": "b2" * 32, "comment": "Checked against the diff"},
        intent=_approve,
    ),
    Command(
        name="RejectRemediation",
        service=_SERVICE,
        path=f"{_INCIDENT}/remediation/reject",
        roles=RESPONDERS,
        request=body_model(RejectApproval, called="RejectRemediation", run=_RUN, plan_hash=_PLAN),
        summary="Say no to the plan for the incident, and why",
        example=_READ | {"reason": "The release is to be reverted instead"},
        intent=_reject,
    ),
)
