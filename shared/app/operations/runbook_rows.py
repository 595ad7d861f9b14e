"""RunbookService: what is done when something breaks, and what became of doing it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.app.operations.derived import NoArguments, body_of, given
from shared.app.operations.incident_view import View
from shared.app.operations.listing import Listed, ListParameters, list_of, one_of, shown
from shared.app.operations.rows import READERS, RESPONDERS, RESPONDERS_AND_AGENTS, Command, Draft, Query, straight
from shared.domain.runbook.intents import CompleteRunbookExecution, CreateRunbook, ExecuteRunbook, UpdateRunbook
from shared.domain.runbook.values import Outcome, RunbookDefinition, RunbookStep
from shared.kernel.ids import derive_from, runbook_id_for
from shared.kernel.value import Slug, Tag
from shared.kernel.vocabulary import ResourceRef
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Operation

_SERVICE = "RunbookService"
_ALL = "/v1/runbooks"
_ONE = f"{_ALL}/{{runbook_id}}"
_ID = {"runbook_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}
_EXECUTION = "0b1f5b6c-7d8e-4f90-8a1b-2c3d4e5f6071"
_DEFINITION = {
    "title": "Checkout answers 5xx",
    "trigger_conditions": ['alertname="HighErrorRate"', 'service="checkout"'],
    "steps": [{"id": "look", "title": "Look at the newest deployment", "kind": "manual"}],
    "owner": "payments",
    "tags": ["checkout"],
}


class ExecutionView(View):
    execution_id: UUID
    runbook_version: int
    incident_id: UUID | None
    target: ResourceRef | None
    arguments: dict[str, str]
    steps: tuple[RunbookStep, ...]
    approval_required: bool
    plan_hash: str
    requested_by: str
    requested_at: datetime


class FinishedView(View):
    execution_id: UUID
    outcome: Outcome
    completed_at: datetime


class RunbookSummary(View):
    runbook_id: UUID
    version: int
    slug: str
    #: Counts definitions; an execution names the one it ran.
    runbook_version: int
    definition: RunbookDefinition
    updated_by: str
    updated_at: datetime


class RunbookView(RunbookSummary):
    open_executions: tuple[ExecutionView, ...]
    #: The newest last.
    finished: tuple[FinishedView, ...]


class RunbooksParameters(ListParameters):
    slug: Slug | None = None
    tag: Tag | None = None
    owner: Annotated[str, Field(max_length=200)] | None = None


def runbook_view(stored: Stored) -> RunbookView:
    return RunbookView.model_validate(shown(stored, "runbook_id"))


def _summary(stored: Stored) -> RunbookSummary:
    return RunbookSummary.model_validate(shown(stored, "runbook_id"))


def _holding(wanted: RunbooksParameters) -> dict[str, object]:
    definition: dict[str, object] = {} if wanted.tag is None else {"tags": [wanted.tag]}
    definition |= {} if wanted.owner is None else {"owner": wanted.owner}
    return ({} if wanted.slug is None else {"slug": wanted.slug}) | ({"definition": definition} if definition else {})


def _create(draft: Draft) -> CreateRunbook:
    asked = given(draft.request)
    return CreateRunbook(runbook_id=runbook_id_for(draft.caller.tenant_id, asked["slug"]), **asked)


def _execute(draft: Draft) -> ExecuteRunbook:
    asked = given(draft.request)
    asked["execution_id"] = asked["execution_id"] or derive_from(draft.message_id, "execution")
    return ExecuteRunbook.model_validate({**asked, "runbook_id": draft.ids["runbook_id"]})


def _incident_of(intent: ExecuteRunbook) -> Iterable[Reference]:
    return () if intent.incident_id is None else (Reference("incident", intent.incident_id),)


RUNBOOK_OPERATIONS: tuple[Operation, ...] = (
    Command(
        name="CreateRunbook",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_of(CreateRunbook),
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
        request=body_of(UpdateRunbook),
        summary="Make a new version; executions keep the one they ran",
        example=_ID | {"definition": _DEFINITION},
        intent=straight(UpdateRunbook),
    ),
    Command(
        name="ExecuteRunbook",
        service=_SERVICE,
        path=f"{_ONE}/executions",
        roles=RESPONDERS_AND_AGENTS,
        request=body_of(ExecuteRunbook, execution_id=(UUID | None, None)),
        summary="Ask for an execution of the present version, its steps frozen as they are now",
        example=_ID | {"runbook_version": 1, "target": {"kind": "Deployment", "name": "checkout", "namespace": "shop"}},
        intent=_execute,
        refers=_incident_of,
    ),
    Command(
        name="CompleteRunbookExecution",
        service=_SERVICE,
        path=f"{_ONE}/executions/complete",
        roles=RESPONDERS,
        request=body_of(CompleteRunbookExecution),
        summary="Say how an execution ended that was done by hand, or cancel one",
        example=_ID | {"execution_id": _EXECUTION, "outcome": "cancelled", "note": "The alert cleared by itself"},
        intent=straight(CompleteRunbookExecution),
    ),
    Query(
        name="GetRunbook",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=RunbookView,
        summary="One runbook, its open executions and how the last ones ended",
        example=_ID,
        answer=one_of("runbook", "runbook_id", runbook_view),
    ),
    Query(
        name="ListRunbooks",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=RunbooksParameters,
        response=Listed[RunbookSummary],
        summary="Runbooks, by slug, tag or owner",
        example={"tag": "checkout"},
        answer=list_of("runbook", Listed[RunbookSummary], _summary, _holding),
    ),
)
