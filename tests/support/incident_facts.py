"""What people do with incidents, as facts; ids are given, since incidents of alerts have derived ones."""

from datetime import datetime

from shared.domain.correlation_rule.facts import CorrelationRuleDeleted, CorrelationRulePut
from shared.domain.correlation_rule.values import RuleDefinition
from shared.domain.incident.facts import (
    IncidentAcknowledged,
    IncidentClosed,
    IncidentResolved,
    IncidentsMerged,
    IncidentStatusChanged,
)
from shared.kernel.ids import IncidentId, RuleId
from shared.kernel.vocabulary import IncidentStatus
from tests.support.facts import RULE


def seen_by_hand(incident: IncidentId, at: datetime) -> IncidentAcknowledged:
    return IncidentAcknowledged(
        incident_id=incident,
        acknowledged_by="human:ana",
        acknowledged_at=at,
        status=IncidentStatus.ACKNOWLEDGED,
        note=None,
    )


def resolved_by_hand(incident: IncidentId, at: datetime) -> IncidentResolved:
    return IncidentResolved(
        incident_id=incident,
        previous=IncidentStatus.OPEN,
        summary="fixed",
        resolved_by="human:ana",
        resolved_at=at,
        approval_id=None,
    )


def reopened(incident: IncidentId, at: datetime) -> IncidentStatusChanged:
    return IncidentStatusChanged(
        incident_id=incident,
        previous=IncidentStatus.RESOLVED,
        status=IncidentStatus.INVESTIGATING,
        changed_by="human:ana",
        changed_at=at,
        reason="not over",
    )


def closed(incident: IncidentId, at: datetime) -> IncidentClosed:
    return IncidentClosed(incident_id=incident, closed_by="human:ana", closed_at=at, note=None)


def merged(survivor: IncidentId, *others: IncidentId) -> IncidentsMerged:
    return IncidentsMerged(incident_id=survivor, merged_ids=others, reason="one cause", merged_by="human:ana")


def rule_put(rule_id: RuleId = RULE, version: int = 1, **definition: object) -> CorrelationRulePut:
    given = RuleDefinition.model_validate({"name": "by service", "group_by": ("service",)} | definition)
    return CorrelationRulePut(rule_id=rule_id, rule_version=version, definition=given, put_by="human:ana")


def rule_deleted(rule_id: RuleId = RULE) -> CorrelationRuleDeleted:
    return CorrelationRuleDeleted(rule_id=rule_id, deleted_by="human:ana")
