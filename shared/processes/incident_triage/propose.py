"""A plan is proposed, tried dry, and somebody is asked for a yes to exactly that."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.domain.approval.intents import GrantApproval, RequestApproval
from shared.domain.approval.values import ApprovalDefinition
from shared.domain.incident.values import EntryKind
from shared.domain.runbook.intents import ExecuteRunbook
from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import ApprovalId, ExecutionId, RunbookId, derive
from shared.kernel.vocabulary import RiskTier
from shared.processes.incident_triage.endings import by_itself, escalate, subject
from shared.processes.incident_triage.facts import EscalationCause, RemediationProposed
from shared.processes.incident_triage.remedy import Remedy, RemedyStage, approval_id_for
from shared.processes.incident_triage.remedy_facts import ApprovalAwaited, RunbookExecutionAwaited
from shared.processes.incident_triage.remedy_results import DryRunRead
from shared.processes.incident_triage.remedy_timeline import awaited_lines
from shared.processes.incident_triage.state import (
    PHASE_LIMIT,
    WORKFLOW_TYPE,
    Standing,
    TriageRun,
    Triaging,
    policy_heard,
)
from shared.processes.incident_triage.timeline import entry, plan_lines
from shared.processes.process import Ask, Event, Known, Reaction
from shared.processes.process_batch import asked_id_of, at_of, cause_of
from shared.processes.wording import one_line
from shared.remediation.actions import Escalate, RunRunbook
from shared.remediation.outcome import DryRun
from shared.remediation.plan_text import plan_text_of
from shared.remediation.proposal import RemediationPlan

#: What an approval can hold, and for how long it can be valid.
_LONGEST_PLAN: Final = 100_000
_SHORTEST: Final = timedelta(minutes=1)
_LONGEST: Final = timedelta(days=7)
#: The approval says by itself that it is over; this is for when that is never heard.
_GRACE: Final = timedelta(minutes=5)
#: An execution asks people for an approval and perhaps for manual steps.
_RUNBOOK_LIMIT: Final = timedelta(days=1)


def propose(
    event: Event,
    known: Known[Triaging],
    run: TriageRun,
    plan: RemediationPlan,
    *,
    reason: str,
    gates: tuple[str, ...] = (),
    is_rollback: bool = False,
) -> Reaction[TriageRun]:
    said = RemediationProposed(
        **subject(run),
        plan=plan,
        reason=reason[:1_000],
        gates=gates[:20],
        is_note=run.is_mended,
        is_rollback=is_rollback,
    )
    told = entry(event, run, "proposal", EntryKind.DECISION, plan_lines(plan, said.reason, said.gates))
    remedy = Remedy(plan=plan, stage=RemedyStage.DRY_RUN, began_at=at_of(event), is_rollback=is_rollback)
    proposed = replace(run, remedy=remedy, cause=cause_of(event)).said()
    if policy_heard(known).is_paused or all(isinstance(action, Escalate) for action in plan.actions):
        return Reaction((for_a_person(event, proposed),), (told,), (said,))
    trying = replace(proposed, standing=Standing.UNDER_WAY, ends_at=max(known.now, at_of(event)) + PHASE_LIMIT)
    return Reaction((trying,), (told,), (said,))


def for_a_person(event: Event, run: TriageRun) -> TriageRun:
    """It waits with its plan for as long as that is good."""
    remedy = run.remedy
    if remedy is None:
        return run
    waiting = remedy.at(RemedyStage.PERSON, at_of(event))
    return replace(run, standing=Standing.WAITING, ends_at=remedy.plan.expires_at, remedy=waiting)


def tried(
    event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy, read: DryRunRead
) -> Reaction[TriageRun]:
    only = remedy.plan.actions[0] if len(remedy.plan.actions) == 1 else None
    if isinstance(only, RunRunbook):
        return _execute(event, run, remedy, only)
    if read.dry_run is None:
        return _blocked(event, run, "a runbook together with other actions is executed by nobody")
    if read.dry_run.problems:
        return _blocked(event, run, "; ".join(map(one_line, read.dry_run.problems)))
    if len(plan_text_of(remedy.plan)) > _LONGEST_PLAN:
        return _blocked(event, run, "the plan is longer than what an approval can hold")
    if remedy.plan.expires_at - at_of(event) < _SHORTEST:
        return escalate(event, run, EscalationCause.EXPIRED, "The plan was no longer good.", by_itself(run))
    policy = None if remedy.is_rollback else _policy_for(policy_heard(known).definition, remedy.plan, read)
    return _ask_for_approval(event, run, remedy, read.dry_run, policy)


def _blocked(event: Event, run: TriageRun, what: str) -> Reaction[TriageRun]:
    reason = f"The plan cannot be carried out as it is: {what}"
    return escalate(event, run, EscalationCause.BLOCKED, reason, by_itself(run))


def _ask_for_approval(
    event: Event, run: TriageRun, remedy: Remedy, dry_run: DryRun, policy: str | None
) -> Reaction[TriageRun]:
    definition = _definition(event, run, remedy, dry_run)
    approval_id = approval_id_for(run.workflow_id, definition.plan_hash)
    expires_at = at_of(event) + timedelta(seconds=definition.valid_for_s)
    said = ApprovalAwaited(
        **subject(run),
        approval_id=approval_id,
        plan_hash=definition.plan_hash,
        dry_run_hash=definition.dry_run_hash,
        risk=definition.risk,
        expires_at=expires_at,
        policy=policy,
        is_rollback=remedy.is_rollback,
    )
    asked = RequestApproval(approval_id=approval_id, definition=definition, received_at=at_of(event))
    asks = [Ask(run.workflow_id, asked)]
    if policy is not None:
        asks.append(Ask(run.workflow_id, _grant(approval_id, definition, policy)))
    asks.append(entry(event, run, "approval-awaited", EntryKind.DECISION, awaited_lines(said, remedy.plan)))
    waiting = replace(remedy.at(RemedyStage.APPROVAL, at_of(event)), approval_id=approval_id)
    return Reaction((_waits(event, run, waiting, expires_at + _GRACE),), asks, (said,))


def _definition(event: Event, run: TriageRun, remedy: Remedy, dry_run: DryRun) -> ApprovalDefinition:
    valid_for = min(remedy.plan.expires_at - at_of(event), _LONGEST)
    return ApprovalDefinition(
        title=remedy.plan.summary[:500],
        incident_id=run.incident_id,
        workflow_id=run.workflow_id,
        plan=plan_text_of(remedy.plan),
        dry_run=dry_run.text,
        risk=remedy.plan.risk,
        proposed_by=by_itself(run),
        valid_for_s=int(valid_for.total_seconds()),
    )


def _grant(approval_id: ApprovalId, definition: ApprovalDefinition, policy: str) -> GrantApproval:
    return GrantApproval(
        approval_id=approval_id,
        plan_hash=definition.plan_hash,
        dry_run_hash=definition.dry_run_hash,
        policy=policy,
    )


def _policy_for(policy: TriagePolicyDefinition, plan: RemediationPlan, read: DryRunRead) -> str | None:
    """The first rule that fits the plan and everything that the incident concerns."""
    if plan.risk is RiskTier.HIGH:
        return None
    kinds, places = {action.action for action in plan.actions}, set(read.environments)
    for rule in policy.auto_approve:
        if kinds <= set(rule.actions) and (not rule.environments or (places and places <= set(rule.environments))):
            return rule.name
    return None


def _execute(event: Event, run: TriageRun, remedy: Remedy, action: RunRunbook) -> Reaction[TriageRun]:
    """Its process asks for an approval of the exact steps by itself."""
    runbook_id = RunbookId(UUID(action.runbook_id))
    execution_id = ExecutionId(derive("execution", run.workflow_id, remedy.plan.plan_hash))
    said = RunbookExecutionAwaited(
        **subject(run), execution_id=execution_id, runbook_id=runbook_id, runbook_version=action.runbook_version
    )
    asked = ExecuteRunbook(
        runbook_id=runbook_id,
        execution_id=execution_id,
        runbook_version=action.runbook_version,
        incident_id=run.incident_id,
    )
    lines = (f"The runbook {one_line(action.slug)} is to be executed; that asks for an approval of its own.",)
    told = entry(event, run, "runbook", EntryKind.DECISION, lines)
    waiting = replace(
        remedy.at(RemedyStage.RUNBOOK, at_of(event)).looking_again(at_of(event)),
        execution_id=execution_id,
        asked_id=asked_id_of(WORKFLOW_TYPE, event, asked),
    )
    after = _waits(event, run, waiting, at_of(event) + _RUNBOOK_LIMIT)
    return Reaction((after,), (Ask(run.workflow_id, asked), told), (said,))


def _waits(event: Event, run: TriageRun, remedy: Remedy, ends_at: datetime) -> TriageRun:
    return replace(run, standing=Standing.WAITING, ends_at=ends_at, remedy=remedy, cause=cause_of(event)).said()
