"""Incident triage: from an incident to what is known, what is broken, and a plan that a person can check. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter

from shared.domain.approval.facts import (
    ApprovalExpired,
    ApprovalFact,
    ApprovalGranted,
    ApprovalRejected,
    ApprovalWithdrawn,
)
from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentClosed,
    IncidentCreated,
    IncidentEscalated,
    IncidentFact,
    IncidentMergedInto,
    IncidentResolved,
    IncidentSeverityChanged,
    IncidentStatusChanged,
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
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, Severity
from shared.processes.incident_triage.by_hand import look_back_if_resolved
from shared.processes.incident_triage.endings import by_itself, escalate
from shared.processes.incident_triage.facts import EscalationCause
from shared.processes.incident_triage.investigation import GivenUp, Investigation
from shared.processes.incident_triage.over import escalated, over
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
from shared.processes.incident_triage.react_retriage import (
    alerts_joined,
    came_back,
    look_at_what_joined,
    with_what_is_due,
)
from shared.processes.incident_triage.state import (
    AUTOMATED,
    LONG_AGO,
    LOOK_AGAIN,
    PHASE_OVER,
    POLICY,
    RETRIAGE,
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


def react(event: Event, known: Known[Triaging]) -> Reaction[Triaging]:
    return with_what_is_due(event, known, _react(event, known))


def _react(event: Event, known: Known[Triaging]) -> Reaction[Triaging]:  # noqa: C901, PLR0911 - one row per event
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
        case IncidentEscalated() as said:
            return escalated(event, known, said)
        case AlertsCorrelatedToIncident():
            return alerts_joined(event, known)
        case IncidentStatusChanged():
            return came_back(event, known)
        case TriagePolicyFact() as put:
            return policy_said(event, known, put)
        case ApprovalFact() as answer:
            return approval_heard(event, known, answer)
        case RunbookExecutionCompleted() as completed:
            return execution_heard(event, known, completed)
        case _:
            return over(event, known)


def _by_rule(
    event: Event, known: Known[Triaging], incident_id: IncidentId, severity: Severity, source: IncidentSource | None
) -> Reaction[Triaging]:
    """An incident begins one triage by itself, when its severity is first one that the policy names."""
    policy = policy_heard(known)
    rule = policy.definition
    if not rule.enabled or severity not in rule.severities or source not in rule.sources:
        return Reaction()
    if newest_run(known, incident_id) is not None or known.now - at_of(event) > LONG_AGO:
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
    run = newest_run(known, ordered.incident_id)
    if run is not None and run.standing is Standing.UNDER_WAY:
        return Reaction((replace(run, retriage=run.retriage.asked_for()),) if run.retriage.is_look else ())
    return start(
        event,
        known,
        ordered.incident_id,
        reason=f"{ordered.ordered_by} asked for it{said}"[:1_000],
        started_by=ordered.ordered_by,
        policy_version=policy_heard(known).version,
    )


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
    if isinstance(run, TriageRun) and event.name == RETRIAGE:
        return look_at_what_joined(event, known, run)
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
            IncidentStatusChanged,
            AlertsCorrelatedToIncident,
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
