"""Looking into an incident: what is live is read, named and answered with a plan. Nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.agents.annotation import Annotation
from shared.diagnosis.evidence import Evidence
from shared.diagnosis.hypothesis import Diagnosis
from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.vocabulary import ResourceRef
from shared.ports.evidence import AlertInQuestion
from shared.processes.incident_triage.pattern import PatternLookup
from shared.remediation.proposal import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentUnderTriage:
    """What is known of the incident here, before anything outside is asked."""

    tenant_id: TenantId
    incident_id: IncidentId
    title: str
    description: str
    detected_at: datetime
    resources: Sequence[ResourceRef]
    service_ids: Sequence[UUID]
    alerts: Sequence[AlertInQuestion]
    """Those that fire come first, then in the order in which they joined; bounded."""
    in_hand_of: str | None = None
    """Whom it is assigned to, else who acknowledged it; None: nobody yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigated:
    """Evidence is in the order of reading; every secret is out of it."""

    evidence: Sequence[Evidence]
    diagnosis: Diagnosis
    proposal: Proposal
    annotation: Annotation | None = None


class Investigator(Protocol):
    """A source that does not answer is evidence of its own and no failure."""

    def investigate(
        self, incident: IncidentUnderTriage, lookup: PatternLookup, *, at: datetime, within_s: float
    ) -> Investigated:
        """Comes back within the time, with what there is by then. Called from several threads."""
