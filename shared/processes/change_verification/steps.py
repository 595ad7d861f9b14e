"""The moves of a verification: each says its process fact and knows what comes next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.change_policy.values import ChangeRule
from shared.kernel.ids import IncidentId
from shared.processes.change_verification import facts
from shared.processes.change_verification.look import ChangeLook, ChangeOutcome
from shared.processes.change_verification.naming import naming
from shared.processes.change_verification.reports import ApplicationReport
from shared.processes.change_verification.state import (
    LOOK_LIMIT,
    ChangeRun,
    VerificationPhase,
    Verifying,
    change_workflow_id,
    policy_heard,
)
from shared.processes.process import ActivityResult, Ask, Event, Known, Reaction, TimerFired
from shared.processes.process_batch import at_of, cause_of
from shared.processes.wording import one_line

_LONGEST = 1_000


def start(
    event: Event, known: Known[Verifying], report: ApplicationReport, previous: str, rule: ChangeRule
) -> Reaction[Verifying]:
    begins_at = max(known.now, at_of(event))
    run = ChangeRun(
        workflow_id=change_workflow_id(report.application, report.revision),
        application=report.application,
        revision=report.revision,
        previous=previous,
        severity=rule.severity,
        hold_s=rule.hold_s,
        deadline_at=begins_at + timedelta(seconds=rule.deadline_s),
        phase=VerificationPhase.WAITING,
        facts=1,
        cause=cause_of(event),
        reported=one_line(report.told),
    )
    said = facts.ChangeVerificationStarted(
        **_subject(run),
        previous=previous,
        policy_version=policy_heard(known).version,
        rule=rule.application,
        hold_s=rule.hold_s,
        ends_at=run.deadline_at,
    )
    then = reported(event, known, run, report)
    return Reaction(then.states or (run,), then.asks, (said, *then.facts))


def reported(event: Event, known: Known[Verifying], run: ChangeRun, report: ApplicationReport) -> Reaction[Verifying]:
    """Well, it holds; not well, the hold begins again; a synchronisation that failed decides at once."""
    run = replace(run, reported=one_line(report.told))
    if report.failed:
        if run.expected is ChangeOutcome.NOT_CONFIRMED and run.phase is VerificationPhase.LOOKING:
            return Reaction((run,))
        return ask(event, known, run, ChangeOutcome.NOT_CONFIRMED)
    if report.is_well:
        well_already = run.phase is not VerificationPhase.WAITING
        return Reaction((run if well_already else _holding(event, known, run),))
    if run.phase is VerificationPhase.LOOKING and run.expected is ChangeOutcome.NOT_CONFIRMED:
        return Reaction((run,))
    return Reaction((replace(run, phase=VerificationPhase.WAITING, holds_until=None, cause=cause_of(event)),))


def woken(event: TimerFired, known: Known[Verifying], run: ChangeRun) -> Reaction[Verifying]:
    """A hold that ends together with the deadline has ended in time."""
    if run.wakes_at is None or event.at < run.wakes_at:  # set again since
        return Reaction()
    if run.phase is VerificationPhase.LOOKING:
        return looked(event, known, run, ChangeLook(unread="it did not answer in time"))
    held = run.phase is VerificationPhase.HOLDING and run.holds_until is not None and run.holds_until <= event.at
    return ask(event, known, run, ChangeOutcome.CONFIRMED if held else ChangeOutcome.NOT_CONFIRMED)


def ask(event: Event, known: Known[Verifying], run: ChangeRun, expected: ChangeOutcome) -> Reaction[Verifying]:
    asking = replace(
        run,
        phase=VerificationPhase.LOOKING,
        look_until=_now(event, known) + LOOK_LIMIT,
        expected=expected,
        looks=run.looks + 1,
        cause=cause_of(event),
    ).said()
    said = facts.ChangeReadRequested(**_subject(run), look=asking.looks, expected=expected, reason=_why(run, expected))
    return Reaction((asking,), (), (said,))


def looked(
    event: ActivityResult | TimerFired, known: Known[Verifying], run: ChangeRun, look: ChangeLook
) -> Reaction[Verifying]:
    """The live state decides against what was reported; where it cannot be read, what was reported is not enough."""
    if run.expected is ChangeOutcome.CONFIRMED:
        return _reported_well(event, known, run, look)
    if look.holds and not run.extended:
        return _once_more(event, known, run)
    return complete(event, known, run, look, ChangeOutcome.NOT_CONFIRMED, _why(run, ChangeOutcome.NOT_CONFIRMED))


def _reported_well(
    event: ActivityResult | TimerFired, known: Known[Verifying], run: ChangeRun, look: ChangeLook
) -> Reaction[Verifying]:
    """What does not say the same is asked again after a further hold, until the deadline."""
    if look.holds or not look.configured:
        by = "" if look.holds else " by Argo CD's reports; none is set up to be asked"
        reason = f"Synced, Healthy and stable for {run.hold_s} s{by}."
        return complete(event, known, run, look, ChangeOutcome.CONFIRMED, reason)
    if _now(event, known) < run.deadline_at:
        return Reaction((_holding(event, known, run),))
    if look.failing:
        return complete(event, known, run, look, ChangeOutcome.NOT_CONFIRMED, look.failing[0].seen)
    unread = look.unread or "; ".join(check.seen for check in look.checks if check.holds is None)
    return complete(event, known, run, look, ChangeOutcome.UNREAD, f"Reported as well, not read: {unread}")


def complete(
    event: Event, known: Known[Verifying], run: ChangeRun, look: ChangeLook, outcome: ChangeOutcome, reason: str
) -> Reaction[Verifying]:
    over = replace(run, phase=VerificationPhase.OVER, cause=cause_of(event)).said()
    incident_id: IncidentId | None = None
    joined = False
    asks: Sequence[Ask] = ()
    if outcome is ChangeOutcome.NOT_CONFIRMED:
        incident_id, joined, asks = naming(event, known, run, look, reason)
    said = facts.ChangeVerificationCompleted(
        **_subject(run),
        outcome=outcome,
        reason=reason[:_LONGEST],
        checks=look.checks[:20],
        commit=look.commit,
        touched=look.touched[:50],
        incident_id=incident_id,
        joined=joined,
    )
    return Reaction((over,), asks, (said,))


def end(event: Event, run: ChangeRun, reason: str) -> Reaction[Verifying]:
    over = replace(run, phase=VerificationPhase.OVER, cause=cause_of(event)).said()
    return Reaction((over,), (), (facts.ChangeVerificationEnded(**_subject(run), reason=reason),))


def _holding(event: Event, known: Known[Verifying], run: ChangeRun) -> ChangeRun:
    holds_until = _now(event, known) + timedelta(seconds=run.hold_s)
    return replace(run, phase=VerificationPhase.HOLDING, holds_until=holds_until, cause=cause_of(event))


def _once_more(event: Event, known: Known[Verifying], run: ChangeRun) -> Reaction[Verifying]:
    """Nobody reported that it is well, and it is: it may show that it stays so."""
    holding = _holding(event, known, run)
    until = holding.holds_until or run.deadline_at
    return Reaction((replace(holding, extended=True, deadline_at=max(run.deadline_at, until)),))


def _why(run: ChangeRun, expected: ChangeOutcome) -> str:
    if expected is ChangeOutcome.CONFIRMED:
        return f"It has been well for {run.hold_s} s: {run.reported}"
    return run.reported or "nothing was reported"


def _now(event: Event, known: Known[Verifying]) -> datetime:
    return max(known.now, at_of(event))


def _subject(run: ChangeRun) -> dict[str, object]:
    return {"workflow_id": run.workflow_id, "application": run.application, "revision": run.revision}
