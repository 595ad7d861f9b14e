"""One yes, for one exact plan, by somebody else, used once."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.domain.approval.facts import ApprovalConsumed, ApprovalExpired, ApprovalRejected, ApprovalWithdrawn
from shared.domain.approval.intents import (
    ConsumeApproval,
    ExpireApproval,
    GrantApproval,
    RejectApproval,
    RequestApproval,
    WithdrawApproval,
)
from shared.domain.approval.values import ApprovalStatus
from shared.kernel.canonical import sha256_hex
from shared.kernel.vocabulary import RiskTier
from tests.support.approvals import AGENT, APPROVAL, BEN, HASH, definition, given, granted, requested
from tests.support.given import ANA, NOON, Given, after

EFFECT, OTHER_EFFECT = UUID(int=1), UUID(int=2)
OTHER_HASH = sha256_hex("another plan")
PROCESS = "process:triage/1"

request = RequestApproval(approval_id=APPROVAL, definition=definition(), received_at=NOON)
grant = GrantApproval(approval_id=APPROVAL, plan_hash=HASH)
reject = RejectApproval(approval_id=APPROVAL, reason="revert instead")
withdraw = WithdrawApproval(approval_id=APPROVAL, reason="the revision moved")
consume = ConsumeApproval(approval_id=APPROVAL, plan_hash=HASH, effect_id=EFFECT)
expire = ExpireApproval(approval_id=APPROVAL)

rejected = ApprovalRejected(approval_id=APPROVAL, rejected_by=ANA, rejected_at=NOON, reason="revert instead")
withdrawn = ApprovalWithdrawn(
    approval_id=APPROVAL, withdrawn_by=PROCESS, withdrawn_at=NOON, reason="the revision moved"
)
consumed = ApprovalConsumed(approval_id=APPROVAL, effect_id=EFFECT, consumed_by=AGENT, consumed_at=NOON)
expired = ApprovalExpired(approval_id=APPROVAL, expired_at=after(60))

ASKED = given.facts(requested())
GRANTED = ASKED.facts(granted())
ENDED = {
    "rejected": ASKED.facts(rejected),
    "withdrawn": GRANTED.facts(withdrawn),
    "expired": GRANTED.facts(expired),
    "consumed": GRANTED.facts(consumed),
}


def test_it_is_asked_for_once_and_names_its_plan_by_hash():
    past = given.when(request, actor=AGENT).then(requested())
    past.when(request, actor=AGENT).then_nothing()
    other = RequestApproval(approval_id=APPROVAL, definition=definition(plan="another plan"), received_at=NOON)
    past.when(other, actor=AGENT).then_rejected("approval.exists")
    assert past.state.plan_hash == HASH == sha256_hex(past.state.definition.plan)


@pytest.mark.parametrize(("ahead_s", "believed_s"), [(-90, -90), (200, 200), (7_200, 0)])
def test_its_time_runs_from_when_it_was_received_by_a_clock_that_is_believed(ahead_s, believed_s):
    asked = request.model_copy(update={"received_at": NOON + timedelta(seconds=ahead_s)})
    at = NOON + timedelta(seconds=believed_s)
    times = {"requested_at": at, "expires_at": at + timedelta(hours=1)}
    given.when(asked, actor=AGENT).then(requested().model_copy(update=times))


def test_somebody_else_says_yes_once():
    past = ASKED.when(grant).then(granted())
    assert past.state.status is ApprovalStatus.GRANTED
    past.when(grant).then_ignored("already_granted")
    past.when(grant, actor=BEN).then_ignored("already_granted")


@pytest.mark.parametrize("actor", [AGENT, "agent:other", "integration:ci", PROCESS, "nobody"])
def test_only_a_person_says_yes(actor):
    ASKED.when(grant, actor=actor).then_rejected("approval.not_a_person")


def test_neither_who_asks_nor_who_made_the_plan_says_yes():
    given.facts(requested(by=ANA)).when(grant).then_rejected("approval.own_proposal")
    made_by_ana = given.facts(requested(definition(proposed_by=ANA), by=PROCESS))
    made_by_ana.when(grant).then_rejected("approval.own_proposal")
    made_by_ana.when(grant, actor=BEN).then(granted(by=BEN))


def test_yes_is_said_to_the_plan_and_the_dry_run_that_were_read():
    ASKED.when(grant.model_copy(update={"plan_hash": OTHER_HASH})).then_rejected("approval.other_plan")
    dry = given.facts(requested(definition(dry_run="1 changed")))
    dry.when(grant).then_rejected("approval.other_dry_run")
    read = {"dry_run_hash": sha256_hex("1 changed")}
    dry.when(grant.model_copy(update=read)).then(granted(dry_run_hash=sha256_hex("1 changed")))


@pytest.mark.parametrize(("risk", "allowed"), [(RiskTier.READ, True), (RiskTier.LOW, True), (RiskTier.HIGH, False)])
def test_a_policy_says_yes_where_the_risk_is_not_high(risk, allowed):
    by_policy = grant.model_copy(update={"policy": "restarts-in-staging"})
    asked = given.facts(requested(definition(risk=risk))).when(by_policy, actor=PROCESS)
    if allowed:
        asked.then(granted(by=PROCESS, policy="restarts-in-staging"))
    else:
        asked.then_rejected("approval.policy_not_enough")


@pytest.mark.parametrize(
    ("actor", "code"), [(ANA, "approval.policy_is_not_a_person"), (AGENT, "approval.not_a_person")]
)
def test_nobody_but_a_workflow_speaks_for_a_policy(actor, code):
    low = given.facts(requested(definition(risk=RiskTier.LOW), by=PROCESS))
    low.when(grant.model_copy(update={"policy": "mine"}), actor=actor).then_rejected(code)


def test_a_person_says_no():
    past = ASKED.when(reject).then(rejected)
    past.when(reject).then_ignored("already_rejected")
    ASKED.when(reject, actor=AGENT).then_rejected("approval.not_a_person")
    GRANTED.when(reject).then_rejected("approval.granted", saying="withdraw")


@pytest.mark.parametrize("past", [ASKED, GRANTED])
def test_it_is_taken_back_when_what_it_rests_on_has_changed(past: Given):
    gone = past.when(withdraw, actor=PROCESS).then(withdrawn)
    gone.when(withdraw, actor=PROCESS).then_ignored("already_withdrawn")
    gone.when(consume, actor=AGENT).then_rejected("approval.withdrawn")
    past.when(withdraw, actor="agent:other").then_rejected("approval.not_yours")


def test_it_is_used_for_one_effect():
    past = GRANTED.when(consume, actor=AGENT).then(consumed)
    past.when(consume, actor=AGENT).then_nothing()
    past.when(consume.model_copy(update={"effect_id": OTHER_EFFECT})).then_rejected("approval.consumed")
    ASKED.when(consume, actor=AGENT).then_rejected("approval.not_granted")


def test_it_is_used_for_nothing_but_what_was_approved():
    GRANTED.when(consume.model_copy(update={"plan_hash": OTHER_HASH})).then_rejected("approval.other_plan")
    surprised = consume.model_copy(update={"dry_run_hash": OTHER_HASH})
    GRANTED.when(surprised, actor=AGENT).then_rejected("approval.other_dry_run")


def test_when_its_time_is_over_it_is_worth_nothing_even_before_anybody_has_said_so():
    ASKED.when(grant, at=after(60)).then_rejected("approval.expired")
    GRANTED.when(consume, at=after(60), actor=AGENT).then_rejected("approval.expired")
    GRANTED.when(consume, at=after(59), actor=AGENT).then(consumed.model_copy(update={"consumed_at": after(59)}))


@pytest.mark.parametrize("past", [ASKED, GRANTED])
def test_time_ends_what_still_waits(past: Given):
    past.when(expire, at=after(59), actor=PROCESS).then_rejected("approval.not_yet_over")
    past.when(expire, at=after(60), actor=PROCESS).then(expired).when(expire, at=after(61)).then_ignored("already_over")


@pytest.mark.parametrize("end", sorted(ENDED))
@pytest.mark.parametrize("intent", [grant, reject, withdraw, consume], ids=lambda intent: type(intent).__name__)
def test_what_has_ended_stays_ended(end, intent):
    asked = ENDED[end].when(intent, at=after(5), actor=BEN)
    assert asked.followed == ()
    if asked.rejected is not None:
        assert asked.rejected.code == f"approval.{end}"


def test_time_ends_nothing_that_has_ended():
    for past in ENDED.values():
        past.when(expire, at=after(60), actor=PROCESS).then_ignored("already_over")


@pytest.mark.parametrize("intent", [grant, reject, withdraw, consume, expire])
def test_nothing_can_be_asked_of_an_approval_that_nobody_requested(intent):
    given.when(intent).then_rejected("approval.not_found")
