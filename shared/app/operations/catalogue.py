"""The one table of operations. What is not here does not exist: no route, no tool, no page in the document."""

from shared.app.operations.alert_commands import ALERT_COMMANDS, RULE_COMMANDS
from shared.app.operations.feed_rows import FEED_OPERATIONS
from shared.app.operations.health_queries import HEALTH_QUERIES
from shared.app.operations.health_rows import HEALTH_OPERATIONS
from shared.app.operations.import_rows import IMPORT_OPERATIONS
from shared.app.operations.incident_commands import INCIDENT_COMMANDS
from shared.app.operations.incident_services import INCIDENT_SERVICE_COMMANDS
from shared.app.operations.knowledge_rows import KNOWLEDGE_OPERATIONS
from shared.app.operations.on_call_rows import ON_CALL_OPERATIONS
from shared.app.operations.operational_rows import OPERATIONAL_QUERIES
from shared.app.operations.pattern_queries import PATTERN_QUERIES
from shared.app.operations.postmortem_queries import POSTMORTEM_QUERIES
from shared.app.operations.postmortem_rows import POSTMORTEM_OPERATIONS
from shared.app.operations.query_rows import QUERIES
from shared.app.operations.rule_rows import RULE_QUERIES
from shared.app.operations.runbook_queries import RUNBOOK_QUERIES
from shared.app.operations.runbook_rows import RUNBOOK_OPERATIONS
from shared.app.operations.service_queries import SERVICE_QUERIES
from shared.app.operations.service_rows import SERVICE_OPERATIONS
from shared.app.operations.silence_rows import SILENCE_OPERATIONS
from shared.app.operations.slo_queries import SLO_QUERIES
from shared.app.operations.slo_rows import SLO_OPERATIONS
from shared.app.operations.state_rows import STATE_QUERIES
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
