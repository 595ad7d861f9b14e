"""The plan that takes back one that was carried out: what its actions said would undo them, the last one first."""

from datetime import datetime

from shared.remediation.canonical import plan_hash_of
from shared.remediation.consequences import highest, risk_of, undoing
from shared.remediation.outcome import EffectStatus, RemediationOutcome
from shared.remediation.proposal import RemediationPlan


def rollback_of(plan: RemediationPlan, outcome: RemediationOutcome, expires_at: datetime) -> RemediationPlan | None:
    """None: nothing of it was done, or none of what was done can be undone by an action."""
    done = [each for each in outcome.actions if each.status is EffectStatus.SUCCEEDED]
    undo = tuple(each.undo for each in reversed(done) if each.undo is not None)
    if not undo:
        return None
    rollback = RemediationPlan(
        hypothesis_ids=plan.hypothesis_ids,
        actions=undo[:20],
        summary=f"Take back: {plan.summary}"[:1_000],
        risk=highest(map(risk_of, undo)),
        blast_radius=plan.blast_radius,
        rollback=tuple(map(undoing, undo)),
        expires_at=expires_at,
        plan_hash="",
    )
    return rollback.model_copy(update={"plan_hash": plan_hash_of(rollback)})
