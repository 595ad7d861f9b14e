"""What may be asked of a tenant's policy for triage."""

from typing import ClassVar

from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import TriagePolicyId
from shared.kernel.message import Intent


class PutTriagePolicy(Intent):
    """Say which incidents are looked into by themselves; what is under way goes on."""

    aggregate_type: ClassVar[str] = "triage_policy"
    id_field: ClassVar[str] = "policy_id"

    policy_id: TriagePolicyId
    """The tenant's policy; its id follows from the tenant."""
    definition: TriagePolicyDefinition
    """The whole policy as it shall be."""


TRIAGE_POLICY_INTENTS: tuple[type[Intent], ...] = (PutTriagePolicy,)
