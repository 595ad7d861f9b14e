"""A plan that was asked about beside the world as it is now; nothing is changed, and nothing is decided by it."""

from datetime import datetime

from shared.app.coder.dry_run import dry_run_of
from shared.app.coder.means import Means
from shared.app.coder.standing import bounded
from shared.kernel.ids import TenantId
from shared.ports.current_state import Stored
from shared.ports.effects import EffectUnavailable
from shared.remediation.ground import PlanComparison
from shared.remediation.plan_text import read_plan

#: Of the time there is, what is read again may take this share; the rest is for trying it dry.
_TO_READ = 0.6


def comparison_of(means: Means, tenant_id: TenantId, approval: Stored, until: float) -> PlanComparison:
    """Reads by itself what the approval is about, and says what is seen. Raises InvalidPlan."""
    plan = read_plan(approval.state["definition"]["plan"])
    since = datetime.fromisoformat(approval.state["requested_at"])
    now = means.monotonic()
    ground = means.preconditions.ground(tenant_id, plan, since, now + (until - now) * _TO_READ)
    try:
        tried = dry_run_of(means.hands, tenant_id, plan, until)
    except EffectUnavailable as away:
        return PlanComparison(ground=ground, unread=bounded(f"a target does not answer: {away}"))
    return PlanComparison(ground=ground, dry_run=tried.text, problems=tried.problems)
