"""A policy for changes is put whole, counts its versions, and refuses a hold that could confirm nothing."""

import pytest

from shared.domain.change_policy.decide import change_policy
from shared.domain.change_policy.facts import ChangePolicyPut
from shared.domain.change_policy.intents import PutChangePolicy
from shared.domain.change_policy.values import ChangePolicyDefinition, ChangeRule
from shared.kernel.ids import change_policy_id_for
from tests.support.facts import TENANT
from tests.support.given import Given

POLICY = change_policy_id_for(TENANT)


def put(*rules: ChangeRule) -> PutChangePolicy:
    return PutChangePolicy(policy_id=POLICY, definition=ChangePolicyDefinition(rules=rules))


def was_put(version: int, *rules: ChangeRule) -> ChangePolicyPut:
    definition = ChangePolicyDefinition(rules=rules)
    return ChangePolicyPut(policy_id=POLICY, policy_version=version, definition=definition, put_by="human:ana")


SHOP = ChangeRule(application="shop-*")


def test_each_policy_is_the_next_version():
    Given(change_policy).when(put(SHOP)).then(was_put(1, SHOP))
    Given(change_policy, (was_put(1, SHOP),)).when(put()).then(was_put(2))


def test_the_same_policy_again_changes_nothing():
    Given(change_policy, (was_put(1, SHOP),)).when(put(SHOP)).then_nothing()


@pytest.mark.parametrize("deadline_s", [300, 299])
def test_a_hold_that_does_not_end_before_the_deadline_is_refused(deadline_s: int):
    never = ChangeRule(application="shop", hold_s=300, deadline_s=deadline_s)

    Given(change_policy).when(put(never)).then_rejected("change_policy.hold_beyond_deadline")
