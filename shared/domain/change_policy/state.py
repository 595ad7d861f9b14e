"""What a policy for changes must remember in order to decide."""

from dataclasses import dataclass

from shared.domain.change_policy.facts import ChangePolicyPut
from shared.domain.change_policy.values import ChangePolicyDefinition
from shared.kernel.ids import ChangePolicyId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePolicy:
    policy_id: ChangePolicyId
    policy_version: int
    definition: ChangePolicyDefinition


def evolve(_state: ChangePolicy | None, fact: ChangePolicyPut) -> ChangePolicy:
    return ChangePolicy(policy_id=fact.policy_id, policy_version=fact.policy_version, definition=fact.definition)
