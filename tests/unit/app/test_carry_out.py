"""Approved exactly, begun once, looked up before it is tried again: the coder over the real domain, in memory."""

from uuid import UUID, uuid4

import pytest

from shared.app.coder.standing import Stand
from shared.app.coder.warrant import effect_id_of
from shared.domain.approval.intents import ConsumeApproval, WithdrawApproval
from shared.kernel.ids import ApprovalId
from shared.ports.execution_journal import Lease
from shared.ports.failpoint import install_failpoint
from shared.remediation.actions import ArgoSync, ArgoTerminate, Escalate
from shared.remediation.outcome import EffectStatus
from shared.remediation.plan_text import plan_text_of
from tests.support.coding import ANA, CodingWorld, a_plan
from tests.support.facts import OTHER_TENANT, TENANT
from tests.support.outside import Mood
from tests.support.triage import Killed, kill_at

THREE = (ArgoTerminate(application="shop"), ArgoSync(application="shop"), ArgoSync(application="till"))
SUCCEEDED, FAILED, SKIPPED = EffectStatus.SUCCEEDED, EffectStatus.FAILED, EffectStatus.SKIPPED


@pytest.fixture
def world():
    yield CodingWorld()
    install_failpoint(None)


def statuses(carried) -> list[EffectStatus]:
    return [action.status for action in carried.outcome.actions]


def test_what_was_approved_is_done_in_order_and_once(world: CodingWorld):
    approval = world.granted(a_plan(*THREE))
    first = world.carry_out(approval)
    assert (first.stand, first.outcome.status, statuses(first)) == (Stand.ENDED, SUCCEEDED, [SUCCEEDED] * 3)
    assert world.carry_out(approval) == first
    assert [change.place for change in world.outside.log] == [0, 1, 2]
    consumed = world.approval(approval)
    assert (consumed["status"], consumed["effect_id"]) == ("consumed", str(effect_id_of(TENANT, approval)))


def test_parts_of_a_plan_are_done_when_they_are_named_each_once(world: CodingWorld):
    approval = world.granted(a_plan(*THREE))
    assert statuses(world.carry_out(approval, 0)) == [SUCCEEDED]
    assert [action.index for action in world.carry_out(approval, 1, 2).outcome.actions] == [1, 2]
    assert world.carry_out(approval).outcome.status is SUCCEEDED
    assert [change.place for change in world.outside.log] == [0, 1, 2]


@pytest.mark.parametrize("places", [(3,), (0, 0), (1, 0), (-1,)])
def test_places_that_the_plan_has_not_are_refused(world: CodingWorld, places):
    carried = world.carry_out(world.granted(a_plan(*THREE)), *places)
    assert (carried.stand, carried.outcome.status, world.outside.log) == (Stand.ENDED, EffectStatus.REFUSED, [])


def test_nothing_is_done_before_yes_was_said_and_then_it_is(world: CodingWorld):
    approval = world.requested()
    assert world.carry_out(approval).stand is Stand.HELD
    assert world.outside.log == []
    world.grant(approval)
    assert world.carry_out(approval).outcome.status is SUCCEEDED


def test_nothing_is_done_of_what_is_not_there_or_is_another_tenants(world: CodingWorld):
    approval = world.granted()
    assert world.carry_out(uuid4()).stand is Stand.ENDED
    stranger = world.coder()(OTHER_TENANT, approval, until=world.clock.monotonic() + 60)
    assert (stranger.stand, stranger.outcome.actions, world.outside.log) == (Stand.ENDED, (), [])


def test_nothing_is_done_after_its_time(world: CodingWorld):
    approval = world.granted()
    world.clock.forward(hours=1)
    assert world.carry_out(approval).stand is Stand.ENDED
    assert world.outside.log == []


def test_nothing_is_done_when_what_it_rests_on_has_changed(world: CodingWorld):
    approval = world.granted()
    world.outside.revision = 2
    held = world.carry_out(approval)
    assert (held.stand, held.outcome.status) == (Stand.HELD, EffectStatus.REFUSED)
    assert "base_commit was 1, seen now: 2" in held.outcome.reason
    assert world.outside.log == []
    assert world.approval(approval)["status"] == "granted"


