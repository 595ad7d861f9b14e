"""What a plan on its way writes into the incident's timeline."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from shared.processes.incident_triage.remedy import Hold
from shared.processes.incident_triage.remedy_facts import ApprovalAwaited, ApprovalDecision, ApprovalReceived
from shared.processes.wording import one_line
from shared.remediation.outcome import RemediationOutcome, VerificationReading
from shared.remediation.proposal import RemediationPlan

_DECIDED: Final = {
    ApprovalDecision.GRANTED: "Yes was said",
    ApprovalDecision.REJECTED: "No was said",
    ApprovalDecision.EXPIRED: "Nobody answered in time",
    ApprovalDecision.WITHDRAWN: "The question was taken back",
}
_MARK: Final = {True: "yes", False: "no", None: "not known"}


def awaited_lines(said: ApprovalAwaited, plan: RemediationPlan) -> Iterable[str]:
    yield f"Tried dry, nothing stands in its way: {one_line(plan.summary)}"
    if said.policy is not None:
        yield f"The policy {one_line(said.policy)} says yes in place of a person."
    else:
        yield f"Somebody has to say yes, until {_moment(said.expires_at)}: `sre approvals approve {said.approval_id}`"
    yield f"Plan {said.plan_hash[:12]}, dry run {(said.dry_run_hash or 'none')[:12]}"


def received_lines(said: ApprovalReceived) -> Iterable[str]:
    by = "" if said.decided_by is None else f" by {one_line(said.decided_by)}"
    policy = "" if said.policy is None else f", as the policy {one_line(said.policy)} has it"
    reason = "" if said.reason is None else f": {one_line(said.reason)}"
    yield f"{_DECIDED[said.decision]}{by}{policy}{reason}"


def outcome_lines(outcome: RemediationOutcome) -> Iterable[str]:
    yield f"Carried out ({outcome.status}): {one_line(outcome.reason)}"
    yield from _actions(outcome)


def pending_lines(outcome: RemediationOutcome, until: datetime) -> Iterable[str]:
    yield f"Begun and not over ({outcome.status}), looked at again until {_moment(until)}: {one_line(outcome.reason)}"
    yield from _actions(outcome)


def hold_lines(hold: Hold, deadline: datetime) -> Iterable[str]:
    yield f"Watching whether it has worked: all must be well for {hold.hold_s} s, by {_moment(deadline)}"


def verified_lines(reason: str, reading: VerificationReading | None, *, verified: bool) -> Iterable[str]:
    yield f"{'It has worked' if verified else 'It cannot be said that it has worked'}: {one_line(reason)}"
    if reading is not None:
        yield from (f"- {one_line(each.what)}: {_MARK[each.holds]} ({one_line(each.seen)})" for each in reading.checks)


def _actions(outcome: RemediationOutcome) -> Iterable[str]:
    for each in outcome.actions:
        seen = "".join(f" {one_line(reference)}" for reference in each.references)
        yield f"- {each.action} ({each.status}): {one_line(each.detail)}{seen}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
