"""Incident triage: from an incident to what is known, what is broken, and a plan that a person can check. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from pydantic import TypeAdapter

from shared.domain.approval.facts import (
    ApprovalExpired,
    ApprovalFact,
    ApprovalGranted,
    ApprovalRejected,
    ApprovalWithdrawn,
)
from shared.domain.incident.facts import (
    IncidentClosed,
    IncidentCreated,
    IncidentEscalated,
    IncidentFact,
    IncidentMergedInto,
    IncidentResolved,
    IncidentSeverityChanged,
    TriageCalledOff,
    TriageOrdered,
)
from shared.domain.runbook.facts import RunbookExecutionCompleted
from shared.domain.triage_policy.facts import (
    AutomationPaused,
    AutomationResumed,
    TriagePolicyFact,
    TriagePolicyPut,
)
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, Severity
from shared.processes.incident_triage.by_hand import look_back, look_back_if_resolved, resolution_of
from shared.processes.incident_triage.endings import by_itself, cancel, escalate, joined
from shared.processes.incident_triage.facts import EscalationCause
from shared.processes.incident_triage.investigation import GivenUp, Investigation
from shared.processes.incident_triage.pattern import PatternLookup
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.react_remedy import (
    approval_heard,
    execution_heard,
    look_again,
    policy_said,
    remedy_result,
    stage_over,
)
from shared.processes.incident_triage.state import (
    AUTOMATED,
    LOOK_AGAIN,
    PHASE_OVER,
    POLICY,
    WORKFLOW_TYPE,
    PolicyHeard,
    Standing,
    TriageRun,
    Triaging,
    associations_of,
    newest_run,
    policy_heard,
    timers_of,
)
from shared.processes.incident_triage.steps import investigated, looked_up, start
from shared.processes.process import ActivityResult, Event, Known, Process, Reaction, TimerFired
from shared.processes.process_batch import at_of

#: What was live then cannot be read any more: history that is brought in is not looked into by itself.
_LONG_AGO: Final = timedelta(days=1)
_ENDED: Final = frozenset({IncidentStatus.RESOLVED, IncidentStatus.CLOSED})


def lookups(event: Event, _known: Known[Triaging]) -> Iterator[str]:
    if isinstance(event, TimerFired | ActivityResult):  # these name their run; what follows rests on the policy
        yield from POLICY
        return
    match event.data:
        case IncidentFact(incident_id=incident_id):
            yield f"incident:{incident_id}"
        case ApprovalFact(approval_id=approval_id):
            yield f"approval:{approval_id}"
        case RunbookExecutionCompleted(execution_id=execution_id):
            yield f"execution:{execution_id}"
        case AutomationPaused():
            yield AUTOMATED
        case TriagePolicyFact():
            yield from POLICY
        case _:
            pass


def react(event: Event, known: Known[Triaging]) -> Reaction[Triaging]:  # noqa: PLR0911 - one row per event
    if isinstance(event, TimerFired):
        return _timer(event, known)
    if isinstance(event, ActivityResult):
        return _result(event, known)
    match event.data:
        case IncidentCreated(incident_id=incident_id, severity=severity, source=source):
            return _by_rule(event, known, incident_id, severity, source)
        case IncidentSeverityChanged(incident_id=incident_id, severity=severity, source=source, status=status):
            return Reaction() if status in _ENDED else _by_rule(event, known, incident_id, severity, source)
        case TriageOrdered() as ordered:
            return _ordered(event, known, ordered)
        case IncidentEscalated() as escalated:
            return _escalated(event, known, escalated)
        case TriagePolicyFact() as said:
            return policy_said(event, known, said)
        case ApprovalFact() as answer:
            return approval_heard(event, known, answer)
        case RunbookExecutionCompleted() as completed:
            return execution_heard(event, known, completed)
        case _:
            return _over(event, known)


def _by_rule(
    event: Event, known: Known[Triaging], incident_id: IncidentId, severity: Severity, source: IncidentSource | None
) -> Reaction[Triaging]:
    """An incident begins one triage by itself, when its severity is first one that the policy names."""
    policy = policy_heard(known)
    rule = policy.definition
    if not rule.enabled or severity not in rule.severities or source not in rule.sources:
        return Reaction()
    if newest_run(known, incident_id) is not None or known.now - at_of(event) > _LONG_AGO:
        return Reaction()
    reason = f"A {severity} incident from {source} is looked into by itself."
    return start(
        event,
        known,
        incident_id,
        reason=reason,
        started_by="process:incident_triage",
        policy_version=policy.version,
    )


def _ordered(event: Event, known: Known[Triaging], ordered: TriageOrdered) -> Reaction[Triaging]:
    said = f": {ordered.reason}" if ordered.reason else "."
    return start(
        event,
        known,
        ordered.incident_id,
        reason=f"{ordered.ordered_by} asked for it{said}"[:1_000],
        started_by=ordered.ordered_by,
        policy_version=policy_heard(known).version,
    )


def _escalated(event: Event, known: Known[Triaging], escalated: IncidentEscalated) -> Reaction[Triaging]:
    run = newest_run(known, escalated.incident_id)
    if run is None or run.is_over:
        return Reaction()
    return escalate(event, run, EscalationCause.ASKED, escalated.reason, escalated.escalated_by)


def _over(event: Envelope[Any], known: Known[Triaging]) -> Reaction[Triaging]:
    """What is over, or called off, is looked into no longer."""
    match event.data:
        case TriageCalledOff(reason=said):
            reason = said
        case IncidentResolved():
            reason = "The incident is resolved."
        case IncidentClosed():
            reason = "The incident is closed."
        case IncidentMergedInto():
            reason = "Another incident has taken this one over."
        case _:
            return Reaction()
    run = newest_run(known, event.data.incident_id)
    if isinstance(event.data, IncidentResolved) and run is not None:
        return _resolved(event, run, event.data, reason)
    if run is None or run.is_over:
        return Reaction()
    return cancel(event, run, reason, event.actor, is_told=not isinstance(event.data, IncidentClosed))


def _resolved(event: Envelope[Any], run: TriageRun, resolved: IncidentResolved, reason: str) -> Reaction[Triaging]:
    """Where a plan acts it may be why the incident is resolved: that is still to be verified."""
    if run.standing is Standing.COMPLETED or (run.ended_as is not None and not run.is_over):
        return Reaction()
    if run.is_acting:
        return Reaction((replace(run, resolution=resolution_of(resolved)),))
    if run.is_over:
        return look_back(event, run, resolution_of(resolved))
    ended = cancel(event, run, reason, event.actor)
    return joined(ended, look_back(event, ended.states[0], resolution_of(resolved)))


def _result(event: ActivityResult, known: Known[Triaging]) -> Reaction[Triaging]:
    """What comes a second time, or too late, finds the run elsewhere."""
    run = known.instance(event.workflow_id)
    if not isinstance(run, TriageRun):
        return Reaction()
    if run.remedy is not None:
        return look_back_if_resolved(event, remedy_result(event, known, run, run.remedy))
    match event.result:
        case PatternLookup() as lookup if run.is_at(TriagePhase.PATTERN_LOOKUP):
            return looked_up(event, known, run, lookup)
        case Investigation() as found if run.is_at(TriagePhase.TRIAGE):
            return investigated(event, known, run, found)
        case GivenUp() as nothing if run.is_at(nothing.phase):
            return escalate(event, run, EscalationCause.FAILED, nothing.reason, by_itself(run))
        case _:
            return Reaction()


def _timer(event: TimerFired, known: Known[Triaging]) -> Reaction[Triaging]:
    run = known.instance(event.workflow_id)
    if not isinstance(run, TriageRun) or run.ends_at is None:
        return Reaction()
    if event.name == LOOK_AGAIN and run.remedy is not None:
        return look_again(event, run, run.remedy)
    if event.name != PHASE_OVER or event.at < run.ends_at:  # set again since
        return Reaction()
    if run.remedy is not None:
        return look_back_if_resolved(event, stage_over(event, known, run, run.remedy))
    reason = f"The phase {run.phase} took longer than it may."
    return escalate(event, run, EscalationCause.TIMEOUT, reason, by_itself(run))


def _facts_said(state: Triaging) -> int:
    return 0 if isinstance(state, PolicyHeard) else state.facts


incident_triage: Process[Triaging] = Process(
    workflow_type=WORKFLOW_TYPE,
    handles=frozenset(
        {
            IncidentCreated,
            IncidentSeverityChanged,
            IncidentResolved,
            IncidentClosed,
            IncidentMergedInto,
            TriageOrdered,
            TriageCalledOff,
            IncidentEscalated,
            TriagePolicyPut,
            AutomationPaused,
            AutomationResumed,
            ApprovalGranted,
            ApprovalRejected,
            ApprovalExpired,
            ApprovalWithdrawn,
            RunbookExecutionCompleted,
        }
    ),
    states=TypeAdapter(Triaging),
    lookups=lookups,
    react=react,
    associations=associations_of,
    timers=timers_of,
    rests_on=POLICY,
    rewires=frozenset({TriagePolicyPut}),
    leads_on=frozenset(),
    facts_said=_facts_said,
)