def test_nothing_is_done_when_a_dry_run_says_another_thing(world: CodingWorld):
    plan = a_plan().model_copy(update={"preconditions": ()})
    approval = world.granted(plan)
    world.outside.revision = 2
    assert "a dry run says another thing" in world.carry_out(approval).outcome.reason
    assert world.outside.log == []


def test_a_plan_in_another_form_is_no_plan(world: CodingWorld):
    approval = world.granted(text=plan_text_of(a_plan()).replace(":", ": ", 1))
    assert world.carry_out(approval).stand is Stand.ENDED
    assert world.outside.log == []


def test_an_approval_that_was_used_or_taken_back_is_good_for_nothing(world: CodingWorld):
    used, taken = world.granted(), world.granted()
    state = world.approval(used)
    hashes = {"plan_hash": state["plan_hash"], "dry_run_hash": state["dry_run_hash"]}
    world.ask(ConsumeApproval(approval_id=ApprovalId(used), effect_id=UUID(int=5), **hashes))
    world.ask(WithdrawApproval(approval_id=ApprovalId(taken), reason="no longer"), ANA)
    assert [world.carry_out(each).stand for each in (used, taken)] == [Stand.ENDED, Stand.ENDED]
    assert world.outside.log == []


def test_what_nothing_here_does_uses_nothing_up(world: CodingWorld):
    approval = world.requested(a_plan(Escalate(reason="ask somebody")))
    world.grant(approval)
    assert world.carry_out(approval).outcome.reason == "nothing here does escalate"
    assert world.approval(approval)["status"] == "granted"


def test_the_first_that_does_not_succeed_is_the_last(world: CodingWorld):
    approval = world.granted(a_plan(*THREE))
    world.outside.mood = Mood.FAILS
    failed = world.carry_out(approval)
    world.outside.mood = Mood.WELL
    assert (failed.stand, statuses(failed)) == (Stand.ENDED, [FAILED, SKIPPED, SKIPPED])
    assert world.carry_out(approval) == failed
    assert len(world.outside.log) == 1


@pytest.mark.parametrize(("mood", "arrived"), [(Mood.ANSWER_LOST, True), (Mood.REQUEST_LOST, False)])
def test_what_nobody_heard_of_is_looked_up_before_it_is_tried_again(world: CodingWorld, mood, arrived):
    approval = world.granted(a_plan(*THREE))
    world.outside.mood = mood
    unknown = world.carry_out(approval)
    assert (unknown.stand, statuses(unknown)) == (Stand.UNDER_WAY, [EffectStatus.UNKNOWN, SKIPPED, SKIPPED])
    assert len(world.outside.log) == arrived
    world.outside.mood = Mood.WELL
    assert statuses(world.carry_out(approval)) == [SUCCEEDED] * 3
    assert [change.place for change in world.outside.log] == [0, 1, 2]


def test_what_never_arrived_is_not_tried_again_on_a_world_that_has_changed_or_after_its_time(world: CodingWorld):
    changed, late = world.granted(), world.granted()
    world.outside.mood = Mood.REQUEST_LOST
    world.carry_out(changed)
    world.carry_out(late)
    world.outside.mood = Mood.WELL
    world.outside.revision = 2
    held = world.carry_out(changed)
    assert (held.stand, held.outcome.status, held.unsettled) == (Stand.HELD, EffectStatus.REFUSED, False)
    world.outside.revision = 1
    world.clock.forward(hours=2)
    ended = world.carry_out(late)
    assert (ended.stand, ended.outcome.status) == (Stand.ENDED, EffectStatus.REFUSED)
    assert "never arrived" in ended.outcome.actions[0].detail
    assert world.outside.log == []


def test_what_arrived_is_found_out_after_its_time_too(world: CodingWorld):
    approval = world.granted(a_plan(*THREE))
    world.outside.mood = Mood.ANSWER_LOST
    world.carry_out(approval)
    world.outside.mood = Mood.WELL
    world.clock.forward(hours=2)
    found = world.carry_out(approval)
    assert (found.stand, statuses(found)) == (Stand.ENDED, [SUCCEEDED, EffectStatus.REFUSED, SKIPPED])
    assert len(world.outside.log) == 1


