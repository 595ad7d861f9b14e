"""What can be true of a tenant's policy for changes."""

from typing import ClassVar

from shared.domain.change_policy.values import ChangePolicyDefinition
from shared.kernel.ids import ChangePolicyId
from shared.kernel.message import Fact


class ChangePolicyPut(Fact):
    aggregate_type: ClassVar[str] = "change_policy"
    id_field: ClassVar[str] = "policy_id"

    policy_id: ChangePolicyId
    """The tenant's policy; each tenant has one."""
    policy_version: int
    """Counts the definitions from 1; a verification names the one by which it began."""
    definition: ChangePolicyDefinition
    """The whole policy from now on."""
    put_by: str
    """Who put it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


CHANGE_POLICY_FACTS: tuple[type[Fact], ...] = (ChangePolicyPut,)
