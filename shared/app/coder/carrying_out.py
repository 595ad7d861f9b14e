"""One go at carrying out an approval: what was begun before is found out first, then what is left is begun in order."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from shared.app.coder.means import Means
from shared.app.coder.orders import order_of
from shared.app.coder.standing import ExecutionStanding, HeldBack, Stand, bounded, settled, standing_of
from shared.app.coder.still_true import consume, refuse_changed, refuse_halted, refuse_late, refuse_other_dry_run
from shared.app.coder.warrant import Warrant
from shared.diagnosis.redaction import redact
from shared.ports.effects import EffectOrder, EffectUnavailable
from shared.ports.execution_journal import JournaledEffect, Lease
from shared.ports.failpoint import failpoint
from shared.remediation.outcome import ActionOutcome, EffectStatus

#: The longest that one action may take, seconds.
LONGEST_ACTION_S = 300.0
#: An action is not begun when it would have less time than this.
SHORTEST_ACTION_S = 2.0
#: A lease outlasts the work that it is for: by then whoever had it sends nothing more.
_BEYOND_S = 15.0
_LONGEST_REFERENCE = 2_000


class CarryingOut:
    """Holds, while it goes, the targets of the wanted actions and the approval itself."""

    def __init__(self, means: Means, warrant: Warrant, wanted: Sequence[int], until: float) -> None:
        self._means = means
        self._warrant = warrant
        self._wanted = wanted
        self._until = until
        self._effects: dict[int, JournaledEffect] = {}
        #: Begun once, and never arrived at their targets: they may be begun again.
        self._never_arrived: set[int] = set()

    def __call__(self) -> ExecutionStanding:
        held: HeldBack | None = None
        try:
            self._go()
        except HeldBack as reason:
            held = reason
        arrived = {place: effect for place, effect in self._effects.items() if place not in self._never_arrived}
        return standing_of(self._warrant.plan, self._wanted, arrived, held)

    def _go(self) -> None:
        self._read_journal()
        if self._finished():
            return
        unknown = self._means.hands.unknown(self._warrant.plan, self._wanted)
        if unknown is not None:
            raise HeldBack(Stand.ENDED, f"nothing here does {unknown}")
        with self._targets() as lease:
            self._read_journal()
            self._look_up()
            try:
                self._begin_what_is_left(lease)
            except HeldBack as held:
                if held.stand in (Stand.ENDED, Stand.CANCELLED):
                    self._settle_what_never_arrived(held)
                raise

    def _read_journal(self) -> None:
        self._effects = dict(self._means.journal.effects(self._warrant.tenant_id, self._warrant.approval_id))

    def _finished(self) -> bool:
        """Of nothing that was begun a word is missing, and everything succeeded or what comes after is not tried."""
        if not all(map(settled, self._effects.values())):
            return False
        for index in self._wanted:
            effect = self._effects.get(index)
            if effect is None or effect.outcome is None:
                return False
            if effect.outcome.status is not EffectStatus.SUCCEEDED:
                return True
        return True

    @contextmanager
    def _targets(self) -> Iterator[Lease]:
        """Everything that may be changed, and the approval, for nobody but us."""
        names = self._means.hands.targets(self._warrant.plan, self._wanted) | {f"approval {self._warrant.approval_id}"}
        lease = Lease(
            owner=self._means.new_id(),
            names=tuple(sorted(names)),
            for_s=max(0.0, self._until - self._means.monotonic()) + _BEYOND_S,
        )
        failpoint("coder.take")
        if not self._means.journal.take(lease):
            raise HeldBack(Stand.UNDER_WAY, "something else is done there now", EffectStatus.SKIPPED)
        failpoint("coder.taken")
        try:
            yield lease
        except HeldBack:
            self._means.journal.give_back(lease)
            raise
        # Not when something breaks: then nobody knows what is still on its way, and the lease ends by itself.
        self._means.journal.give_back(lease)

    def _look_up(self) -> None:
        """Asks the targets what became of all that was begun and has no last word, before anything else is done."""
        for index, effect in sorted(self._effects.items()):
            if settled(effect):
                continue
            order = order_of(self._warrant, index)
            effector = self._means.hands.for_action(order.action)
            if effector is None:
                raise HeldBack(Stand.UNDER_WAY, f"nothing here knows {order.action.action} any more")
            failpoint("coder.look_up")
            try:
                found = effector.look_up(order, self._action_until())
            except EffectUnavailable as away:
                raise HeldBack(Stand.UNDER_WAY, f"the target does not answer: {away}") from away
            failpoint("coder.looked_up")
            if found is not None:
                self._settle(order, found)
            elif effect.outcome is None or effect.outcome.status is EffectStatus.UNKNOWN:
                self._never_arrived.add(index)

    def _begin_what_is_left(self, lease: Lease) -> None:
        for index in self._wanted:
            effect = self._effects.get(index)
            if effect is None or index in self._never_arrived:
                self._begin(order_of(self._warrant, index), lease)
                effect = self._effects[index]
            if effect.outcome is None or effect.outcome.status is not EffectStatus.SUCCEEDED:
                return

    def _begin(self, order: EffectOrder, lease: Lease) -> None:
        means, warrant = self._means, self._warrant
        refuse_late(means, warrant)
        refuse_halted(means, means.journal.halt(warrant.tenant_id, warrant.approval_id))
        refuse_changed(means, warrant, self._until, arrived := self._arrived())
        if not arrived:
            refuse_other_dry_run(means, warrant, self._until)
            consume(means, warrant)
        refuse_late(means, warrant)
        effector = means.hands.by_kind[order.action.action]
        if self._until - means.monotonic() < SHORTEST_ACTION_S:
            raise HeldBack(Stand.UNDER_WAY, "there was no time left for it", EffectStatus.SKIPPED)
        refuse_halted(means, None)
        failpoint("coder.begin")
        refuse_halted(means, means.journal.begin(order, effector.target_of(order.action), lease))
        self._effects[order.index] = JournaledEffect(None)
        self._never_arrived.discard(order.index)
        failpoint("coder.begun")
        try:
            outcome = effector.perform(order, self._action_until())
        except EffectUnavailable as away:
            self._never_arrived.add(order.index)
            raise HeldBack(Stand.UNDER_WAY, f"the target does not answer: {away}", EffectStatus.SKIPPED) from away
        failpoint("coder.performed")
        self._settle(order, outcome)

    def _arrived(self) -> Sequence[int]:
        """Gives the places of what was done: the world differs from what the plan was made on by that."""
        return [
            index
            for index, effect in sorted(self._effects.items())
            if index not in self._never_arrived
            and (effect.outcome is None or effect.outcome.status is not EffectStatus.REFUSED)
        ]

    def _settle_what_never_arrived(self, held: HeldBack) -> None:
        """What can never be begun any more has its last word too."""
        for index in sorted(self._never_arrived):
            order = order_of(self._warrant, index)
            if self._effects[index].outcome is None or not settled(self._effects[index]):
                self._settle(
                    order,
                    ActionOutcome(
                        index=index,
                        action=order.action.action,
                        status=EffectStatus.REFUSED,
                        detail=f"it never arrived at its target; {held.reason}",
                    ),
                )

    def _settle(self, order: EffectOrder, outcome: ActionOutcome) -> None:
        """What others wrote is redacted and bounded; whose outcome it is we know ourselves."""
        kept = outcome.model_copy(
            update={
                "index": order.index,
                "action": order.action.action,
                "detail": bounded(redact(outcome.detail)),
                "references": tuple(redact(each)[:_LONGEST_REFERENCE] for each in outcome.references),
                "ended_at": outcome.ended_at or self._means.clock.now(),
            }
        )
        failpoint("coder.settle")
        self._means.journal.settle(order.tenant_id, order.approval_id, kept)
        failpoint("coder.settled")
        self._effects[order.index] = JournaledEffect(kept)
        self._never_arrived.discard(order.index)

    def _action_until(self) -> float:
        return min(self._until, self._means.monotonic() + LONGEST_ACTION_S)
