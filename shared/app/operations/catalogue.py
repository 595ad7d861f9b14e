"""The one catalogue of operations, noun by noun: what is not here has no route, no tool, no documentation."""

from shared.app.operations.alert.commands import ALERT_COMMANDS
from shared.app.operations.alert.queries import ALERT_QUERIES
from shared.app.operations.approval.commands import APPROVAL_COMMANDS
from shared.app.operations.approval.comparison import APPROVAL_PROCEDURES
from shared.app.operations.approval.queries import APPROVAL_QUERIES
from shared.app.operations.change.commands import CHANGE_COMMANDS
from shared.app.operations.change.queries import CHANGE_QUERIES
from shared.app.operations.correlation_rule.commands import CORRELATION_RULE_COMMANDS
from shared.app.operations.correlation_rule.queries import CORRELATION_RULE_QUERIES
from shared.app.operations.correlation_rule.replay import CORRELATION_RULE_PROCEDURES
from shared.app.operations.feed.queries import FEED_QUERIES
from shared.app.operations.fleet.commands import FLEET_COMMANDS
from shared.app.operations.fleet.queries import FLEET_QUERIES
from shared.app.operations.health_check.commands import HEALTH_CHECK_COMMANDS
from shared.app.operations.health_check.queries import HEALTH_CHECK_QUERIES
from shared.app.operations.imports.procedures import IMPORT_PROCEDURES
from shared.app.operations.incident.commands import INCIDENT_COMMANDS
from shared.app.operations.incident.links import INCIDENT_LINK_COMMANDS
from shared.app.operations.incident.queries import INCIDENT_QUERIES
from shared.app.operations.knowledge.commands import KNOWLEDGE_COMMANDS
from shared.app.operations.knowledge.queries import KNOWLEDGE_QUERIES
from shared.app.operations.message.queries import MESSAGE_QUERIES
from shared.app.operations.on_call_schedule.calendar_feeds import CALENDAR_FEED_PROCEDURES, CALENDAR_FEED_QUERIES
from shared.app.operations.on_call_schedule.commands import ON_CALL_SCHEDULE_COMMANDS
from shared.app.operations.on_call_schedule.queries import ON_CALL_SCHEDULE_QUERIES
from shared.app.operations.on_call_schedule.shifts import ON_CALL_SHIFT_QUERIES
from shared.app.operations.postmortem.commands import POSTMORTEM_COMMANDS
from shared.app.operations.postmortem.queries import POSTMORTEM_QUERIES
from shared.app.operations.quarantine.queries import QUARANTINE_QUERIES
from shared.app.operations.runbook.commands import RUNBOOK_COMMANDS
from shared.app.operations.runbook.executions import RUNBOOK_EXECUTION_QUERIES, RUNBOOK_PROCEDURES
from shared.app.operations.runbook.queries import RUNBOOK_QUERIES
from shared.app.operations.service.commands import SERVICE_COMMANDS
from shared.app.operations.service.on_call import ON_CALL_QUERIES
from shared.app.operations.service.queries import SERVICE_QUERIES
from shared.app.operations.silence.commands import SILENCE_COMMANDS
from shared.app.operations.silence.queries import SILENCE_QUERIES
from shared.app.operations.slo.accounts import SLO_ACCOUNT_QUERIES
from shared.app.operations.slo.commands import SLO_COMMANDS
from shared.app.operations.slo.queries import SLO_QUERIES
from shared.app.operations.system.api_keys import API_KEY_PROCEDURES, API_KEY_QUERIES
from shared.app.operations.system.audit import AUDIT_QUERIES
from shared.app.operations.system.dead_letters import DEAD_LETTER_PROCEDURES, DEAD_LETTER_QUERIES
from shared.app.operations.system.integrity import INTEGRITY_QUERIES
from shared.app.operations.system.queries import CONDITION_QUERIES
from shared.app.operations.system.sources import SOURCE_PROCEDURES, SOURCE_QUERIES
from shared.app.operations.triage.answers import ANSWER_COMMANDS
from shared.app.operations.triage.commands import TRIAGE_COMMANDS
from shared.app.operations.triage.queries import TRIAGE_QUERIES
from shared.ports.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *INCIDENT_COMMANDS,
    *INCIDENT_LINK_COMMANDS,
    *INCIDENT_QUERIES,
    *TRIAGE_COMMANDS,
    *ANSWER_COMMANDS,
    *TRIAGE_QUERIES,
    *CHANGE_COMMANDS,
    *CHANGE_QUERIES,
    *ALERT_COMMANDS,
    *ALERT_QUERIES,
    *APPROVAL_COMMANDS,
    *APPROVAL_QUERIES,
    *APPROVAL_PROCEDURES,
    *CORRELATION_RULE_COMMANDS,
    *CORRELATION_RULE_QUERIES,
    *CORRELATION_RULE_PROCEDURES,
    *SILENCE_COMMANDS,
    *SILENCE_QUERIES,
    *ON_CALL_SCHEDULE_COMMANDS,
    *ON_CALL_SCHEDULE_QUERIES,
    *ON_CALL_SHIFT_QUERIES,
    *CALENDAR_FEED_QUERIES,
    *CALENDAR_FEED_PROCEDURES,
    *HEALTH_CHECK_COMMANDS,
    *HEALTH_CHECK_QUERIES,
    *FLEET_COMMANDS,
    *FLEET_QUERIES,
    *SERVICE_COMMANDS,
    *SERVICE_QUERIES,
    *ON_CALL_QUERIES,
    *RUNBOOK_COMMANDS,
    *RUNBOOK_QUERIES,
    *RUNBOOK_EXECUTION_QUERIES,
    *RUNBOOK_PROCEDURES,
    *SLO_COMMANDS,
    *SLO_QUERIES,
    *SLO_ACCOUNT_QUERIES,
    *POSTMORTEM_COMMANDS,
    *POSTMORTEM_QUERIES,
    *KNOWLEDGE_COMMANDS,
    *KNOWLEDGE_QUERIES,
    *IMPORT_PROCEDURES,
    *MESSAGE_QUERIES,
    *QUARANTINE_QUERIES,
    *FEED_QUERIES,
    *DEAD_LETTER_QUERIES,
    *DEAD_LETTER_PROCEDURES,
    *AUDIT_QUERIES,
    *CONDITION_QUERIES,
    *INTEGRITY_QUERIES,
    *SOURCE_QUERIES,
    *SOURCE_PROCEDURES,
    *API_KEY_QUERIES,
    *API_KEY_PROCEDURES,
)
