"""Change verification: a change that was deployed is confirmed, or an incident names it. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from pydantic import TypeAdapter

from shared.domain.change_policy.facts import ChangePolicyPut
from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.incident.facts import (
    IncidentClosed,
    IncidentCreated,
    IncidentFact,
    IncidentMergedInto,
    IncidentResolved,
    IncidentStatusChanged,
)
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import IncidentStatus
from shared.processes.change_verification.look import ChangeLook
from shared.processes.change_verification.reports import ApplicationReport, report_of
from shared.processes.change_verification.state import (
    POLICY,
    ApplicationSeen,
    ChangePolicyHeard,
    ChangeRun,
    NamingIncident,
    VerificationPhase,
    Verifying,
    application_id,
    associations_of,
    change_workflow_id,
    key_of_application,
    naming_id,
    policy_heard,
    run_under_way,
    timers_of,
)
from shared.processes.change_verification.steps import end, looked, reported, start, woken
from shared.processes.process import ActivityResult, Event, Known, Process, Reaction, TimerFired
from shared.processes.process_batch import at_of

#: History that is brought in is no change that anybody waits for.
_LONG_AGO: Final = timedelta(days=1)
_MOST_NAMED: Final = 20
_OVER: Final = frozenset({IncidentStatus.RESOLVED, IncidentStatus.CLOSED})


def lookups(event: Event, known: Known[Verifying]) -> Iterator[str]:
    if isinstance(event, TimerFired | ActivityResult):
        run = known.instance(event.workflow_id)
        if isinstance(run, ChangeRun):
            yield f"named:{run.application.name}"
        return
    if isinstance(event.data, HealthCheckRecorded) and (report := report_of(event.data)):
        yield application_id(report.application)
        yield f"application:{key_of_application(report.application)}"
        yield change_workflow_id(report.application, report.revision)
    if isinstance(event.data, IncidentFact):
        yield f"incident:{event.data.incident_id}"
    if isinstance(event.data, ChangePolicyPut):
        yield from POLICY


def react(event: Event, known: Known[Verifying]) -> Reaction[Verifying]:
    if isinstance(event, TimerFired):
        run = known.instance(event.workflow_id)
        return woken(event, known, run) if isinstance(run, ChangeRun) else Reaction()
    if isinstance(event, ActivityResult):
        return _result(event, known)
    match event.data:
        case HealthCheckRecorded() as health:
            report = report_of(health)
            return Reaction() if report is None else _reported(event, known, report)
        case ChangePolicyPut() as put:
            return Reaction((ChangePolicyHeard(version=put.policy_version, definition=put.definition),))
        case IncidentCreated() as created:
            return _named_by(created)
        case _:
            return _incident_moved(event, known)


def _reported(event: Envelope[Any], known: Known[Verifying], report: ApplicationReport) -> Reaction[Verifying]:
    run = run_under_way(known, report.application)
    if report.deleted:
        gone = ApplicationSeen(workflow_id=application_id(report.application), revision="")
        ended = _ended(event, run, "The application was deleted.")
        return Reaction((*ended.states, gone), ended.asks, ended.facts)
    if run is not None and run.revision == report.revision:
        return reported(event, known, run, report)
    ended = _ended(event, run, f"Superseded by {report.revision[:12]}.")
    began = _changed(event, known, report)
    return Reaction((*ended.states, *began.states), (*ended.asks, *began.asks), (*ended.facts, *began.facts))


def _ended(event: Envelope[Any], run: ChangeRun | None, reason: str) -> Reaction[Verifying]:
    return Reaction() if run is None else end(event, run, reason)


def _changed(event: Envelope[Any], known: Known[Verifying], report: ApplicationReport) -> Reaction[Verifying]:
    """The first word about an application is no change; neither is a revision that was verified before."""
    found = known.instance(application_id(report.application))
    before = found.revision if isinstance(found, ApplicationSeen) else ""
    if before == report.revision:
        return Reaction()
    seen = ApplicationSeen(workflow_id=application_id(report.application), revision=report.revision)
    rule = policy_heard(known).rule_for(report.application.name)
    is_known = known.instance(change_workflow_id(report.application, report.revision)) is not None
    if not before or rule is None or is_known or known.now - at_of(event) > _LONG_AGO:
        return Reaction((seen,))
    began = start(event, known, report, before, rule)
    return Reaction((seen, *began.states), began.asks, began.facts)


def _result(event: ActivityResult, known: Known[Verifying]) -> Reaction[Verifying]:
    """What comes a second time, or too late, finds the verification elsewhere."""
    run = known.instance(event.workflow_id)
    if not isinstance(run, ChangeRun) or run.phase is not VerificationPhase.LOOKING:
        return Reaction()
    look = event.result
    if not isinstance(look, ChangeLook) or look.number not in {0, run.looks}:
        return Reaction()
    return looked(event, known, run, look)


def _named_by(created: IncidentCreated) -> Reaction[Verifying]:
    names = dict.fromkeys(ref.name for ref in created.affected_resources if ref.kind == "Application")
    if not names:
        return Reaction()
    named = tuple(names)[:_MOST_NAMED]
    workflow_id = naming_id(created.incident_id)
    return Reaction((NamingIncident(workflow_id=workflow_id, incident_id=created.incident_id, applications=named),))


def _incident_moved(event: Envelope[Any], known: Known[Verifying]) -> Reaction[Verifying]:
    found = known.instance(naming_id(event.data.incident_id))
    if not isinstance(found, NamingIncident):
        return Reaction()
    match event.data:
        case IncidentClosed() | IncidentMergedInto():
            return Reaction((replace(found, is_open=False, is_closed=True),))
        case IncidentResolved():
            return Reaction((replace(found, is_open=False),))
        case IncidentStatusChanged(status=status) if (status not in _OVER) != found.is_open:
            return Reaction((replace(found, is_open=status not in _OVER),))
        case _:
            return Reaction()


def _facts_said(state: Verifying) -> int:
    return state.facts if isinstance(state, ChangeRun) else 0


change_verification: Process[Verifying] = Process(
    workflow_type="change_verification",
    handles=frozenset(
        {
            HealthCheckRecorded,
            ChangePolicyPut,
            IncidentCreated,
            IncidentResolved,
            IncidentClosed,
            IncidentMergedInto,
            IncidentStatusChanged,
        }
    ),
    states=TypeAdapter(Verifying),
    lookups=lookups,
    react=react,
    associations=associations_of,
    timers=timers_of,
    rests_on=POLICY,
    rewires=frozenset({ChangePolicyPut}),
    leads_on=frozenset(),
    facts_said=_facts_said,
)
