"""What a policy for triage must remember in order to decide."""

from dataclasses import dataclass

from shared.domain.triage_policy.facts import TriagePolicyPut
from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import TriagePolicyId


@dataclass(frozen=True, slots=True, kw_only=True)
class TriagePolicy:
    policy_id: TriagePolicyId
    policy_version: int
    definition: TriagePolicyDefinition


def evolve(_state: TriagePolicy | None, fact: TriagePolicyPut) -> TriagePolicy:
    return TriagePolicy(policy_id=fact.policy_id, policy_version=fact.policy_version, definition=fact.definition)