def test_a_target_that_is_silent_is_asked_when_it_is_back(world: CodingWorld):
    approval = world.granted()
    world.outside.mood = Mood.SILENT
    assert world.carry_out(approval).stand is Stand.UNDER_WAY
    world.outside.mood = Mood.WELL
    assert world.carry_out(approval).outcome.status is SUCCEEDED
    assert len(world.outside.log) == 1


@pytest.mark.parametrize("whom", ["tenant", "all", "here"])
def test_what_is_paused_goes_on_when_it_is_no_longer(world: CodingWorld, whom):
    approval = world.granted(a_plan(*THREE))
    world.paused |= {TENANT} if whom == "tenant" else set()
    world.journal.paused_for_all = whom == "all"
    held = world.carry_out(approval, paused=whom == "here")
    assert (held.stand, held.outcome.status, world.outside.log) == (Stand.HELD, SKIPPED, [])
    assert world.approval(approval)["status"] == "granted"
    world.paused.clear()
    world.journal.paused_for_all = False
    assert world.carry_out(approval).outcome.status is SUCCEEDED


@pytest.mark.parametrize("how", ["cancel", "pause"])
def test_between_two_actions_it_is_stopped_within_one_step(world: CodingWorld, how):
    approval = world.granted(a_plan(*THREE))

    def stop(reached: str) -> None:
        if reached == "outside.after":
            if how == "cancel":
                world.coder().cancel(TENANT, approval, ANA)
            else:
                world.paused.add(TENANT)

    install_failpoint(stop)
    stopped = world.carry_out(approval)
    assert statuses(stopped) == [SUCCEEDED, SKIPPED, SKIPPED]
    assert stopped.stand is (Stand.CANCELLED if how == "cancel" else Stand.HELD)
    assert len(world.outside.log) == 1


def test_between_two_actions_what_the_next_rests_on_is_read_again(world: CodingWorld):
    approval = world.granted(a_plan(*THREE))

    def others_change_it(reached: str) -> None:
        if reached == "outside.after" and len(world.outside.log) == 2:
            world.outside.revision = 2

    install_failpoint(others_change_it)
    stopped = world.carry_out(approval)
    assert (stopped.stand, statuses(stopped)) == (Stand.HELD, [SUCCEEDED, SUCCEEDED, EffectStatus.REFUSED])
    assert "Application argocd/till: base_commit was 1, seen now: 2" in stopped.outcome.reason
    assert world.carry_out(approval) == stopped
    assert [change.place for change in world.outside.log] == [0, 1]


def test_what_an_action_was_meant_to_change_does_not_stop_the_next(world: CodingWorld):
    approval = world.granted(a_plan(ArgoTerminate(application="shop"), ArgoSync(application="shop")))

    def by_our_own_doing(reached: str) -> None:
        if reached == "outside.after":
            world.outside.revision = 2

    install_failpoint(by_our_own_doing)
    assert statuses(world.carry_out(approval)) == [SUCCEEDED, SUCCEEDED]


def test_between_two_actions_an_incident_that_was_closed_stops_the_next(world: CodingWorld):
    incident = world.an_incident()
    approval = world.granted(a_plan(*THREE), incident_id=incident)

    def people_close_it(reached: str) -> None:
        if reached == "outside.after":
            world.close(incident)

    install_failpoint(people_close_it)
    stopped = world.carry_out(approval)
    assert (stopped.stand, statuses(stopped)) == (Stand.ENDED, [SUCCEEDED, EffectStatus.REFUSED, SKIPPED])
    assert stopped.outcome.reason == "its incident is closed"
    assert len(world.outside.log) == 1


def test_what_was_cancelled_before_it_began_never_begins(world: CodingWorld):
    approval = world.granted()
    world.coder().cancel(TENANT, approval, ANA)
    world.coder().cancel(TENANT, approval, ANA)
    assert world.carry_out(approval).stand is Stand.CANCELLED
    assert world.outside.log == []


