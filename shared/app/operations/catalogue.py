"""The one table of operations. What is not here does not exist: no route, no tool, no page in the document."""

from shared.app.operations.alert.commands import ALERT_COMMANDS, RULE_COMMANDS
from shared.app.operations.alert.queries import STATE_QUERIES
from shared.app.operations.correlation_rule.queries import RULE_QUERIES
from shared.app.operations.feed.queries import FEED_OPERATIONS
from shared.app.operations.fleet.queries import HEALTH_QUERIES
from shared.app.operations.health_check.commands import HEALTH_OPERATIONS
from shared.app.operations.imports.procedures import IMPORT_OPERATIONS
from shared.app.operations.incident.commands import INCIDENT_COMMANDS
from shared.app.operations.incident.queries import QUERIES
from shared.app.operations.incident.service_links import INCIDENT_SERVICE_COMMANDS
from shared.app.operations.knowledge.commands import KNOWLEDGE_OPERATIONS
from shared.app.operations.knowledge.queries import PATTERN_QUERIES
from shared.app.operations.message.queries import OPERATIONAL_QUERIES
from shared.app.operations.on_call_schedule.commands import ON_CALL_OPERATIONS
from shared.app.operations.postmortem.commands import POSTMORTEM_OPERATIONS
from shared.app.operations.postmortem.queries import POSTMORTEM_QUERIES
from shared.app.operations.runbook.commands import RUNBOOK_OPERATIONS
from shared.app.operations.runbook.queries import RUNBOOK_QUERIES
from shared.app.operations.service.commands import SERVICE_OPERATIONS
from shared.app.operations.service.queries import SERVICE_QUERIES
from shared.app.operations.silence.commands import SILENCE_OPERATIONS
from shared.app.operations.slo.commands import SLO_OPERATIONS
from shared.app.operations.slo.queries import SLO_QUERIES
from shared.ports.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *INCIDENT_COMMANDS,
    *INCIDENT_SERVICE_COMMANDS,
    *ALERT_COMMANDS,
    *RULE_COMMANDS,
    *SILENCE_OPERATIONS,
    *ON_CALL_OPERATIONS,
    *HEALTH_OPERATIONS,
    *HEALTH_QUERIES,
    *IMPORT_OPERATIONS,
    *KNOWLEDGE_OPERATIONS,
    *POSTMORTEM_OPERATIONS,
    *RULE_QUERIES,
    *RUNBOOK_OPERATIONS,
    *SERVICE_OPERATIONS,
    *SERVICE_QUERIES,
    *SLO_OPERATIONS,
    *SLO_QUERIES,
    *STATE_QUERIES,
    *QUERIES,
    *PATTERN_QUERIES,
    *POSTMORTEM_QUERIES,
    *RUNBOOK_QUERIES,
    *OPERATIONAL_QUERIES,
    *FEED_OPERATIONS,
)
