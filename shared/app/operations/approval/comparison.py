"""ApprovalService: what has changed since an approval was asked for, read when somebody wants to know."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import unified_diff
from itertools import islice
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from shared.app.operations.approval.view import approval_view
from shared.app.operations.as_of import state_as_of
from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Procedure, ProcedureContext
from shared.app.operations.request_models import Arguments
from shared.app.operations.view import View
from shared.domain.approval.values import ApprovalStatus
from shared.kernel.canonical import sha256_hex
from shared.kernel.vocabulary import IncidentStatus
from shared.ports.coder import CoderReads, CoderUnavailable
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, Declined, OperationRequest, not_found
from shared.projections.page import InvalidQuery
from shared.remediation.ground import ComparedPrecondition, DeployedSince, PlanComparison, PlanGround, PresentState
from shared.remediation.plan_text import InvalidPlan, read_plan

_MOST_LINES: Final = 200
_LONGEST_LINE: Final = 500
_ALIVE: Final = frozenset({ApprovalStatus.REQUESTED, ApprovalStatus.GRANTED})
_OVER: Final = frozenset({IncidentStatus.RESOLVED, IncidentStatus.CLOSED})


class CompareApproval(Arguments):
    """An approval is compared with the world."""

    within_s: Annotated[float, Field(ge=1, le=15)] = 15.0
    """Seconds that reading the world and trying the plan dry may take, 1 to 15."""


class ApprovalComparison(View):
    """An approval beside the world as it is now; reading it changes and decides nothing."""

    approval_id: UUID
    """The approval's id."""
    status: ApprovalStatus
    """Where the approval is."""
    requested_at: datetime
    """When it was asked for, in UTC: what is compared with."""
    read_at: datetime
    """When the world was read, in UTC."""
    fits: bool
    """Whether it could be carried out now, were it granted: whoever carries it out asks the same again."""
    differences: tuple[str, ...]
    """What is otherwise than when it was asked for, or stands in its way, one sentence each; not all of it hinders."""
    plan_fits: bool
    """Whether the plan's text still has the hash that a yes is bound to."""
    incident_then: IncidentStatus | None
    """The incident's status when it was asked for. Null: it is about none, or what was then is not known."""
    incident_now: IncidentStatus | None
    """The incident's status now. Null: it is about none."""
    preconditions: tuple[ComparedPrecondition, ...]
    """What the plan rests on, then and now."""
    present: tuple[PresentState, ...]
    """Revision, replicas, images and health of its targets now."""
    deployed_since: tuple[DeployedSince, ...]
    """What was deployed to its applications since."""
    dry_run_fits: bool | None
    """Whether a dry run says the same as the one a yes is bound to. Null: there was none, or none could be made now."""
    dry_run_difference: tuple[str, ...]
    """The two dry runs as lines of a unified diff, the first 200; empty when they are the same."""
    unread: str | None
    """Why the world could not be read, or not all of it. Null: it was read."""


def _compare(context: ProcedureContext, request: OperationRequest) -> Answer:
    tenant_id, approval_id = request.caller.tenant_id, request.ids["approval_id"]
    stored = context.queries.state.get(tenant_id, Reference("approval", approval_id))
    if stored is None:
        raise not_found()
    now = context.clock.now()
    view = approval_view(stored, now)
    incident_then, incident_now = _incident(context, request, view.definition.incident_id, view.requested_at)
    within_s = CompareApproval.model_validate(request.arguments.model_dump()).within_s
    read, unread = _read(context.dry_runs, request, view.definition.plan, within_s)
    dry_run_fits = None if None in (read.dry_run, view.definition.dry_run) else read.dry_run == view.definition.dry_run
    compared: dict[str, Any] = {
        "plan_fits": sha256_hex(view.definition.plan) == view.plan_hash,
        "incident_then": incident_then,
        "incident_now": incident_now,
        "preconditions": read.ground.preconditions,
        "present": read.ground.present,
        "deployed_since": read.ground.deployed_since,
        "dry_run_fits": dry_run_fits,
        "dry_run_difference": () if dry_run_fits is not False else _difference(view.definition.dry_run, read.dry_run),
        "unread": unread,
    }
    return Answer(
        content=ApprovalComparison(
            approval_id=approval_id,
            status=view.status,
            requested_at=view.requested_at,
            read_at=now,
            fits=view.status in _ALIVE and not read.problems and _fits(compared),
            differences=tuple(_differences(compared, read.problems)),
            **compared,
        ),
        version=stored.version,
    )