def test_a_writer_that_is_away_is_waited_for(world: CodingWorld):
    approval = world.granted()
    world.gate.away = True
    assert world.carry_out(approval).stand is Stand.UNDER_WAY
    world.gate.away = False
    assert world.carry_out(approval).outcome.status is SUCCEEDED


def test_one_target_is_changed_by_one_at_a_time(world: CodingWorld):
    approval, other = world.granted(), world.granted(a_plan(ArgoSync(application="till")))
    assert world.journal.take(Lease(owner=uuid4(), names=("application shop",), for_s=30))
    assert world.carry_out(approval).stand is Stand.UNDER_WAY
    assert world.carry_out(other).outcome.status is SUCCEEDED
    world.clock.forward(seconds=31)
    assert world.carry_out(approval).outcome.status is SUCCEEDED


STEPS = ("take", "taken", "consume", "consumed", "begin", "begun", "performed", "settle", "settled")


@pytest.mark.parametrize("step", [*(f"coder.{step}" for step in STEPS), "outside.before", "outside.after"])
def test_killed_at_any_boundary_nothing_is_done_twice_and_nothing_is_forgotten(world: CodingWorld, step: str):
    for nth in range(1, 5):
        approval = world.granted(a_plan(*THREE))
        world.outside.log.clear()
        left = [nth]

        def kill(reached: str, left: list[int] = left) -> None:
            left[0] -= reached == step
            if reached == step and left[0] == 0:
                raise Killed

        install_failpoint(kill)
        try:
            world.carry_out(approval)
        except Killed:
            pass
        else:
            assert left[0] > 0
            break
        install_failpoint(None)
        # The one who was killed cannot give back what was held.
        world.clock.forward(seconds=100)
        assert statuses(world.carry_out(approval)) == [SUCCEEDED] * 3
        assert [change.place for change in world.outside.log] == [0, 1, 2]
    assert nth > 1


def test_killed_while_looking_up_it_is_looked_up_again(world: CodingWorld):
    approval = world.granted()
    world.outside.mood = Mood.ANSWER_LOST
    world.carry_out(approval)
    world.outside.mood = Mood.WELL
    for step in ("look_up", "looked_up"):
        install_failpoint(kill_at(f"coder.{step}"))
        with pytest.raises(Killed):
            world.carry_out(approval)
        install_failpoint(None)
        world.clock.forward(seconds=100)
    assert world.carry_out(approval).outcome.status is SUCCEEDED
    assert len(world.outside.log) == 1


def test_secrets_that_a_target_repeats_are_not_passed_on(world: CodingWorld):
    approval = world.granted()
    said = world.outside._said
    world.outside._said = lambda order, status: said(order, status).model_copy(  # type: ignore[method-assign]
        update={"detail": "password=hunter2hunter2 " + "x" * 5_000, "references": ("https://u:secretsecret@h/x",)}
    )
    (action,) = world.carry_out(approval).outcome.actions
    assert "hunter2" not in action.detail
    assert "secretsecret" not in action.references[0]
    assert len(action.detail) <= 1_000


def test_there_is_no_time_to_begin_what_could_not_end(world: CodingWorld):
    approval = world.granted()
    assert world.carry_out(approval, within_s=1).stand is Stand.UNDER_WAY
    assert world.outside.log == []
    assert world.carry_out(approval).outcome.status is SUCCEEDED


def test_an_answer_that_is_missing_is_found_out_although_another_action_was_refused(world: CodingWorld):
    approval = world.granted(a_plan(*THREE))
    for places, mood in (((1,), Mood.REQUEST_LOST), ((0,), Mood.REFUSES), ((1,), Mood.ANSWER_LOST)):
        world.outside.mood = mood
        world.carry_out(approval, *places)
    world.outside.mood = Mood.WELL
    whole = world.carry_out(approval)
    assert (whole.stand, statuses(whole)) == (Stand.ENDED, [EffectStatus.REFUSED, SUCCEEDED, SKIPPED])
    assert [change.place for change in world.outside.log] == [1]
