"""Whether a plan has worked: everything that must be true for it, each with what was seen."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from shared.diagnosis.snapshot import Snapshot
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.outcome import RemediationOutcome, VerificationCheck, VerificationReading
from shared.remediation.preconditions import answered_by
from shared.remediation.proposal import RemediationPlan
from shared.remediation.recovery.deployed import deployed
from shared.remediation.recovery.look import Look
from shared.remediation.recovery.restarts import counted
from shared.remediation.recovery.still_named import still_named
from shared.remediation.recovery.table import condition_of
from shared.remediation.verification import mended

_MOST_CHECKS = 100


def recovered(
    plan: RemediationPlan,
    outcome: RemediationOutcome,
    snapshot: Snapshot,
    *,
    resources: Sequence[ResourceRef] = (),
    before: VerificationReading | None = None,
) -> VerificationReading:
    """``resources``: what the incident is about. ``before``: the look before this one, None for the first."""
    look = Look(
        snapshot=snapshot,
        concerned=concerned_by(plan, resources),
        done_at=_done_at(outcome),
        before=None if before is None else before.baseline,
    )
    checks = tuple(_checks(look, plan, outcome))
    return VerificationReading(checks=checks[:_MOST_CHECKS], baseline=counted(look))


def _checks(look: Look, plan: RemediationPlan, outcome: RemediationOutcome) -> Iterator[VerificationCheck]:
    answered = answered_by(plan)
    yield from deployed(look, plan, outcome)
    for broken in answered:
        yield condition_of(look, broken).of(mended(broken.fault, broken.called))
    yield from still_named(look, answered)


def mended_checks(
    plan: RemediationPlan, snapshot: Snapshot, *, resources: Sequence[ResourceRef]
) -> tuple[VerificationCheck, ...]:
    """Whether the faults that a plan answers are gone, whoever mended them; restarts are not compared with before."""
    look = Look(snapshot=snapshot, concerned=concerned_by(plan, resources), done_at=None, before=None)
    answered = answered_by(plan)
    conditions = [condition_of(look, broken).of(mended(broken.fault, broken.called)) for broken in answered]
    return (*conditions, *still_named(look, answered))[:_MOST_CHECKS]


def concerned_by(plan: RemediationPlan, resources: Sequence[ResourceRef]) -> tuple[ResourceRef, ...]:
    """What the plan acts on and answers the faults of, then what the incident is about, each once.

    What a plan names without saying where is where the incident is.
    """
    place = next((ref for ref in resources if ref.cluster or ref.environment), None)
    where = {"cluster": place.cluster, "environment": place.environment} if place else {}
    targets = [target for action in plan.actions if isinstance(target := getattr(action, "target", None), ResourceRef)]
    known = {_thing(ref) for ref in (*targets, *resources)}
    faulty = [
        ResourceRef(kind=each.kind, name=each.name, namespace=each.namespace or None, **where)
        for each in answered_by(plan)
        if each.thing not in known
    ]
    return tuple(dict.fromkeys((*targets, *faulty, *resources)))


def _thing(ref: ResourceRef) -> tuple[str, str, str]:
    return ref.kind, ref.namespace or "", ref.name


def _done_at(outcome: RemediationOutcome) -> datetime | None:
    return max((each.ended_at for each in outcome.actions if each.ended_at), default=None)
