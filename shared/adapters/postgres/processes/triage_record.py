"""Process facts and evidence of triages, read by the query role."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, transaction
from shared.diagnosis.evidence import Evidence
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId, TenantId
from shared.ports.triage_record import TriageRecord
from shared.processes.incident_triage.react import incident_triage
from shared.processes.published import PROCESS_FACTS
from shared.processes.runbook_execution.react import runbook_execution

_FACTS = """
SELECT event FROM process.fact
WHERE tenant_id = %(tenant)s AND incident_id = %(incident)s AND workflow_type = %(type)s
ORDER BY recorded_at DESC, workflow_id DESC, version DESC
LIMIT %(limit)s
"""

_LIST = """
SELECT evidence_id, source, target, query, title, from_at, to_at, read_at, '' AS text, content_hash, size_bytes,
    problem, detail
FROM process.evidence
WHERE tenant_id = %(tenant)s AND workflow_type = %(type)s AND workflow_id = %(workflow)s
ORDER BY n, evidence_id
"""

_ONE = """
SELECT evidence_id, source, target, query, title, from_at, to_at, read_at, text, content_hash, size_bytes, problem,
    detail
FROM process.evidence
WHERE tenant_id = %(tenant)s AND workflow_type = %(type)s AND workflow_id = %(workflow)s
  AND evidence_id = %(evidence)s
"""


class PostgresTriageRecord:
    """For the role sre_query."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._codec = Codec(PROCESS_FACTS)

    def facts(self, tenant_id: TenantId, incident_id: IncidentId, *, limit: int) -> Sequence[Envelope[Any]]:
        rows = self._rows(_FACTS, tenant_id, {"incident": incident_id, "limit": limit})
        return [self._codec.decode(json.loads(row["event"])) for row in rows]

    def executions(self, tenant_id: TenantId, incident_id: IncidentId, *, limit: int) -> Sequence[Envelope[Any]]:
        asked = {"incident": incident_id, "limit": limit, "type": runbook_execution.workflow_type}
        return [self._codec.decode(json.loads(row["event"])) for row in self._rows(_FACTS, tenant_id, asked)]

    def evidence(self, tenant_id: TenantId, workflow_id: str) -> Sequence[Evidence]:
        return [_evidence(row) for row in self._rows(_LIST, tenant_id, {"workflow": workflow_id})]

    def one_evidence(self, tenant_id: TenantId, workflow_id: str, evidence_id: UUID) -> Evidence | None:
        rows = self._rows(_ONE, tenant_id, {"workflow": workflow_id, "evidence": evidence_id})
        return _evidence(rows[0]) if rows else None

    def _rows(self, statement: str, tenant_id: TenantId, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        asked = {"tenant": tenant_id, "type": incident_triage.workflow_type, **parameters}
        with transaction(self._pool, tenant_id) as connection, connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement.encode(), asked).fetchall()


def _evidence(row: Mapping[str, Any]) -> Evidence:
    return Evidence.model_validate({**row, "evidence_id": str(row["evidence_id"])})


_: type[TriageRecord] = PostgresTriageRecord
