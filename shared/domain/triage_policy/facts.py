"""What can be true of a tenant's policy for triage."""

from typing import ClassVar

from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import TriagePolicyId
from shared.kernel.message import Fact


class TriagePolicyFact(Fact):
    aggregate_type: ClassVar[str] = "triage_policy"
    id_field: ClassVar[str] = "policy_id"

    policy_id: TriagePolicyId
    """The tenant's policy; each tenant has one."""


class TriagePolicyPut(TriagePolicyFact):
    schema_version: ClassVar[str] = "1.1.0"

    policy_version: int
    """Counts the definitions from 1; a triage names the one by which it began."""
    definition: TriagePolicyDefinition
    """The whole policy from now on."""
    put_by: str
    """Who put it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class AutomationPaused(TriagePolicyFact):
    """Nothing is carried out until it is resumed."""

    reason: str
    """Why."""
    paused_by: str
    """Who paused it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class AutomationResumed(TriagePolicyFact):
    """What is approved is carried out again."""

    reason: str | None
    """Why; null when nobody said."""
    resumed_by: str
    """Who resumed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


TRIAGE_POLICY_FACTS: tuple[type[Fact], ...] = (TriagePolicyPut, AutomationPaused, AutomationResumed)
