"""A plan has worked when everything held at every look for the whole hold; silence and time say no."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

import pytest

from shared.domain.approval.intents import RequestApproval
from shared.domain.incident.facts import IncidentClosed, TriageOrdered
from shared.domain.runbook.facts import RunbookExecutionCompleted
from shared.domain.runbook.intents import ExecuteRunbook
from shared.domain.runbook.values import ExecutionOutcome
from shared.domain.triage_policy.facts import AutomationPaused, AutomationResumed
from shared.kernel.ids import RunbookId, TenantId
from shared.kernel.wire import wire_type
from shared.ports.outcome import Outcome, Problem
from shared.remediation.actions import RunRunbook
from shared.remediation.outcome import EffectStatus
from tests.support.acting import RESTART, Carries, StoodStill, Watches, outcome, reading
from tests.support.facts import T0, TENANT, named
from tests.support.remedies import (
    ASKED,
    CARRIED_OUT,
    INCIDENT,
    MENDED,
    POLICY_ID,
    PROPOSAL,
    approved,
    investigation,
    looks,
    opened,
    policy,
    resolved,
    without_looks,
)
from tests.support.triage_world import TriageWorld

WELL, ILL = reading(), reading(holds=False)
NOT_VERIFIED = [*CARRIED_OUT, "VerificationCompleted"]


class TestHolding:
    def test_what_holds_for_the_whole_time_is_mended_and_the_run_complete(self):
        world = approved()
        world.look_until(5.9)
        assert without_looks(world) == CARRIED_OUT
        world.look_until(6.1)
        assert without_looks(world) == MENDED
        completed = world.told()[-3]
        assert (completed.verified, completed.held_for_s) == (True, 300)
        assert [check.holds for check in completed.reading.checks] == [True, True]
        assert world.last().outcome == "mended"
        assert world.store.timers(TENANT) == {}

    def test_the_hold_and_the_deadline_are_the_policys(self):
        world = approved(policy(hold_s=20, verify_within_s=60))
        world.look_until(1.5)
        assert world.last().outcome == "mended"
        assert world.told()[-3].held_for_s == 20

    def test_a_check_that_fails_again_begins_the_hold_anew(self):
        world = approved(verifier=Watches([WELL, WELL, WELL, ILL, WELL]))
        world.look_until(20)
        completed = world.told()[-3]
        assert (completed.verified, completed.held_for_s) == (True, 300)
        first_well_again = world.verifier.looks[4]
        assert world.verifier.looks[-1] - first_well_again == timedelta(seconds=300)

    def test_a_gap_in_which_nobody_looked_begins_the_hold_anew(self):
        world = approved()
        world.tick(minute=8)
        world.deliver()
        assert without_looks(world) == CARRIED_OUT, "five minutes are over, and nobody saw them"
        world.look_until(14)
        assert world.told()[-3].held_for_s == 300

    def test_an_alert_that_fires_is_not_well(self):
        world = approved(state=StoodStill(firing=True))
        world.look_until(32)
        completed = next(fact for fact in world.told() if type(fact).__name__ == "VerificationCompleted")
        assert completed.verified is False
        assert completed.reason.endswith("fires any more: 1 of 1 alerts are not resolved: Errors")

    def test_an_incident_that_its_alerts_resolve_is_verified_all_the_same(self):
        world = approved()
        world.happened(resolved(), minute=2)
        world.look_until(7)
        assert without_looks(world) == MENDED

    def test_one_that_is_closed_or_ordered_anew_meanwhile(self):
        world = approved()
        world.happened(TriageOrdered(incident_id=INCIDENT, reason=None, ordered_by="human:ben"), minute=2)
        assert without_looks(world) == CARRIED_OUT, "an order while it is watched changes nothing"
        world.happened(IncidentClosed(incident_id=INCIDENT, closed_by="human:ana", closed_at=T0, note=None), minute=3)
        assert world.names()[-1] == "TriageCancelled"


class TestNotVerified:
    @pytest.mark.parametrize(
        ("readings", "reason"),
        [
            ([ILL], "web does not restart: restartCount went from 7 to 8"),
            ([*[ILL] * 46, WELL], "everything is well, and not yet for long enough."),
        ],
    )
    def test_by_the_deadline_it_goes_to_a_person_with_what_was_seen(self, readings, reason: str):
        world = approved(verifier=Watches(readings))
        world.look_until(32)
        assert without_looks(world) == [*NOT_VERIFIED, "TriageEscalated"]
        assert (world.last().cause, world.last().phase) == ("not_verified", "verification")
        assert world.last().reason == f"It is not seen to have worked in time: {reason}"
        assert looks(world) <= 50

    def test_silence_is_no_success(self):
        world = approved()
        world.deliver_again()
        world.tick(minute=40)
        assert without_looks(world) == [*NOT_VERIFIED, "TriageEscalated"]

    def test_a_day_of_looks_says_few_facts(self):
        flapping = [WELL, ILL] * 200
        world = approved(policy(hold_s=600, verify_within_s=86_400), verifier=Watches(flapping))
        world.look_until(24 * 60 + 10)
        assert without_looks(world)[-1] == "TriageEscalated"
        assert len(world.names()) <= 110


class TestRollback:
    def unhelpful(self, **fields) -> TriageWorld:
        carries = {"coder": Carries(outcomes=[outcome(undo=True), outcome()])}
        world = approved(policy(hold_s=20, verify_within_s=60), verifier=Watches([ILL]), **carries | fields)
        world.look_until(3)
        return world

    def test_what_can_be_undone_is_proposed_with_a_question_of_its_own(self):
        world = self.unhelpful()
        assert without_looks(world) == [*NOT_VERIFIED, "RemediationProposed", "ApprovalAwaited"]
        proposed, awaited = world.told()[-2:]
        assert (proposed.is_rollback, awaited.is_rollback) == (True, True)
        assert proposed.plan.actions == (RESTART,)
        assert proposed.plan.summary == "Take back: Revert 4f2a of web"
        first, second = world.asked(RequestApproval)
        assert first.approval_id != second.approval_id

    def test_no_policy_says_yes_to_a_rollback(self):
        world = self.unhelpful()
        assert world.last().policy is None

    def test_once_it_is_taken_back_a_person_goes_on(self):
        world = self.unhelpful()
        world.answer("granted", minute=33)
        assert without_looks(world)[-3:] == ["ApprovalReceived", "RemediationApplied", "TriageEscalated"]
        assert world.last().reason == "The plan did not help and was taken back."
        assert world.told()[-2].is_rollback

    def test_a_no_to_the_rollback_goes_to_a_person(self):
        world = self.unhelpful()
        world.answer("rejected", minute=33)
        assert (world.names()[-1], world.last().cause) == ("TriageEscalated", "rejected")

    def test_an_incident_that_is_resolved_while_the_rollback_waits_is_over(self):
        world = self.unhelpful()
        world.happened(resolved(), minute=33)
        assert without_looks(world)[-2:] == ["TriageCancelled", "DocumentationRequested"]

    def test_a_rollback_that_did_not_work_out_proposes_no_further_one(self):
        failing = Carries(outcomes=[outcome(undo=True), outcome(EffectStatus.FAILED, undo=True)])
        world = self.unhelpful(coder=failing)
        world.answer("granted", minute=33)
        assert world.last().reason == "The rollback was not carried out (failed): git.revert failed"
        assert world.names().count("RemediationProposed") == 2


class TestRunbook:
    RUNBOOK = RunbookId(named("runbook"))
    ACTION = RunRunbook(runbook_id=str(RUNBOOK), runbook_version=4, slug="restart-web")

    def executed(self, execution: ExecutionOutcome) -> TriageWorld:
        world = opened(investigation=investigation(actions=(self.ACTION,)))
        assert world.names() == [*PROPOSAL, "RunbookExecutionAwaited"]
        world.happened(
            RunbookExecutionCompleted(
                execution_id=world.last().execution_id,
                runbook_version=4,
                runbook_id=self.RUNBOOK,
                incident_id=INCIDENT,
                outcome=execution,
                steps=(),
                duration_s=3,
                requested_by="process:x",
                approved_by="human:ben",
                completed_by="process:x",
                completed_at=T0,
                note="step 2",
            ),
            minute=2,
        )
        world.deliver()
        return world

    def test_it_is_executed_with_an_approval_of_its_own_and_verified_as_any_plan(self):
        world = self.executed(ExecutionOutcome.SUCCEEDED)
        (asked,) = world.asked(ExecuteRunbook)
        assert (asked.runbook_id, asked.runbook_version, asked.incident_id) == (self.RUNBOOK, 4, INCIDENT)
        assert world.asked(RequestApproval) == []
        assert world.names()[5:] == ["RemediationApplied", "VerificationStarted"]
        world.look_until(8)
        assert world.last().outcome == "mended"

    @pytest.mark.parametrize("refused", [True, False])
    def test_what_the_writer_says_to_the_request_is_heard_at_once(self, refused: bool):
        heard: list[UUID] = []

        def outcome(_tenant: TenantId, message_id: UUID) -> Outcome | None:
            heard.append(message_id)
            if len(heard) == 1:  # the writer has not come to it yet
                return None
            problem = Problem(code="runbook.version_changed", title="it is at version 5: read it again")
            status: Literal["accepted", "rejected"] = "rejected" if refused else "accepted"
            return Outcome(message_id=message_id, status=status, aggregate_version=5, problem=problem)

        world = opened(investigation=investigation(actions=(self.ACTION,)))
        world.state.outcome = outcome
        world.look_until(1)
        (asked,) = (event for event in world.store.asked if event.get("type") == wire_type(ExecuteRunbook))
        assert {str(each) for each in heard} == {asked["id"]}
        assert len(heard) == 2, "once it is known it is not asked for again"
        if refused:
            assert world.last().cause == "blocked"
            assert world.last().reason == "The runbook was not executed: it is at version 5: read it again"
        else:
            assert without_looks(world) == [*PROPOSAL, "RunbookExecutionAwaited"]

    @pytest.mark.parametrize(
        "execution", [ExecutionOutcome.FAILED, ExecutionOutcome.REJECTED, ExecutionOutcome.UNKNOWN]
    )
    def test_what_did_not_work_out_goes_to_a_person(self, execution: ExecutionOutcome):
        world = self.executed(execution)
        assert world.names()[5:] == ["RemediationApplied", "TriageEscalated"]
        assert world.last().reason.endswith(f"Runbook execution {execution}: step 2")


class TestPaused:
    PAUSED = AutomationPaused(policy_id=POLICY_ID, reason="a migration", paused_by="human:ana")
    RESUMED = AutomationResumed(policy_id=POLICY_ID, reason=None, resumed_by="human:ana")

    def test_what_is_not_begun_is_a_persons(self):
        world = opened()
        world.happened(self.PAUSED, minute=1)
        assert world.names() == [*ASKED, "TriageEscalated"]
        assert (world.last().cause, world.last().reason) == ("paused", "Automation was paused: a migration")

    def test_what_is_begun_is_watched_on(self):
        world = approved()
        world.happened(self.PAUSED, minute=2)
        world.look_until(7)
        assert without_looks(world) == MENDED

    def test_what_is_proposed_meanwhile_waits_for_a_person_and_afterwards_is_carried_out(self):
        assert opened(self.PAUSED).names() == PROPOSAL
        assert opened(self.PAUSED, self.RESUMED).names() == ASKED
