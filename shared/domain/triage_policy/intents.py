"""What may be asked of a tenant's policy for triage."""

from typing import ClassVar

from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import TriagePolicyId
from shared.kernel.message import Intent
from shared.kernel.value import Reason


class TriagePolicyIntent(Intent):
    aggregate_type: ClassVar[str] = "triage_policy"
    id_field: ClassVar[str] = "policy_id"

    policy_id: TriagePolicyId
    """The tenant's policy; its id follows from the tenant."""


class PutTriagePolicy(TriagePolicyIntent):
    """Say which incidents are looked into by themselves; what is under way goes on."""

    schema_version: ClassVar[str] = "1.1.0"

    definition: TriagePolicyDefinition
    """The whole policy as it shall be."""


class PauseAutomation(TriagePolicyIntent):
    """From now on nothing is carried out; triage still looks into incidents, and people do what it proposes."""

    reason: Reason
    """Why."""


class ResumeAutomation(TriagePolicyIntent):
    """What is proposed from now on is carried out again; what was stopped stays stopped."""

    reason: Reason | None = None
    """Why; absent when nobody says."""


TRIAGE_POLICY_INTENTS: tuple[type[Intent], ...] = (PutTriagePolicy, PauseAutomation, ResumeAutomation)
