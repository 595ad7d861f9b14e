"""One kind of action that is done in several ways: by Argo CD where it manages the object, else at the cluster."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.adapters.effects.outcomes import outcome_of
from shared.ports.effects import ActionDryRun, Effector, EffectOrder
from shared.remediation.actions import Action
from shared.remediation.outcome import ActionOutcome, EffectStatus


@dataclass(frozen=True, slots=True)
class RoutedEffector:
    kinds: frozenset[str]
    way_of: Callable[[Action], Effector | None]
    """Gives who does an action; None: nobody who is configured."""

    def target_of(self, action: Action) -> str:
        way = self.way_of(action)
        return f"nobody's {action.action}" if way is None else way.target_of(action)

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        way = self.way_of(order.action)
        return ActionDryRun(text="", problems=(_nobody(order),)) if way is None else way.dry_run(order, until)

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        way = self.way_of(order.action)
        return outcome_of(order, EffectStatus.REFUSED, _nobody(order)) if way is None else way.perform(order, until)

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        way = self.way_of(order.action)
        return None if way is None else way.look_up(order, until)


def _nobody(order: EffectOrder) -> str:
    return f"no target is configured by which {order.action.action} could be done"


_: type[Effector] = RoutedEffector
