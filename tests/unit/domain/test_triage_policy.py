"""A tenant's policy for triage: put as a whole, and paused and resumed without touching it."""

from typing import Any

from shared.domain.triage_policy.aggregate import TRIAGE_POLICY
from shared.domain.triage_policy.decide import triage_policy
from shared.domain.triage_policy.facts import AutomationPaused, AutomationResumed, TriagePolicyPut
from shared.domain.triage_policy.intents import PauseAutomation, PutTriagePolicy, ResumeAutomation
from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import triage_policy_id_for
from tests.support.facts import TENANT
from tests.support.given import ANA, Given

POLICY = triage_policy_id_for(TENANT)
given = Given(triage_policy)
pause = PauseAutomation(policy_id=POLICY, reason="a migration")
resume = ResumeAutomation(policy_id=POLICY)
PAUSED = AutomationPaused(policy_id=POLICY, reason="a migration", paused_by=ANA)
RESUMED = AutomationResumed(policy_id=POLICY, reason=None, resumed_by=ANA)


def put(**definition: Any) -> PutTriagePolicy:
    return PutTriagePolicy(policy_id=POLICY, definition=TriagePolicyDefinition(**definition))


def was_put(version: int, **definition: Any) -> TriagePolicyPut:
    return TriagePolicyPut(
        policy_id=POLICY, policy_version=version, definition=TriagePolicyDefinition(**definition), put_by=ANA
    )


def stored(*facts: Any) -> dict[str, Any]:
    state: Any = None
    for fact in facts:
        state = triage_policy.evolve(state, fact)
    kept: dict[str, Any] = TRIAGE_POLICY.state_adapter.dump_python(state, mode="json")
    return kept


def test_automation_is_paused_once_and_resumed_once():
    paused = given.when(pause).then(PAUSED)
    paused.when(pause).then_ignored("already_paused")
    resumed = paused.when(resume).then(RESUMED)
    resumed.when(resume).then_ignored("not_paused")
    given.when(resume).then_ignored("not_paused")


def test_a_pause_touches_no_policy_and_a_policy_no_pause():
    paused = given.facts(was_put(1, enabled=False)).when(pause).then(PAUSED)
    paused.when(put(enabled=True)).then(was_put(2, enabled=True)).when(pause).then_ignored("already_paused")
    given.facts(PAUSED).when(put()).then(was_put(1))


def test_whoever_carries_plans_out_finds_the_pause_in_the_stored_state():
    assert stored(was_put(1))["paused"] is False
    paused = stored(was_put(1), PAUSED)
    assert (paused["paused"], paused["paused_because"], paused["policy_version"]) == (True, "a migration", 1)
    assert stored(PAUSED, RESUMED)["paused"] is False


def test_a_hold_that_cannot_be_over_in_time_is_refused():
    given.when(put(hold_s=60, verify_within_s=60)).then_rejected("triage_policy.hold_too_long")
