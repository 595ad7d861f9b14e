"""Identities: their types, and how an id is derived from what identifies a thing outside."""

from typing import NewType
from uuid import UUID, uuid5

TenantId = NewType("TenantId", UUID)
AlertId = NewType("AlertId", UUID)
IncidentId = NewType("IncidentId", UUID)
RuleId = NewType("RuleId", UUID)
RunbookId = NewType("RunbookId", UUID)
ExecutionId = NewType("ExecutionId", UUID)
SloId = NewType("SloId", UUID)
HealthCheckId = NewType("HealthCheckId", UUID)
FleetStateId = NewType("FleetStateId", UUID)
ServiceId = NewType("ServiceId", UUID)
PostmortemId = NewType("PostmortemId", UUID)
SilenceId = NewType("SilenceId", UUID)
ScheduleId = NewType("ScheduleId", UUID)
DocumentId = NewType("DocumentId", UUID)
ApprovalId = NewType("ApprovalId", UUID)
FeedbackId = NewType("FeedbackId", UUID)
TriagePolicyId = NewType("TriagePolicyId", UUID)
ChangePolicyId = NewType("ChangePolicyId", UUID)

#: Root of every derived id. Changing it changes every identity ever given out.
NAMESPACE = UUID("6f0c1f0e-53a4-5d0e-9a52-0b1f5b6c7d8e")


def derive(*parts: object) -> UUID:
    """Gives the id that these parts always have: the same outside thing has the same id, however often it is met.

    Parts are joined with the unit separator, which no part may hold, so that ("a", "bc") and ("ab", "c") differ.
    """
    return uuid5(NAMESPACE, "\x1f".join(str(part).replace("\x1f", " ") for part in parts))


def derive_from(cause: UUID, index: object) -> UUID:
    """Gives the id of the index-th thing that a message caused; a redelivered cause repeats it."""
    return uuid5(cause, str(index))


def alert_id_for(tenant_id: TenantId, source: str, fingerprint: str) -> AlertId:
    """An alert is its tenant, the registered source that sees it, and the fingerprint that source gives it."""
    return AlertId(derive(tenant_id, "alert", source, fingerprint))


def incident_id_for(tenant_id: TenantId, correlation_key: str, episode: int) -> IncidentId:
    """Concurrent creators of the same episode of the same problem make one incident."""
    return IncidentId(derive(tenant_id, "incident", correlation_key, episode))


def runbook_id_for(tenant_id: TenantId, slug: str) -> RunbookId:
    return RunbookId(derive(tenant_id, "runbook", slug))


def slo_id_for(tenant_id: TenantId, slug: str) -> SloId:
    return SloId(derive(tenant_id, "slo", slug))


def service_id_for(tenant_id: TenantId, slug: str) -> ServiceId:
    """The slug is the entity reference in lower case: ``payments``, or ``system:default/payments``."""
    return ServiceId(derive(tenant_id, "service", slug))


def schedule_id_for(tenant_id: TenantId, slug: str) -> ScheduleId:
    return ScheduleId(derive(tenant_id, "on_call_schedule", slug))


def document_id_for(tenant_id: TenantId, slug: str) -> DocumentId:
    """The slug is the source and the place within it: ``backlog/4711``, ``github.com/acme/notes/dns.md#2``."""
    return DocumentId(derive(tenant_id, "knowledge_document", slug))


def feedback_id_for(tenant_id: TenantId, document_id: UUID) -> FeedbackId:
    """All that is said of one document is one aggregate."""
    return FeedbackId(derive(tenant_id, "knowledge_feedback", document_id))


def triage_policy_id_for(tenant_id: TenantId) -> TriagePolicyId:
    """Each tenant has one."""
    return TriagePolicyId(derive(tenant_id, "triage_policy"))


def change_policy_id_for(tenant_id: TenantId) -> ChangePolicyId:
    """Each tenant has one."""
    return ChangePolicyId(derive(tenant_id, "change_policy"))


def health_check_id_for(tenant_id: TenantId, *, kind: str, name: str, namespace: str, cluster: str) -> HealthCheckId:
    """One resource, wherever its health is reported from; unknown parts are empty."""
    return HealthCheckId(derive(tenant_id, "health_check", kind, name, namespace, cluster))


def fleet_state_id_for(tenant_id: TenantId, environment: str, cluster: str) -> FleetStateId:
    return FleetStateId(derive(tenant_id, "fleet_state", environment, cluster))


def postmortem_id_for(tenant_id: TenantId, incident_id: IncidentId) -> PostmortemId:
    """The one that an incident has when nobody says otherwise."""
    return PostmortemId(derive(tenant_id, "postmortem", incident_id))
