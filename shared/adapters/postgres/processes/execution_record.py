"""Process facts of executions of runbooks, read by the query role."""

import json
from collections.abc import Sequence
from typing import Any

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.envelope import Envelope
from shared.kernel.ids import ExecutionId, TenantId
from shared.ports.execution_record import ExecutionRecord
from shared.processes.runbook_execution.facts import RUNBOOK_EXECUTION_FACTS
from shared.processes.runbook_execution.react import runbook_execution
from shared.processes.runbook_execution.state import runbook_workflow_id

_FACTS = b"""
SELECT event FROM process.fact
WHERE tenant_id = %(tenant)s AND workflow_type = %(type)s AND workflow_id = %(workflow)s
ORDER BY version
LIMIT %(limit)s
"""


class PostgresExecutionRecord:
    """For the role sre_query."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._codec = Codec(RUNBOOK_EXECUTION_FACTS)

    def facts(self, tenant_id: TenantId, execution_id: ExecutionId, *, limit: int) -> Sequence[Envelope[Any]]:
        asked = {
            "tenant": tenant_id,
            "type": runbook_execution.workflow_type,
            "workflow": runbook_workflow_id(execution_id),
            "limit": limit,
        }
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(_FACTS, asked).fetchall()
        return [self._codec.decode(json.loads(row[0])) for row in rows]


_: type[ExecutionRecord] = PostgresExecutionRecord