def _incident(
    context: ProcedureContext, request: OperationRequest, incident_id: UUID | None, then: datetime
) -> tuple[IncidentStatus | None, IncidentStatus | None]:
    """Its status then and now."""
    reference = Reference("incident", incident_id) if incident_id else None
    stored = context.queries.state.get(request.caller.tenant_id, reference) if reference else None
    if reference is None or stored is None:
        return None, None
    try:
        before, _ = state_as_of(context.queries, request, reference, then)
    except (Declined, InvalidQuery):
        return None, IncidentStatus(stored.state["status"])
    return IncidentStatus(before.state["status"]), IncidentStatus(stored.state["status"])


def _read(
    coder: CoderReads | None, request: OperationRequest, plan: str, within_s: float
) -> tuple[PlanComparison, str | None]:
    """What is there now, and why not all of it."""
    nothing = PlanComparison(ground=PlanGround())
    try:
        read_plan(plan)
    except InvalidPlan:
        return nothing, "its plan holds no actions that are done at a target: there is nothing to read again"
    if coder is None:
        return nothing, "nobody carries plans out here, so that nobody reads its targets either"
    try:
        read = coder.compare(request.caller.tenant_id, request.ids["approval_id"], within_s=within_s)
    except CoderUnavailable as away:
        return nothing, f"whoever carries plans out does not answer: {away}"
    return read, read.unread


def _fits(compared: Mapping[str, Any]) -> bool:
    closed = compared["incident_now"] is IncidentStatus.CLOSED
    holds = all(each.holds for each in compared["preconditions"])
    read = compared["unread"] is None and compared["dry_run_fits"] is not False
    return bool(compared["plan_fits"] and holds and read and not closed)


def _differences(compared: Mapping[str, Any], problems: tuple[str, ...]) -> Iterator[str]:
    if not compared["plan_fits"]:
        yield "the plan is another than the one that was asked about"
    then, now = compared["incident_then"], compared["incident_now"]
    if now in _OVER or (then is not None and now != then):
        yield f"the incident is {now}" + ("" if then in (None, now) else f"; it was {then}")
    for each in compared["preconditions"]:
        if not each.holds:
            yield f"{each.subject}: {each.what} was {each.expected}, seen now: {each.seen}"
    for deployed in compared["deployed_since"]:
        yield f"{deployed.application} was deployed at {deployed.occurred_at.isoformat()}: {deployed.revisions}"
    if compared["dry_run_fits"] is False:
        yield "a dry run says another thing than the one that was asked about"
    yield from problems
    if compared["unread"] is not None:
        yield compared["unread"]


def _difference(then: str | None, now: str | None) -> tuple[str, ...]:
    lines = unified_diff((then or "").splitlines(), (now or "").splitlines(), "then", "now", lineterm="", n=1)
    return tuple(line[:_LONGEST_LINE] for line in islice(lines, _MOST_LINES))


APPROVAL_PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        name="CompareApproval",
        service="ApprovalService",
        path="/v1/approvals/{approval_id}/compare",
        roles=READERS,
        request=CompareApproval,
        response=ApprovalComparison,
        summary="What has changed since an approval was asked for: its targets, its incident, its dry run",
        example={"approval_id": EXAMPLE_ID},
        answer=_compare,
    ),
)
