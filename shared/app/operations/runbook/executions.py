"""RunbookService: executions, step by step, and what one would do before anybody asks for it."""

from typing import Final
from uuid import UUID

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import (
    READERS,
    RESPONDERS_AND_AGENTS,
    Procedure,
    ProcedureContext,
    Query,
)
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments, body_model
from shared.app.operations.runbook.execution_view import RunbookExecutionView, execution_view
from shared.app.operations.standard_methods import Listed, ListParameters
from shared.app.operations.view import View
from shared.app.runbooks.dry_run import DryRunRequest, RunbookDryRun, dry_run
from shared.domain.runbook.intents import ExecuteRunbook
from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition
from shared.kernel.ids import ExecutionId, TenantId
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Answer, Declined, OperationRequest, not_found
from shared.ports.outcome import Problem

_SERVICE = "RunbookService"
_ALL = "/v1/runbooks/{runbook_id}/executions"
#: Steps, attempts and looks of one execution; what it says beyond that is not shown.
_MOST_FACTS: Final = 2_000


class ListedExecution(View):
    """An execution of a runbook is shown in a line."""

    execution_id: UUID
    """The execution's id."""
    outcome: ExecutionOutcome | None
    """How it ended. Null: it is not over."""


def _stored(queries: QueryServices, tenant_id: TenantId, runbook_id: UUID) -> Stored:
    stored = queries.state.get(tenant_id, Reference("runbook", runbook_id))
    if stored is None:
        raise not_found()
    return stored


def _one(queries: QueryServices, request: OperationRequest) -> Answer:
    tenant_id, execution_id = request.caller.tenant_id, ExecutionId(request.ids["execution_id"])
    said = queries.executions.facts(tenant_id, execution_id, limit=_MOST_FACTS)
    if not said or said[0].data.runbook_id != request.ids["runbook_id"]:
        raise not_found()
    return Answer(content=execution_view(said), version=said[-1].aggregate_version)


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    """The open ones, then those that ended last; of older ones their facts know."""
    wanted = ListParameters.model_validate(request.arguments)
    known = _stored(queries, request.caller.tenant_id, request.ids["runbook_id"]).state
    rows = [*reversed(known["open_executions"]), *reversed(known["finished"])]
    items = [ListedExecution(execution_id=UUID(row["execution_id"]), outcome=row.get("outcome")) for row in rows]
    ids = [item.execution_id for item in items]
    start = ids.index(wanted.cursor) + 1 if wanted.cursor in ids else 0
    page = items[start : start + wanted.limit]
    is_last = start + len(page) >= len(items)
    return Answer(
        content=Listed[ListedExecution](items=tuple(page), next_cursor=None if is_last else page[-1].execution_id)
    )


def _dry_run(context: ProcedureContext, request: OperationRequest) -> Answer:
    asked = DryRunRequest.model_validate(request.arguments.model_dump())
    stored = _stored(context.queries, request.caller.tenant_id, request.ids["runbook_id"])
    if asked.runbook_version not in (None, stored.state["runbook_version"]):
        problem = Problem(
            code="runbook.version_changed", title=f"It is at version {stored.state['runbook_version']}: read it again"
        )
        raise Declined("invalid", problem)
    if asked.incident_id is not None and context.queries.state.missing(
        request.caller.tenant_id, [Reference("incident", asked.incident_id)]
    ):
        raise not_found()
    tried = dry_run(
        asked,
        tenant_id=request.caller.tenant_id,
        slug=stored.state["slug"],
        version=stored.state["runbook_version"],
        definition=RunbookDefinition.model_validate(stored.state["definition"]),
        state=context.queries.state,
        coder=context.dry_runs,
        at=context.clock.now(),
    )
    return Answer(content=tried)


RUNBOOK_EXECUTION_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetRunbookExecution",
        service=_SERVICE,
        path=f"{_ALL}/{{execution_id}}",
        roles=READERS,
        request=NoArguments,
        response=RunbookExecutionView,
        summary="One execution, step by step, with who said yes to what",
        example={"runbook_id": EXAMPLE_ID, "execution_id": EXAMPLE_ID},
        answer=_one,
    ),
    Query(
        name="ListRunbookExecutions",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=ListParameters,
        response=Listed[ListedExecution],
        summary="The executions of a runbook: the open ones, then those that ended last",
        example={"runbook_id": EXAMPLE_ID},
        answer=_list,
    ),
)

RUNBOOK_PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        name="DryRunRunbook",
        service=_SERVICE,
        path="/v1/runbooks/{runbook_id}/dry-run",
        roles=RESPONDERS_AND_AGENTS,
        request=body_model(ExecuteRunbook, called="DryRunRunbook", without=frozenset({"execution_id"})),
        response=RunbookDryRun,
        summary="What an execution would do: its steps filled in, its plans, and what they would change",
        example={"runbook_id": EXAMPLE_ID, "target": {"kind": "Deployment", "name": "checkout", "namespace": "shop"}},
        answer=_dry_run,
    ),
)
