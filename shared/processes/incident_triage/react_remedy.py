"""What a run that has a plan makes of facts, results and timers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from shared.domain.approval.facts import ApprovalFact
from shared.domain.runbook.facts import RunbookExecutionCompleted
from shared.domain.triage_policy.facts import AutomationPaused, AutomationResumed, TriagePolicyFact, TriagePolicyPut
from shared.processes.incident_triage.amend import noted
from shared.processes.incident_triage.approve import answered
from shared.processes.incident_triage.document import WrittenDown, documented, undocumented
from shared.processes.incident_triage.endings import by_itself, escalate, subject
from shared.processes.incident_triage.facts import EscalationCause
from shared.processes.incident_triage.propose import for_a_person, tried
from shared.processes.incident_triage.remediate import carried_out, executed, not_yet, runbook_answered
from shared.processes.incident_triage.remedy import UNBEGUN, Remedy, RemedyStage
from shared.processes.incident_triage.remedy_facts import TriagePhaseResumed
from shared.processes.incident_triage.remedy_results import (
    DryRunRead,
    NobodyActs,
    NotYet,
    PlanCarriedOut,
    RecoveryRead,
    RunbookAnswered,
)
from shared.processes.incident_triage.state import AUTOMATED, TriageRun, Triaging, policy_heard
from shared.processes.incident_triage.verify import looked, not_verified
from shared.processes.process import ActivityResult, Event, Known, Reaction, TimerFired

_UNDECIDED: Final = (EscalationCause.EXPIRED, "Nobody decided on the plan while it was good.")
_OVER: Final[Mapping[RemedyStage, tuple[EscalationCause, str]]] = {
    RemedyStage.DRY_RUN: (EscalationCause.TIMEOUT, "Nobody said in time what the plan would do."),
    RemedyStage.PERSON: _UNDECIDED,
    RemedyStage.APPROVAL: _UNDECIDED,
    RemedyStage.RUNBOOK: (EscalationCause.TIMEOUT, "The runbook was not executed in time."),
}


def approval_heard(event: Event, known: Known[Triaging], fact: ApprovalFact) -> Reaction[Triaging]:
    for run in known.holding(f"approval:{fact.approval_id}"):
        if isinstance(run, TriageRun) and run.remedy is not None:
            return answered(event, known, run, run.remedy, fact)
    return Reaction()


def execution_heard(event: Event, known: Known[Triaging], fact: RunbookExecutionCompleted) -> Reaction[Triaging]:
    for run in known.holding(f"execution:{fact.execution_id}"):
        if isinstance(run, TriageRun) and run.remedy is not None:
            return executed(event, known, run, run.remedy, fact)
    return Reaction()


def policy_said(event: Event, known: Known[Triaging], said: TriagePolicyFact) -> Reaction[Triaging]:
    heard = policy_heard(known)
    match said:
        case TriagePolicyPut():
            return Reaction((replace(heard, version=said.policy_version, definition=said.definition),))
        case AutomationPaused():
            ended = _paused(event, known, said)
            return Reaction((replace(heard, is_paused=True), *ended.states), ended.asks, ended.facts)
        case AutomationResumed():
            return Reaction((replace(heard, is_paused=False),))
        case _:
            return Reaction()


def _paused(event: Event, known: Known[Triaging], fact: AutomationPaused) -> Reaction[TriageRun]:
    """What is not begun is a person's; what is begun is stopped by whoever carries it out."""
    reason = f"Automation was paused: {fact.reason}"
    ended = [
        escalate(event, run, EscalationCause.PAUSED, reason, fact.paused_by)
        for run in known.holding(AUTOMATED)
        if isinstance(run, TriageRun) and run.remedy is not None and run.remedy.stage in UNBEGUN
    ]
    return Reaction(
        [state for each in ended for state in each.states],
        [ask for each in ended for ask in each.asks],
        [fact for each in ended for fact in each.facts],
    )


def remedy_result(  # noqa: PLR0911 - one row per result
    event: ActivityResult, known: Known[Triaging], run: TriageRun, remedy: Remedy
) -> Reaction[Triaging]:
    """What comes a second time, or too late, finds the run elsewhere."""
    match event.result:
        case NobodyActs() if run.looks_at(RemedyStage.DRY_RUN):
            if run.is_mended:
                return escalate(event, run, EscalationCause.BLOCKED, "nobody here carries plans out", by_itself(run))
            return Reaction((for_a_person(event, run),))
        case DryRunRead() as read if run.looks_at(RemedyStage.DRY_RUN):
            return tried(event, known, run, remedy, read)
        case RunbookAnswered(refused_because=reason) if remedy.stage is RemedyStage.RUNBOOK:
            return runbook_answered(event, run, remedy, reason)
        case PlanCarriedOut(outcome=outcome) if remedy.stage is RemedyStage.EFFECT and remedy.is_looking:
            return carried_out(event, known, run, remedy, outcome)
        case RecoveryRead() as read if run.looks_at(RemedyStage.RECOVERY):
            return looked(event, known, run, remedy, read)
        case WrittenDown() as written if run.looks_at(RemedyStage.RECORD):
            return documented(event, known, run, remedy, written)
        case NotYet(stage=stage) if run.looks_at(stage):
            return not_yet(event, run, remedy)
        case _:
            return Reaction()


def look_again(event: TimerFired, run: TriageRun, remedy: Remedy) -> Reaction[Triaging]:
    if remedy.is_looking or remedy.next_look_at is None or event.at < remedy.next_look_at:  # set again since
        return Reaction()
    looking = replace(remedy, looks=remedy.looks + 1, is_looking=True)
    said = TriagePhaseResumed(**subject(run), phase=run.phase, look=looking.looks)
    return Reaction((replace(run, remedy=looking).said(),), (), (said,))


def stage_over(event: TimerFired, known: Known[Triaging], run: TriageRun, remedy: Remedy) -> Reaction[Triaging]:
    """Nobody has ended it in its time."""
    if remedy.stage is RemedyStage.RECOVERY:
        return not_verified(event, known, run, remedy)
    if remedy.stage is RemedyStage.RECORD:
        return undocumented(event, run, remedy)
    if remedy.stage is RemedyStage.EFFECT:
        return escalate(event, run, EscalationCause.NOT_CARRIED_OUT, _how_far(remedy), by_itself(run))
    cause, reason = _OVER[remedy.stage]
    if run.further:
        return noted(event, known, run, reason)
    return escalate(event, run, cause, reason, by_itself(run))


def _how_far(remedy: Remedy) -> str:
    if remedy.outcome is None:
        return "It is not known whether the plan was begun: nobody who carries it out has answered in time."
    return f"The plan was begun and is not over ({remedy.outcome.status}): {remedy.outcome.reason}"
