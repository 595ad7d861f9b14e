"""Process facts of verifications of changes, read by the query role."""

import json
from collections.abc import Sequence
from typing import Any

from psycopg.rows import dict_row

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.ports.change_record import ChangeRecord
from shared.processes.change_verification.facts import CHANGE_VERIFICATION_FACTS

# The type is written out: only so the index of the first facts is used, whatever the plan is made for.
_FACTS = """
WITH newest AS (
    SELECT workflow_id, recorded_at FROM process.fact
    WHERE tenant_id = %(tenant)s AND workflow_type = 'change_verification' AND version = 1
      AND (%(application)s::text IS NULL OR split_part(workflow_id, '/', 4) = %(application)s)
    ORDER BY recorded_at DESC LIMIT %(limit)s
)
SELECT fact.event FROM newest JOIN process.fact USING (workflow_id)
WHERE fact.tenant_id = %(tenant)s AND fact.workflow_type = 'change_verification'
ORDER BY newest.recorded_at DESC, workflow_id DESC, fact.version
"""


class PostgresChangeRecord:
    """For the role sre_query."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._codec = Codec(CHANGE_VERIFICATION_FACTS)

    def facts(self, tenant_id: TenantId, *, application: str | None, limit: int) -> Sequence[Envelope[Any]]:
        asked = {"tenant": tenant_id, "application": application, "limit": limit}
        with transaction(self._pool, tenant_id) as connection, connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(_FACTS, asked).fetchall()
        return [self._codec.decode(json.loads(row["event"])) for row in rows]


_: type[ChangeRecord] = PostgresChangeRecord
