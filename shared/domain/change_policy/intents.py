"""What may be asked of a tenant's policy for changes."""

from typing import ClassVar

from shared.domain.change_policy.values import ChangePolicyDefinition
from shared.kernel.ids import ChangePolicyId
from shared.kernel.message import Intent


class PutChangePolicy(Intent):
    """Say of which applications changes are verified; what is under way goes on as it began."""

    aggregate_type: ClassVar[str] = "change_policy"
    id_field: ClassVar[str] = "policy_id"

    policy_id: ChangePolicyId
    """The tenant's policy; its id follows from the tenant."""
    definition: ChangePolicyDefinition
    """The whole policy as it shall be."""


CHANGE_POLICY_INTENTS: tuple[type[Intent], ...] = (PutChangePolicy,)
