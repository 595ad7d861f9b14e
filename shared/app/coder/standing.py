"""How far the carrying out of an approval has come, and why it goes no further now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.ports.execution_journal import JournaledEffect
from shared.remediation.outcome import ActionOutcome, EffectStatus, RemediationOutcome
from shared.remediation.proposal import RemediationPlan

_LONGEST = 1_000
_UNSETTLED = frozenset({EffectStatus.PENDING, EffectStatus.UNKNOWN})
_REASONS = {
    EffectStatus.SUCCEEDED: "everything was done",
    EffectStatus.PENDING: "it was asked for and waits at its target",
    EffectStatus.FAILED: "one action failed, and those after it were not tried",
    EffectStatus.REFUSED: "one action was refused, and those after it were not tried",
    EffectStatus.UNKNOWN: "of one action nobody knows yet what became of it",
    EffectStatus.SKIPPED: "it was not tried",
}


class Stand(StrEnum):
    """What can follow."""

    ENDED = "ended"
    """Nothing more is done, however often it is asked for."""
    UNDER_WAY = "under_way"
    """It goes on when it is asked for again."""
    HELD = "held"
    """A person has to change something first; nothing has to be approved anew if that is put right in time."""
    CANCELLED = "cancelled"
    """Somebody has stopped it."""


class HeldBack(Exception):  # noqa: N818 - says what it is
    """Nothing more is begun now."""

    def __init__(self, stand: Stand, reason: str, status: EffectStatus = EffectStatus.REFUSED) -> None:
        super().__init__(reason)
        self.stand = stand
        self.reason = reason
        self.status = status


@dataclass(frozen=True, slots=True)
class ExecutionStanding:
    stand: Stand
    outcome: RemediationOutcome

    @property
    def unsettled(self) -> bool:
        """Of an action that was begun the last word is missing."""
        return any(action.status in _UNSETTLED for action in self.outcome.actions)


def refused(held: HeldBack) -> ExecutionStanding:
    """What is said of an approval whose plan is not even looked at."""
    return ExecutionStanding(
        held.stand, RemediationOutcome(status=held.status, actions=(), reason=bounded(held.reason))
    )


def standing_of(
    plan: RemediationPlan, wanted: Sequence[int], effects: Mapping[int, JournaledEffect], held: HeldBack | None
) -> ExecutionStanding:
    """Puts together what is known of the wanted actions; ``held`` says why no more of them were begun, if so."""
    actions: list[ActionOutcome] = []
    first: ActionOutcome | None = None
    for index in wanted:
        outcome = _outcome(plan, index, effects.get(index), held, later=first is not None)
        if first is None and outcome.status is not EffectStatus.SUCCEEDED:
            first = outcome
        actions.append(outcome)
    status = EffectStatus.SUCCEEDED if first is None else first.status
    reason = _REASONS[status] if held is None or first is None else held.reason
    whole = RemediationOutcome(status=status, actions=tuple(actions), reason=bounded(reason))
    unsettled = any(action.status in _UNSETTLED for action in actions)
    return ExecutionStanding(_stand(status, held, unsettled=unsettled), whole)


def settled(effect: JournaledEffect | None) -> bool:
    """Nothing needs to be asked about it any more."""
    return effect is not None and effect.outcome is not None and effect.outcome.status not in _UNSETTLED


def bounded(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _outcome(
    plan: RemediationPlan, index: int, effect: JournaledEffect | None, held: HeldBack | None, *, later: bool
) -> ActionOutcome:
    if effect is not None and effect.outcome is not None:
        return effect.outcome
    if effect is not None:
        status, detail = EffectStatus.UNKNOWN, "it was begun, and what became of it has yet to be looked up"
    elif later or held is None:
        status, detail = EffectStatus.SKIPPED, "one before it did not succeed"
    else:
        status, detail = held.status, held.reason
    return ActionOutcome(index=index, action=plan.actions[index].action, status=status, detail=bounded(detail))


def _stand(status: EffectStatus, held: HeldBack | None, *, unsettled: bool) -> Stand:
    if status is EffectStatus.SUCCEEDED:
        return Stand.ENDED
    if held is not None:
        return held.stand
    return Stand.UNDER_WAY if unsettled else Stand.ENDED
