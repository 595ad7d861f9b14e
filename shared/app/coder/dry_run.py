"""A dry run of a whole plan: one text of what every action would change, the same as long as the world is."""

from shared.app.coder.orders import Hands, dry_order_of
from shared.app.coder.standing import bounded
from shared.diagnosis.redaction import redact
from shared.kernel.canonical import shortened
from shared.kernel.ids import TenantId
from shared.ports.effects import ActionDryRun
from shared.remediation.outcome import DryRun
from shared.remediation.proposal import RemediationPlan

_LONGEST = 100_000
_MOST_PROBLEMS = 100


def dry_run_of(hands: Hands, tenant_id: TenantId, plan: RemediationPlan, until: float) -> DryRun:
    """Tries every action of the plan dry, in order; an approval is bound to all of them. Raises EffectUnavailable."""
    parts: list[str] = []
    problems: list[str] = []
    for index, action in enumerate(plan.actions):
        said = _tried(hands, tenant_id, plan, index, until)
        parts.append(f"{index + 1}. {action.action}\n{redact(said.text).rstrip()}\n")
        problems += [bounded(redact(f"{index + 1}. {action.action}: {problem}")) for problem in said.problems]
    return DryRun(text=shortened("\n".join(parts), _LONGEST), problems=tuple(problems[:_MOST_PROBLEMS]))


def _tried(hands: Hands, tenant_id: TenantId, plan: RemediationPlan, index: int, until: float) -> ActionDryRun:
    action = plan.actions[index]
    effector = hands.for_action(action)
    if effector is None:
        return ActionDryRun(text="", problems=("nothing here does this",))
    return effector.dry_run(dry_order_of(tenant_id, plan, index), until)
