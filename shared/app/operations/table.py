"""The one table of operations. What is not here does not exist: no route, no tool, no page in the document."""

from shared.app.operations.alert_commands import ALERT_COMMANDS, RULE_COMMANDS
from shared.app.operations.incident_commands import INCIDENT_COMMANDS
from shared.app.operations.on_call_rows import ON_CALL_OPERATIONS
from shared.app.operations.operational_rows import OPERATIONAL_QUERIES
from shared.app.operations.query_rows import QUERIES
from shared.app.operations.silence_rows import SILENCE_OPERATIONS
from shared.app.operations.state_rows import STATE_QUERIES
from shared.ports.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *INCIDENT_COMMANDS,
    *ALERT_COMMANDS,
    *RULE_COMMANDS,
    *SILENCE_OPERATIONS,
    *ON_CALL_OPERATIONS,
    *STATE_QUERIES,
    *QUERIES,
    *OPERATIONAL_QUERIES,
)
