"""What each action of a plan is to whoever does it: its order, its target, and the name by which it is found again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.app.coder.warrant import Warrant
from shared.kernel.ids import TenantId, derive, derive_from
from shared.ports.effects import Effector, EffectOrder
from shared.remediation.actions import Action
from shared.remediation.proposal import RemediationPlan

#: The preconditions that say what is broken.
_FAULT = "condition"


@dataclass(frozen=True, slots=True)
class Hands:
    """All effectors, by the kinds of actions that they do."""

    by_kind: Mapping[str, Effector]

    def for_action(self, action: Action) -> Effector | None:
        return self.by_kind.get(action.action)

    def unknown(self, plan: RemediationPlan, wanted: Sequence[int]) -> str | None:
        """Names the first wanted action that nothing here does."""
        kinds = (plan.actions[index].action for index in wanted)
        return next((kind for kind in kinds if kind not in self.by_kind), None)

    def targets(self, plan: RemediationPlan, wanted: Sequence[int]) -> frozenset[str]:
        """Names what would be changed."""
        actions = [plan.actions[index] for index in wanted]
        return frozenset(self.by_kind[action.action].target_of(action) for action in actions)


def order_of(warrant: Warrant, index: int) -> EffectOrder:
    return EffectOrder(
        tenant_id=warrant.tenant_id,
        incident_id=warrant.incident_id,
        approval_id=warrant.approval_id,
        plan_hash=warrant.plan.plan_hash,
        index=index,
        action=warrant.plan.actions[index],
        effect_id=derive_from(warrant.effect_id, index),
        begun_at=warrant.granted_at,
        summary=warrant.plan.summary,
        because=tuple(f"{each.subject}: {each.expected}" for each in warrant.plan.preconditions if each.what == _FAULT),
        verify=warrant.plan.verify,
    )


def dry_order_of(tenant_id: TenantId, plan: RemediationPlan, index: int) -> EffectOrder:
    """Says nothing of who approved it and why: a dry run says the same before there is an approval and after."""
    nobody = derive(tenant_id, "dry_run", plan.plan_hash)
    return EffectOrder(
        tenant_id=tenant_id,
        incident_id=None,
        approval_id=nobody,
        plan_hash=plan.plan_hash,
        index=index,
        action=plan.actions[index],
        effect_id=derive_from(nobody, index),
    )
