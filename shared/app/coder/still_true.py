"""What must still be true just before an action is begun: all of it is read again, by whoever holds the targets."""

from collections.abc import Sequence

from shared.app.coder.dry_run import dry_run_of
from shared.app.coder.means import Means
from shared.app.coder.standing import HeldBack, Stand
from shared.app.coder.warrant import Warrant
from shared.domain.approval.intents import ConsumeApproval
from shared.kernel.canonical import sha256_hex
from shared.kernel.envelope import Envelope
from shared.ports.current_state import Reference
from shared.ports.effects import EffectUnavailable
from shared.ports.execution_journal import Halt
from shared.ports.failpoint import failpoint
from shared.ports.outcome import Outcome, WriterUnavailable
from shared.remediation.outcome import EffectStatus
from shared.remediation.untouched import untouched

PRODUCER = "/sre/coder"
ACTOR = "process:sre_coder"


def refuse_late(means: Means, warrant: Warrant) -> None:
    if warrant.is_over_at(means.clock.now()):
        raise HeldBack(Stand.ENDED, "its time is over: propose again")


def refuse_halted(means: Means, halt: Halt | None) -> None:
    if means.paused:
        halt = Halt.PAUSED_FOR_ALL
    if halt is not None:
        stands = {Halt.CANCELLED: Stand.CANCELLED, Halt.LEASE_LOST: Stand.UNDER_WAY}
        raise HeldBack(stands.get(halt, Stand.HELD), halt.value, EffectStatus.SKIPPED)


def refuse_changed(means: Means, warrant: Warrant, until: float, done: Sequence[int] = ()) -> None:
    """The world is not as it was when the plan was made; what the actions ``done`` have changed is left out."""
    _refuse_closed(means, warrant)
    rests_on = warrant.plan.model_copy(update={"preconditions": untouched(warrant.plan, done)})
    unmet = means.preconditions.unmet(warrant.tenant_id, rests_on, until)
    if unmet:
        first = unmet[0]
        raise HeldBack(
            Stand.HELD,
            f"{first.precondition.subject}: {first.precondition.what} was {first.precondition.expected}, seen now:"
            f" {first.seen}" + (f" (and {len(unmet) - 1} more)" if len(unmet) > 1 else ""),
        )


def refuse_other_dry_run(means: Means, warrant: Warrant, until: float) -> None:
    """A dry run of the whole says another thing than what was approved, or that it cannot be done."""
    try:
        dry = dry_run_of(means.hands, warrant.tenant_id, warrant.plan, until)
    except EffectUnavailable as away:
        raise HeldBack(Stand.UNDER_WAY, f"a target does not answer: {away}", EffectStatus.SKIPPED) from away
    if dry.problems:
        raise HeldBack(Stand.HELD, dry.problems[0])
    if warrant.dry_run_hash not in (None, sha256_hex(dry.text)):
        raise HeldBack(Stand.HELD, "a dry run says another thing than the one that was approved: propose again")


def consume(means: Means, warrant: Warrant) -> None:
    """Uses the approval up for what is begun now. The writer decides; its fact is the record that this was begun."""
    failpoint("coder.consume")
    try:
        (outcome,) = means.gate.submit([_consumption(means, warrant)])
    except WriterUnavailable as away:
        raise HeldBack(Stand.UNDER_WAY, f"the writer does not answer: {away}", EffectStatus.SKIPPED) from away
    failpoint("coder.consumed")
    if outcome.status != "accepted":
        raise HeldBack(*_refusal(outcome))


def _refuse_closed(means: Means, warrant: Warrant) -> None:
    if warrant.incident_id is None:
        return
    incident = means.state.get(warrant.tenant_id, Reference("incident", warrant.incident_id))
    if incident is None:
        raise HeldBack(Stand.ENDED, "there is no such incident")
    if incident.state.get("status") == "closed":
        raise HeldBack(Stand.ENDED, "its incident is closed")


def _consumption(means: Means, warrant: Warrant) -> Envelope[ConsumeApproval]:
    """A message of its own each time: an answer that was no is not repeated for ever; the effect's id is the same."""
    message_id = means.new_id()
    intent = ConsumeApproval(
        approval_id=warrant.approval_id,
        plan_hash=warrant.plan.plan_hash,
        dry_run_hash=warrant.dry_run_hash,
        effect_id=warrant.effect_id,
    )
    return Envelope(
        message_id=message_id,
        tenant_id=warrant.tenant_id,
        data=intent,
        occurred_at=means.clock.now(),
        producer=PRODUCER,
        actor=ACTOR,
        correlation_id=message_id,
    )


def _refusal(outcome: Outcome) -> tuple[Stand, str, EffectStatus]:
    if outcome.status == "conflict" or outcome.problem is None:
        return Stand.UNDER_WAY, "somebody else has changed the approval meanwhile", EffectStatus.SKIPPED
    stand = Stand.HELD if outcome.problem.code == "approval.not_granted" else Stand.ENDED
    return stand, outcome.problem.title, EffectStatus.REFUSED
