"""Asking for a yes: first what the plan would do is tried, then somebody is asked by its exact text."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from shared.domain.approval.intents import GrantApproval, RequestApproval
from shared.domain.approval.values import ApprovalDefinition
from shared.domain.incident.values import EntryKind
from shared.kernel.vocabulary import RiskTier
from shared.processes.runbook_execution import facts
from shared.processes.runbook_execution.course import Course
from shared.processes.runbook_execution.state import READING_LIMIT, Gate, Waits
from shared.processes.wording import one_line
from shared.remediation.plan_text import plan_text_of, read_plan
from shared.remediation.proposal import RemediationPlan
from shared.remediation.runbook_steps import PlannedStep, places_of, plan_of

_LONGEST_TITLE: Final = 500
_LONGEST_VALID_S: Final = 7 * 86_400


def try_dry(course: Course, stretch: Sequence[PlannedStep]) -> None:
    """The plan of these steps is made, and it is asked what it would do."""
    run = course.run
    name = f"Runbook {run.slug} version {run.runbook_version}"
    plan = plan_of(stretch, name=name, expires_at=course.at + timedelta(seconds=_patience_s(course)))
    gate = Gate(approval_id=run.next_approval_id(), plan=plan_text_of(plan), places=places_of(stretch))
    number = run.gates + 1
    step_ids = _covered(course, gate)
    course.say(facts.RunbookDryRunStarted, number=number, plan=gate.plan, step_ids=step_ids)
    course.wait(Waits.DRY_RUN, READING_LIMIT, gates=number, gate=gate)


def ask_for_a_yes(course: Course, gate: Gate, dry_run: str) -> None:
    """A policy answers at once where neither the runbook nor the risk wants a person."""
    plan = read_plan(gate.plan)
    definition = _definition(course, plan, gate, dry_run)
    policy = _policy(course, plan)
    course.say(
        facts.RunbookApprovalAwaited,
        approval_id=gate.approval_id,
        plan_hash=definition.plan_hash,
        dry_run_hash=definition.dry_run_hash,
        risk=plan.risk,
        step_ids=_covered(course, gate),
        policy=policy,
    )
    course.ask(RequestApproval(approval_id=gate.approval_id, definition=definition, received_at=course.at))
    if policy is None:
        asked = f"It waits for a yes ({plan.risk} risk): {one_line(plan.summary)}"
        course.tell(EntryKind.DECISION, asked, f"Read it: sre approvals show {gate.approval_id}")
    else:
        course.ask(_grant(gate, definition, policy))
    course.wait(Waits.APPROVAL, timedelta(seconds=_patience_s(course)))


def _definition(course: Course, plan: RemediationPlan, gate: Gate, dry_run: str) -> ApprovalDefinition:
    run = course.run
    return ApprovalDefinition(
        title=plan.summary[:_LONGEST_TITLE],
        incident_id=run.incident_id,
        workflow_id=run.workflow_id,
        execution_id=run.execution_id,
        plan=gate.plan,
        dry_run=dry_run,
        risk=plan.risk,
        proposed_by=run.requested_by,
        valid_for_s=_valid_for_s(course, gate),
    )


def _grant(gate: Gate, definition: ApprovalDefinition, policy: str) -> GrantApproval:
    return GrantApproval(
        approval_id=gate.approval_id,
        plan_hash=definition.plan_hash,
        dry_run_hash=definition.dry_run_hash,
        policy=policy,
    )


def _policy(course: Course, plan: RemediationPlan) -> str | None:
    """None: a person says yes. A step that waits for one does so for those behind it, too, when it is passed over."""
    run = course.run
    waits = any(step.requires_approval for step in run.planned[: run.at + 1])
    if run.is_concluded or waits or plan.risk is RiskTier.HIGH:
        return None
    return f"runbook {run.slug} version {run.runbook_version}"


def _patience_s(course: Course) -> int:
    """What the present step gives people, or the last one."""
    steps = course.run.steps
    return steps[min(course.run.at, len(steps) - 1)].wait_s


def _valid_for_s(course: Course, gate: Gate) -> int:
    """As long as an answer may take, and then as long as everything may that it covers, people's steps included."""
    run = course.run
    last = max((place for place, step in enumerate(run.steps) if step.id in gate.places), default=run.at)
    covered = run.steps[run.at : last + 1]
    needed = sum(step.wait_s if step.is_by_hand else step.attempts * step.timeout_s for step in covered)
    return min(_LONGEST_VALID_S, _patience_s(course) + needed)


def _covered(course: Course, gate: Gate) -> tuple[str, ...]:
    """In the plan's order, which what is kept of the state does not have."""
    return () if course.run.is_concluded else tuple(sorted(gate.places, key=gate.places.__getitem__))
