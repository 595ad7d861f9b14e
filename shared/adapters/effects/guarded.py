"""The gate before every effector: the policy is asked when it is called, and what it says is bounded and redacted."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from shared.adapters.effects.outcomes import outcome_of, sentence
from shared.adapters.metrics.instruments import ACTION_DURATION
from shared.adapters.metrics.tally import TALLY
from shared.diagnosis.redaction import redact
from shared.kernel.canonical import shortened
from shared.ports.clock import Clock
from shared.ports.effects import ActionDryRun, Effector, EffectOrder
from shared.remediation.actions import Action
from shared.remediation.outcome import ActionOutcome, EffectStatus

#: Seconds of one action.
LONGEST_S: Final = 300.0
#: Characters of what one dry run says.
LONGEST_DRY_RUN: Final = 40_000
_MOST_REFERENCES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedEffector:
    effector: Effector
    refusal_of: Callable[[Action], str | None]
    """What forbids an action, by name; None: nothing."""
    clock: Clock

    @property
    def kinds(self) -> frozenset[str]:
        return self.effector.kinds

    def target_of(self, action: Action) -> str:
        return self.effector.target_of(action)

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        if why := self.refusal_of(order.action):
            return ActionDryRun(text=f"{order.action.action}: refused: {why}", problems=(sentence(why),))
        told = self.effector.dry_run(order, until)
        return ActionDryRun(
            text=shortened(redact(told.text), LONGEST_DRY_RUN), problems=tuple(sentence(each) for each in told.problems)
        )

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        if why := self.refusal_of(order.action):
            return self._said(outcome_of(order, EffectStatus.REFUSED, why))
        began = time.monotonic()
        outcome = self.effector.perform(order, min(until, began + LONGEST_S))
        TALLY.record(ACTION_DURATION, time.monotonic() - began, order.action.action, outcome.status)
        return self._said(outcome)

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        found = self.effector.look_up(order, until)
        return None if found is None else self._said(found)

    def _said(self, outcome: ActionOutcome) -> ActionOutcome:
        return outcome.model_copy(
            update={
                "detail": sentence(outcome.detail),
                "references": outcome.references[:_MOST_REFERENCES],
                "ended_at": self.clock.now(),
            }
        )


_: type[Effector] = GuardedEffector
