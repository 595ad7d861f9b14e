"""Every aggregate that the writer knows, in one screen."""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import TypeAdapter

from shared.domain.alert.decide import alert
from shared.domain.alert.facts import AlertAcknowledged, AlertIngested, AlertUncorrelated, AlertWentStale
from shared.domain.alert.intents import AcknowledgeAlert, IngestAlert, MarkAlertStale, UncorrelateAlert
from shared.domain.alert.state import Alert
from shared.domain.correlation_rule.decide import correlation_rule
from shared.domain.correlation_rule.facts import CorrelationRuleDeleted, CorrelationRulePut
from shared.domain.correlation_rule.intents import DeleteCorrelationRule, PutCorrelationRule
from shared.domain.correlation_rule.state import CorrelationRule
from shared.domain.incident.decide import incident
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
from shared.domain.incident.state import Incident
from shared.kernel.aggregate import Aggregate, Sighting
from shared.kernel.message import Intent


def sighting_of_alert(intent: Intent) -> Sighting | None:
    if not isinstance(intent, IngestAlert):
        return None
    silence_allowed = timedelta(seconds=intent.stale_after_s)
    return Sighting(intent.received_at, intent.received_at + silence_allowed if intent.status == "firing" else None)


AGGREGATES: tuple[Aggregate, ...] = (
    Aggregate(
        name="alert",
        decider=alert,
        intents=(IngestAlert, AcknowledgeAlert, MarkAlertStale, UncorrelateAlert),
        facts=(AlertIngested, AlertAcknowledged, AlertWentStale, AlertUncorrelated),
        state_adapter=TypeAdapter(Alert),
        sighting=sighting_of_alert,
    ),
    Aggregate(
        name="incident",
        decider=incident,
        intents=(
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
        ),
        facts=(
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
        ),
        state_adapter=TypeAdapter(Incident),
        numbered_by=CreateIncident,
        counter="incident",
    ),
    Aggregate(
        name="correlation_rule",
        decider=correlation_rule,
        intents=(PutCorrelationRule, DeleteCorrelationRule),
        facts=(CorrelationRulePut, CorrelationRuleDeleted),
        state_adapter=TypeAdapter(CorrelationRule),
    ),
)

AGGREGATES_BY_TYPE: Mapping[str, Aggregate] = {aggregate.name: aggregate for aggregate in AGGREGATES}
