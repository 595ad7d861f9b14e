"""Whatever may happen to approvals and to who carries them out, in any order; checked by the outside's own log."""

from collections import Counter
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from shared.domain.approval.intents import ExpireApproval, GrantApproval, RejectApproval, WithdrawApproval
from shared.kernel.ids import ApprovalId
from shared.kernel.message import Intent
from shared.ports.failpoint import install_failpoint
from shared.remediation.actions import Action, ArgoSync, ArgoTerminate
from shared.remediation.outcome import EffectStatus
from tests.support.coding import AGENT, ANA, CodingWorld, a_plan
from tests.support.facts import TENANT
from tests.support.outside import Mood
from tests.support.triage import Killed

STEPS = (
    *(f"coder.{step}" for step in ("take", "taken", "consume", "consumed", "begin", "begun", "performed")),
    *(f"coder.{step}" for step in ("settle", "settled", "look_up", "looked_up")),
    "outside.before",
    "outside.after",
)
#: Whatever changes here is seen before the next action is begun.
_BEFORE_IT_IS_TOO_LATE = frozenset(
    {"coder.take", "coder.taken", "coder.performed", "coder.settle", "coder.settled", "outside.after"}
)
MOODS = st.sampled_from((*(Mood.WELL,) * 4, *Mood))
_APPS = ("shop", "till", "stock")
#: A lease ends by itself; so much later nothing is held by who was killed.
_LEASES_END_S = 90


def _action(app: str) -> Action:
    return ArgoTerminate(application=app) if app == "stock" else ArgoSync(application=app)


