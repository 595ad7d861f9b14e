"""How a run ends: with a person, without a result, or because it is mended. What waits for a yes is taken back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from shared.domain.approval.intents import WithdrawApproval
from shared.domain.incident.values import EntryKind
from shared.kernel.ids import ApprovalId
from shared.processes.incident_triage import facts
from shared.processes.incident_triage.remedy import RemedyStage
from shared.processes.incident_triage.remedy_facts import IncidentTriageCompleted, TriageOutcome
from shared.processes.incident_triage.state import Standing, TriageRun
from shared.processes.incident_triage.timeline import entry
from shared.processes.process import Ask, Event, Reaction
from shared.processes.wording import one_line

_WITHOUT_NOTE: Final = "It has worked, and its note is in the index alone: "


def escalate(event: Event, run: TriageRun, cause: facts.EscalationCause, reason: str, by: str) -> Reaction[TriageRun]:
    """What is mended is complete whatever becomes of its note."""
    if run.is_mended:
        return complete(event, run, f"{_WITHOUT_NOTE}{reason}")
    said = facts.TriageEscalated(
        **subject(run),
        phase=run.phase,
        cause=cause,
        reason=reason[:1_000],
        escalated_by=by,
        approval_id=_under_way(run),
    )
    told = entry(event, run, "escalated", EntryKind.DECISION, (f"A person has to go on: {one_line(reason)}",))
    after = replace(run.over(Standing.ESCALATED).said(), retriage=run.retriage.ended(cause, by))
    return Reaction((after,), (*_withdrawn(run, reason), told), (said,))


def cancel(event: Event, run: TriageRun, reason: str, by: str, *, is_told: bool = True) -> Reaction[TriageRun]:
    """``is_told``: False where the timeline takes no entry any more."""
    if run.is_mended:
        return complete(event, run, f"{_WITHOUT_NOTE}{reason}", is_told=is_told)
    said = facts.TriageCancelled(
        **subject(run), phase=run.phase, reason=reason[:1_000], cancelled_by=by, approval_id=_under_way(run)
    )
    told = entry(event, run, "cancelled", EntryKind.DECISION, (f"Triage {run.run} ended: {one_line(reason)}",))
    asks = (*_withdrawn(run, reason), *((told,) if is_told else ()))
    return Reaction((run.over(Standing.CANCELLED).said(),), asks, (said,))


def complete(event: Event, run: TriageRun, summary: str, *, is_told: bool = True) -> Reaction[TriageRun]:
    outcome = TriageOutcome.MENDED if run.ended_as is None else TriageOutcome.MENDED_BY_HAND
    said = IncidentTriageCompleted(**subject(run), outcome=outcome, summary=summary[:1_000])
    told = entry(event, run, "completed", EntryKind.DECISION, (f"Triage {run.run} is complete: {one_line(summary)}",))
    asks = (*_withdrawn(run, summary), *((told,) if is_told else ()))
    return Reaction((run.over(Standing.COMPLETED).said(),), asks, (said,))


def joined(first: Reaction[TriageRun], second: Reaction[TriageRun]) -> Reaction[TriageRun]:
    """What one event leads to in one run, said in order: the second goes on from the first."""
    return Reaction(second.states, (*first.asks, *second.asks), (*first.facts, *second.facts))


def subject(run: TriageRun) -> dict[str, object]:
    return {"workflow_id": run.workflow_id, "incident_id": run.incident_id, "run": run.run}


def by_itself(run: TriageRun) -> str:
    return f"process:{run.workflow_id}"


def _under_way(run: TriageRun) -> ApprovalId | None:
    """What is being carried out, and is not known to be over."""
    remedy = run.remedy
    if remedy is None or remedy.stage is not RemedyStage.EFFECT or remedy.approval_id is None:
        return None
    return ApprovalId(remedy.approval_id)


def _withdrawn(run: TriageRun, reason: str) -> Iterator[Ask]:
    remedy = run.remedy
    if remedy is not None and remedy.stage is RemedyStage.APPROVAL and remedy.approval_id is not None:
        intent = WithdrawApproval(approval_id=ApprovalId(remedy.approval_id), reason=reason[:4_000])
        yield Ask(run.workflow_id, intent)
