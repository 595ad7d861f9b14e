"""A plan is tried dry, approved, carried out, watched until it has held, and only then the run is complete."""

from datetime import timedelta

import pytest

from shared.domain.approval.intents import GrantApproval, RequestApproval, WithdrawApproval
from shared.domain.incident.facts import IncidentEscalated, IncidentMergedInto, TriageCalledOff, TriageOrdered
from shared.domain.triage_policy.facts import AutomationPaused
from shared.kernel.canonical import sha256_hex
from shared.kernel.ids import IncidentId
from shared.kernel.message import Fact
from shared.remediation.actions import Escalate
from shared.remediation.outcome import DryRun, EffectStatus
from shared.remediation.plan_text import plan_text_of
from tests.support.acting import UNAVAILABLE, Carries, outcome
from tests.support.facts import T0, TENANT, named
from tests.support.investigators import PLAN
from tests.support.remedies import (
    ASKED,
    CARRIED_OUT,
    INCIDENT,
    POLICY_ID,
    PROPOSAL,
    approved,
    investigation,
    looks,
    opened,
    resolved,
    without_looks,
)

CALLED_OFF = TriageCalledOff(incident_id=INCIDENT, reason="a drill", called_off_by="human:ana")
HANDED_OVER = IncidentEscalated(incident_id=INCIDENT, reason="the DBAs", escalated_by="human:ben")
PAUSED = AutomationPaused(policy_id=POLICY_ID, reason="a migration", paused_by="human:ana")


class TestAsking:
    def test_a_person_is_asked_for_a_yes_to_the_plan_and_its_dry_run_byte_for_byte(self):
        world = opened()
        assert world.names() == ASKED
        (asked,) = world.asked(RequestApproval)
        said = world.last()
        assert asked.definition.plan == plan_text_of(PLAN)
        assert asked.definition.dry_run == "revert 4f2a: 1 file, 3 lines"
        assert asked.definition.proposed_by == f"process:triage/{INCIDENT}/1"
        assert (said.approval_id, said.plan_hash) == (asked.approval_id, sha256_hex(asked.definition.plan))
        assert said.dry_run_hash == sha256_hex("revert 4f2a: 1 file, 3 lines")
        assert said.policy is None
        assert world.asked(GrantApproval) == []
        assert world.coder is not None
        assert world.coder.applied == []

    def test_what_stands_in_the_way_is_said_and_nobody_is_asked(self):
        blocked = DryRun(text="", problems=("the branch main is protected", "web was deployed again"))
        world = opened(coder=Carries(dry=[blocked]))
        assert world.names() == [*PROPOSAL, "TriageEscalated"]
        assert (world.last().cause, world.last().reason) == (
            "blocked",
            "The plan cannot be carried out as it is: the branch main is protected; web was deployed again",
        )
        assert world.asked(RequestApproval) == []

    def test_a_dry_run_that_nobody_can_make_now_is_made_later(self):
        world = opened(coder=Carries(dry=[UNAVAILABLE, UNAVAILABLE, DryRun(text="later")]))
        assert world.names() == PROPOSAL
        world.look_until(1)
        assert without_looks(world) == ASKED
        assert world.asked(RequestApproval)[0].definition.dry_run == "later"

    def test_a_dry_run_that_nobody_makes_goes_to_a_person(self):
        world = opened(coder=Carries(dry=[UNAVAILABLE]))
        world.look_until(11)
        assert (world.last().cause, world.last().reason) == (
            "timeout",
            "Nobody said in time what the plan would do.",
        )
        assert looks(world) < 20

    def test_where_nobody_carries_plans_out_it_waits_for_a_person(self):
        world = opened(coder=None)
        assert world.names() == PROPOSAL
        (run,) = (state for state in world.store.states(TENANT) if state["kind"] == "run")
        assert (run["standing"], run["remedy"]["stage"]) == ("waiting", "person")

    def test_a_plan_that_only_hands_over_waits_for_a_person(self):
        world = opened(investigation=investigation(actions=(Escalate(reason="two ways"),)))
        assert world.names() == PROPOSAL
        assert world.coder is not None
        assert world.coder.tried == []

    def test_no_approval_is_asked_for_a_plan_that_is_nearly_over(self):
        good_until = T0 + timedelta(seconds=59)
        world = opened(investigation=investigation(expires_at=good_until))
        assert (world.last().cause, world.asked(RequestApproval)) == ("expired", [])


