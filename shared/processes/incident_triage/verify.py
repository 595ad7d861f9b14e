"""Whether a plan has worked: all is well, at every look, for a whole hold; anything else by the deadline is a no."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from shared.domain.incident.values import EntryKind
from shared.processes.incident_triage.document import begin_documentation
from shared.processes.incident_triage.endings import by_itself, escalate, joined, subject
from shared.processes.incident_triage.facts import EscalationCause
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.propose import propose
from shared.processes.incident_triage.remedy import Hold, Remedy, RemedyStage
from shared.processes.incident_triage.remedy_facts import (
    VerificationCompleted,
    VerificationStarted,
)
from shared.processes.incident_triage.remedy_results import RecoveryRead
from shared.processes.incident_triage.remedy_timeline import hold_lines, verified_lines
from shared.processes.incident_triage.state import Standing, TriageRun, Triaging, policy_heard
from shared.processes.incident_triage.timeline import entry
from shared.processes.process import Event, Known, Reaction
from shared.processes.process_batch import at_of, cause_of
from shared.processes.wording import one_line
from shared.remediation.canonical import plan_hash_of
from shared.remediation.outcome import VerificationReading
from shared.remediation.rollback import rollback_of

#: Looks are at most this part of the time apart, or so many seconds: a hold is seen, and a run says few facts.
_LOOKS: Final = 40
_APART: Final = timedelta(seconds=15)
#: A look that comes later than this after it was due has seen a gap, in which nobody knows what was.
_GAP: Final = timedelta(minutes=2)
#: How long a rollback can be approved.
_ROLLBACK_GOOD: Final = timedelta(hours=1)


def begin_verification(event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy) -> Reaction[TriageRun]:
    policy = policy_heard(known).definition
    hold = Hold(hold_s=policy.hold_s, verify_within_s=policy.verify_within_s)
    deadline = at_of(event) + timedelta(seconds=hold.verify_within_s)
    said = VerificationStarted(
        **subject(run), plan_hash=plan_hash_of(remedy.plan), hold_s=hold.hold_s, deadline=deadline
    )
    told = entry(event, run, "verification-started", EntryKind.ACTION, hold_lines(hold, deadline))
    watched = replace(remedy.at(RemedyStage.RECOVERY, at_of(event)), hold=hold)
    after = replace(
        run,
        phase=TriagePhase.VERIFICATION,
        standing=Standing.UNDER_WAY,
        ends_at=deadline,
        remedy=watched,
        cause=cause_of(event),
    )
    return Reaction((after.said(),), (told,), (said,))


def looked(
    event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy, read: RecoveryRead
) -> Reaction[TriageRun]:
    """A check that fails begins the hold anew, and so does a gap in which nobody looked."""
    at, hold = at_of(event), remedy.hold
    if hold is None or run.ends_at is None:
        return Reaction()
    since = _holds_since(remedy, read.reading, at)
    seen = replace(remedy, reading=read.reading, holds_since=since)
    left = timedelta(seconds=hold.hold_s) - (at - since) if since is not None else None
    if left is not None and left <= timedelta(0):
        return _verified(event, run, seen, read)
    if at >= run.ends_at:
        return not_verified(event, known, run, seen)
    apart = max(_APART, timedelta(seconds=hold.verify_within_s) / _LOOKS)
    further = seen.looking_again(at, at_most=apart if left is None else min(apart, left))
    return Reaction((replace(run, remedy=further),))


def not_verified(event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy) -> Reaction[TriageRun]:
    """What can be undone is proposed, and needs a yes of its own; else a person goes on at once."""
    reason = f"It is not seen to have worked in time: {_not_well(remedy)}"[:1_000]
    said = VerificationCompleted(
        **subject(run), verified=False, reading=remedy.reading, held_for_s=_held_s(event, remedy), reason=reason
    )
    told = entry(event, run, "verified", EntryKind.DECISION, verified_lines(reason, remedy.reading, verified=False))
    after = replace(run, phase=TriagePhase.REMEDIATION).said()
    completed: Reaction[TriageRun] = Reaction((after,), (told,), (said,))
    rollback = None
    if remedy.outcome is not None:
        rollback = rollback_of(remedy.plan, remedy.outcome, at_of(event) + _ROLLBACK_GOOD)
    if rollback is None:
        ended = escalate(event, replace(after, phase=run.phase), EscalationCause.NOT_VERIFIED, reason, by_itself(run))
        return joined(completed, ended)
    return joined(completed, propose(event, known, after, rollback, reason=reason, is_rollback=True))


def _verified(event: Event, run: TriageRun, remedy: Remedy, read: RecoveryRead) -> Reaction[TriageRun]:
    reason = f"{len(read.reading.checks)} checks held at every look for {_held_s(event, remedy)} s."
    said = VerificationCompleted(
        **subject(run),
        verified=True,
        reading=read.reading,
        held_for_s=_held_s(event, remedy),
        reason=reason,
        evidence=read.evidence,
    )
    told = entry(event, run, "verified", EntryKind.DECISION, verified_lines(reason, read.reading, verified=True))
    # No alert of the incident fires: what joined late is well, too.
    after = replace(run, phase=TriagePhase.DOCUMENTATION, cause=cause_of(event), retriage=run.retriage.seen()).said()
    return joined(Reaction((after,), (told,), (said,)), begin_documentation(event, after, remedy))


def _holds_since(remedy: Remedy, reading: VerificationReading, at: datetime) -> datetime | None:
    if not reading.holds:
        return None
    was_seen = remedy.next_look_at is None or at - remedy.next_look_at <= _GAP
    return remedy.holds_since if remedy.holds_since is not None and was_seen else at


def _held_s(event: Event, remedy: Remedy) -> int:
    return 0 if remedy.holds_since is None else int((at_of(event) - remedy.holds_since).total_seconds())


def _not_well(remedy: Remedy) -> str:
    if remedy.reading is None:
        return "nobody could look."
    failing = [each for each in remedy.reading.checks if each.holds is not True]
    if not failing:
        return "everything is well, and not yet for long enough."
    return "; ".join(f"{one_line(each.what)}: {one_line(each.seen)}" for each in failing)