class CodingMachine(RuleBasedStateMachine):
    """What should be true is kept here by approval; whether it is, the outside's log says."""

    approvals = Bundle("approvals")

    def __init__(self) -> None:
        super().__init__()
        self.world = CodingWorld()
        self.granted: dict[UUID, datetime] = {}
        self.voided: dict[UUID, datetime] = {}
        self.expires: dict[UUID, datetime] = {}
        self.rests_on: dict[UUID, int] = {}
        self.cancelled: dict[UUID, int] = {}
        self.asked: set[UUID] = set()

    @rule(
        target=approvals,
        apps=st.lists(st.sampled_from(_APPS), min_size=1, max_size=3),
        valid_for_s=st.sampled_from((3_600, 3_600, 3_600, 60)),
        at_once=st.sampled_from((True, True, False)),
    )
    def propose(self, apps: list[str], valid_for_s: int, *, at_once: bool) -> Any:
        plan = a_plan(*map(_action, apps), revision=self.world.outside.revision)
        approval = self.world.requested(plan, valid_for_s=valid_for_s)
        self.rests_on[approval] = self.world.outside.revision
        self.expires[approval] = datetime.fromisoformat(self.world.approval(approval)["expires_at"])
        if at_once:
            self.approve(approval)
        return approval

    @rule(approval=approvals)
    def approve(self, approval: UUID) -> None:
        if self.world.grant(approval).status == "accepted":
            self.granted[approval] = self.world.clock.now()

    @rule(approval=approvals, how=st.sampled_from(("reject", "withdraw", "expire", "an agent's yes")))
    def answer_otherwise(self, approval: UUID, how: str) -> None:
        state, named = self.world.approval(approval), {"approval_id": ApprovalId(approval)}
        read = {"plan_hash": state["plan_hash"], "dry_run_hash": state["dry_run_hash"]}
        if how == "an agent's yes":
            assert self.world.ask(GrantApproval.model_validate(named | read), AGENT).status != "accepted"
            return
        intents: dict[str, type[Intent]] = {"reject": RejectApproval, "withdraw": WithdrawApproval}
        said = {} if how == "expire" else {"reason": "no"}
        outcome = self.world.ask(intents.get(how, ExpireApproval).model_validate(named | said), ANA)
        if outcome.status == "accepted":
            self.voided[approval] = self.world.clock.now()

    @rule(what=st.sampled_from(("the world changes", "an hour passes", "a minute passes", "a second passes")))
    def meanwhile(self, what: str) -> None:
        """What plans rest on is another; an edited plan would be another approval's."""
        if what == "the world changes":
            self.world.outside.revision += 1
        seconds = {"an hour passes": 3_600, "a minute passes": 61, "a second passes": 1}.get(what, 0)
        self.world.clock.forward(seconds=seconds)

    @rule()
    def leases_end(self) -> None:
        self.world.clock.forward(seconds=_LEASES_END_S)

    @rule(what=st.sampled_from(("go on", "go on", "pause the tenant", "pause all")))
    def pause(self, what: str) -> None:
        self.world.journal.paused_for_all = what == "pause all"
        self.world.paused = {TENANT} if what == "pause the tenant" else set()

    @rule(approval=approvals)
    def cancel(self, approval: UUID) -> None:
        self.world.coder().cancel(TENANT, approval, ANA)
        self.cancelled.setdefault(approval, len(self.world.outside.log))

    @rule(approval=approvals, places=st.sampled_from(((), (), (0,), (1,), (0, 1))), mood=MOODS, away=st.just(False))
    def execute(self, approval: UUID, places: tuple[int, ...], mood: Mood, *, away: bool) -> None:
        self._carry_out(approval, places, mood, away=away)

    @rule(approval=approvals)
    def execute_while_the_writer_is_away(self, approval: UUID) -> None:
        self._carry_out(approval, (), Mood.WELL, away=True)

    @rule(approval=approvals, step=st.sampled_from(STEPS), nth=st.integers(1, 3), mood=MOODS)
    def execute_and_die(self, approval: UUID, step: str, nth: int, mood: Mood) -> None:
        left = [nth]

        def kill(reached: str) -> None:
            left[0] -= reached == step
            if reached == step and left[0] == 0:
                raise Killed

        install_failpoint(kill)
        with suppress(Killed):
            self._carry_out(approval, (), mood)
        install_failpoint(None)

    @rule(
        approval=approvals,
        step=st.sampled_from(STEPS),
        what=st.sampled_from(("cancel", "pause", "execute", "withdraw", "the world changes", "an hour passes")),
    )
    def execute_while(self, approval: UUID, step: str, what: str) -> None:
        """At a step of one replica another one, or a person, does something."""
        done: list[str] = []

        def at_the_step(reached: str) -> None:
            if reached != step or done:
                return
            done.append(step)
            install_failpoint(None)
            if what == "cancel":
                self.cancel(approval)
            elif what == "pause":
                self.world.paused = {TENANT}
            elif what == "execute":
                self._carry_out(approval, (), Mood.WELL)
            elif what == "withdraw":
                self.answer_otherwise(approval, "withdraw")
            elif step in _BEFORE_IT_IS_TOO_LATE:
                self.meanwhile(what)

        install_failpoint(at_the_step)
        self._carry_out(approval, (), Mood.WELL)
        install_failpoint(None)

    def _carry_out(self, approval: UUID, places: tuple[int, ...], mood: Mood, *, away: bool = False) -> None:
        paused = self.world.journal.paused_for_all or TENANT in self.world.paused
        before = len(self.world.outside.log)
        self.asked.add(approval)
        usual, self.world.outside.mood = self.world.outside.mood, mood
        self.world.gate.away = away
        try:
            self.world.carry_out(approval, *places)
        finally:
            self.world.outside.mood = usual
            self.world.gate.away = False
        if paused:
            assert len(self.world.outside.log) == before, "something was begun while automation was paused"

    @invariant()
    def every_action_is_done_once_at_most(self) -> None:
        done = Counter((change.approval_id, change.place) for change in self.world.outside.log)
        assert not [each for each, times in done.items() if times > 1]

    @invariant()
    def nothing_is_done_without_a_yes_that_holds(self) -> None:
        for change in self.world.outside.log:
            assert change.approval_id in self.granted, "it was not approved"
            assert self.granted[change.approval_id] <= change.at < self.expires[change.approval_id], "its time was over"
            # A yes that was used cannot be taken back; whoever took one back was before its use.
            assert change.approval_id not in self.voided, "it had been taken back"

    @invariant()
    def what_is_done_is_done_on_the_world_that_its_plan_was_made_on(self) -> None:
        """But for what an earlier action of the same plan was meant to change."""
        touched: set[tuple[UUID, str]] = set()
        for change in self.world.outside.log:
            place = (change.approval_id, change.target)
            if place not in touched:
                assert change.revision == self.rests_on[change.approval_id], "what it rests on had changed"
            touched.add(place)

    @invariant()
    def what_was_cancelled_goes_no_further(self) -> None:
        for approval, so_far in self.cancelled.items():
            later = [change for change in self.world.outside.log[so_far:] if change.approval_id == approval]
            # The one action that had begun when it was cancelled may arrive.
            assert len(later) <= 1

    def teardown(self) -> None:
        """When everything is well again, of nothing that reached the outside is it unknown what became of it."""
        install_failpoint(None)
        self.world.paused.clear()
        self.world.journal.paused_for_all = False
        self.world.clock.forward(seconds=_LEASES_END_S)
        for approval in self.asked:
            self.world.carry_out(approval)
            known = self.world.journal.effects(TENANT, approval)
            for change in self.world.outside.log:
                if change.approval_id == approval:
                    outcome = known[change.place].outcome
                    assert outcome is not None, "an outcome was lost"
                    assert outcome.status in (EffectStatus.SUCCEEDED, EffectStatus.FAILED)
        self.every_action_is_done_once_at_most()
        self.nothing_is_done_without_a_yes_that_holds()
