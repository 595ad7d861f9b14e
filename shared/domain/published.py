"""The published language of the domain: every intent and fact, in one screen. Deciders and state are not here."""

from shared.domain.alert.facts import AlertAcknowledged, AlertIngested, AlertUncorrelated, AlertWentStale
from shared.domain.alert.intents import AcknowledgeAlert, IngestAlert, MarkAlertStale, UncorrelateAlert
from shared.domain.correlation_rule.facts import CorrelationRuleDeleted, CorrelationRulePut
from shared.domain.correlation_rule.intents import DeleteCorrelationRule, PutCorrelationRule
from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentAcknowledged,
    IncidentAssigned,
    IncidentClosed,
    IncidentCreated,
    IncidentResolved,
    IncidentRoleAssigned,
    IncidentSeverityChanged,
    IncidentsLinked,
    IncidentsMerged,
    IncidentStatusChanged,
    IncidentTimelineEntryAdded,
)
from shared.domain.incident.intents import (
    AcknowledgeIncident,
    AddIncidentTimelineEntry,
    AssignIncident,
    AssignIncidentRole,
    CloseIncident,
    CorrelateAlertsToIncident,
    CreateIncident,
    LinkIncidents,
    MergeIncidents,
    ReclassifyIncidentSeverity,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.kernel.message import Fact, Intent

INTENTS: tuple[type[Intent], ...] = (
    IngestAlert,
    AcknowledgeAlert,
    MarkAlertStale,
    UncorrelateAlert,
    CreateIncident,
    ReclassifyIncidentSeverity,
    AssignIncident,
    AssignIncidentRole,
    AddIncidentTimelineEntry,
    AcknowledgeIncident,
    TransitionIncidentStatus,
    ResolveIncident,
    CloseIncident,
    CorrelateAlertsToIncident,
    MergeIncidents,
    LinkIncidents,
    PutCorrelationRule,
    DeleteCorrelationRule,
)

FACTS: tuple[type[Fact], ...] = (
    AlertIngested,
    AlertAcknowledged,
    AlertWentStale,
    AlertUncorrelated,
    IncidentCreated,
    IncidentSeverityChanged,
    IncidentAssigned,
    IncidentRoleAssigned,
    IncidentTimelineEntryAdded,
    IncidentAcknowledged,
    IncidentStatusChanged,
    IncidentResolved,
    IncidentClosed,
    AlertsCorrelatedToIncident,
    IncidentsMerged,
    IncidentsLinked,
    CorrelationRulePut,
    CorrelationRuleDeleted,
)