class TestAnswers:
    @pytest.mark.parametrize(
        ("answer", "decision", "last", "reason"),
        [
            ("rejected", "rejected", "TriageEscalated", "No was said to the plan: not now"),
            ("expired", "expired", "TriageEscalated", "Nobody decided on the plan while it was good."),
            ("withdrawn", "withdrawn", "TriageCancelled", "The plan was taken back: by hand"),
        ],
    )
    def test_after_anything_but_a_yes_nothing_is_done(self, answer: str, decision: str, last: str, reason: str):
        world = opened()
        world.answer(answer, minute=1)
        assert world.names() == [*ASKED, "ApprovalReceived", last]
        assert (world.told()[-2].decision, world.last().reason) == (decision, reason)
        assert world.asked(WithdrawApproval) == []
        assert world.coder is not None
        assert world.coder.applied == []
        assert world.store.timers(TENANT) == {}

    @pytest.mark.parametrize(
        "over",
        [
            resolved(),
            CALLED_OFF,
            IncidentMergedInto(
                incident_id=INCIDENT,
                merged_into=IncidentId(named("j")),
                reason="same",
                merged_by="human:ana",
                merged_at=T0,
            ),
            TriageOrdered(incident_id=INCIDENT, reason="look again", ordered_by="human:ben"),
            PAUSED,
        ],
    )
    def test_a_question_that_is_no_longer_meant_is_taken_back(self, over: Fact):
        world = opened()
        world.happened(over, minute=1)
        (withdrawn,) = world.asked(WithdrawApproval)
        assert withdrawn.approval_id == world.asked(RequestApproval)[0].approval_id
        assert world.names()[5] in ("TriageCancelled", "TriageEscalated")
        world.answer("granted", minute=2)
        assert "ApprovalReceived" not in world.names(), "a yes that crosses it is not heard"

    def test_a_question_of_which_nothing_more_is_heard_ends_by_itself(self):
        good_until = T0 + timedelta(minutes=30)
        world = opened(investigation=investigation(expires_at=good_until))
        world.tick(minute=34)
        assert world.names() == ASKED
        world.tick(minute=35)
        assert world.last().cause == "expired"
        assert len(world.asked(WithdrawApproval)) == 1


class TestCarryingOut:
    def test_it_is_carried_out_once_on_the_strength_of_the_approval(self):
        world = approved()
        assert world.names() == CARRIED_OUT
        assert world.coder is not None
        (asked,) = world.asked(RequestApproval)
        assert world.coder.applied == [asked.approval_id]
        world.deliver_again()
        assert world.coder.applied == [asked.approval_id]

    def test_what_is_under_way_or_cannot_be_asked_is_asked_again_later(self):
        world = approved(coder=Carries(outcomes=[None, UNAVAILABLE, None, outcome()]))
        assert world.names() == [*ASKED, "ApprovalReceived"]
        world.look_until(3)
        assert without_looks(world) == CARRIED_OUT
        assert world.coder is not None
        assert len(world.coder.applied) == 4

    @pytest.mark.parametrize("status", [EffectStatus.PENDING, EffectStatus.UNKNOWN])
    def test_what_waits_for_somebody_there_is_said_once_and_looked_at_further_and_further_apart(self, status):
        world = approved(coder=Carries(outcomes=[*[outcome(status)] * 6, outcome()]))
        assert (world.names()[-1], world.last().outcome.status) == ("RemediationAwaited", status)
        world.look_until(5)
        assert without_looks(world) == [*ASKED, "ApprovalReceived", "RemediationAwaited", *CARRIED_OUT[-2:]]

    @pytest.mark.parametrize("status", [EffectStatus.FAILED, EffectStatus.REFUSED])
    def test_what_did_not_work_out_goes_to_a_person(self, status: EffectStatus):
        world = approved(coder=Carries(outcomes=[outcome(status)]))
        assert world.names() == [*ASKED, "ApprovalReceived", "RemediationApplied", "TriageEscalated"]
        assert (world.last().cause, world.last().reason) == (
            "not_carried_out",
            f"The plan was not carried out ({status}): git.revert {status}",
        )

    @pytest.mark.parametrize(
        ("said", "reason"),
        [
            (
                None,
                "It is not known whether the plan was begun: nobody who carries it out has answered in time.",
            ),
            (outcome(EffectStatus.PENDING), "The plan was begun and is not over (pending): git.revert pending"),
        ],
    )
    def test_what_is_not_over_when_the_approval_is_goes_to_a_person(self, said, reason: str):
        good_until = T0 + timedelta(minutes=30)
        world = approved(
            coder=Carries(outcomes=[said]),
            investigation=investigation(expires_at=good_until),
        )
        world.look_until(36)
        assert (world.last().cause, world.last().reason) == ("not_carried_out", reason)
        assert looks(world) < 30

    @pytest.mark.parametrize("over", [CALLED_OFF, HANDED_OVER])
    def test_what_is_called_off_meanwhile_is_carried_out_no_further(self, over: Fact):
        world = approved(coder=Carries(outcomes=[None]))
        world.happened(over, minute=2)
        world.deliver()
        assert world.coder is not None
        assert world.coder.cancelled == [world.asked(RequestApproval)[0].approval_id]
        assert world.last().approval_id == world.coder.cancelled[0]
        assert world.asked(WithdrawApproval) == [], "it has been used"

    def test_what_was_not_begun_is_not_called_off(self):
        world = opened()
        world.happened(CALLED_OFF, minute=2)
        world.deliver()
        assert world.coder is not None
        assert world.coder.cancelled == []
