"""Which plans need no person's yes: what the tenant's policy names, where the risk is low, and nothing else."""

import pytest

from shared.domain.approval.intents import GrantApproval
from shared.domain.triage_policy.values import AutoApproval
from shared.kernel.vocabulary import RiskTier
from tests.support.acting import RESTART, StoodStill
from tests.support.investigators import PLAN
from tests.support.remedies import investigation, opened, policy

FITS = AutoApproval(name="restarts", environments=("staging",), actions=("argocd.resource_action",))


@pytest.mark.parametrize(
    ("environment", "risk", "actions", "fits"),
    [
        ("staging", RiskTier.LOW, (RESTART,), True),
        ("prod", RiskTier.LOW, (RESTART,), False),
        (None, RiskTier.LOW, (RESTART,), False),
        ("staging", RiskTier.HIGH, (RESTART,), False),
        ("staging", RiskTier.LOW, (RESTART, PLAN.actions[0]), False),
    ],
)
def test_a_policy_says_yes_where_it_names_environment_and_actions_and_the_risk_is_low(
    environment, risk, actions, fits: bool
):
    world = opened(
        policy(auto_approve=(FITS,)),
        investigation=investigation(actions=actions, risk=risk),
        state=StoodStill(environment=environment),
    )
    assert world.last().policy == ("restarts" if fits else None)
    granted = world.asked(GrantApproval)
    assert [(each.policy, each.plan_hash) for each in granted] == [("restarts", world.last().plan_hash)] * fits


def test_nobody_is_asked_by_itself_where_no_policy_is_put():
    assert opened(investigation=investigation(actions=(RESTART,))).asked(GrantApproval) == []
