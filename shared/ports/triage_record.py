"""What triages have said and read, as it is kept."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from shared.diagnosis.evidence import Evidence
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId, TenantId


class TriageRecord(Protocol):
    def facts(self, tenant_id: TenantId, incident_id: IncidentId, *, limit: int) -> Sequence[Envelope[Any]]:
        """Process facts of the incident's triages, the newest ``limit`` of them, newest first."""

    def executions(self, tenant_id: TenantId, incident_id: IncidentId, *, limit: int) -> Sequence[Envelope[Any]]:
        """Process facts of executions of runbooks for the incident, the newest ``limit`` of them, newest first."""

    def evidence(self, tenant_id: TenantId, workflow_id: str) -> Sequence[Evidence]:
        """What a run read and is still kept, in the order of reading, without the texts."""

    def one_evidence(self, tenant_id: TenantId, workflow_id: str, evidence_id: UUID) -> Evidence | None:
        """With its text; None: there is none, or it is no longer kept."""
