"""Facts that had been recorded by an instant, read by the query role."""

from datetime import datetime

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.projections.reading import FactReader
from shared.domain.published import FACTS
from shared.kernel.ids import TenantId
from shared.ports.current_state import Reference
from shared.ports.past import MOST_FACTS, PastFacts, PastStream, refuse_what_has_not_come, too_much
from shared.ports.projections import Unread
from shared.projections.page import AsOf

# By the unique key of facts, stream by stream.
PAST_FACTS = b"""
    SELECT k.aggregate_type, k.aggregate_id, f.version, f.position, f.recorded_at, f.fact_id, f.event,
        clock_timestamp() AS now
    FROM unnest(%(types)s::text[], %(ids)s::uuid[]) AS k (aggregate_type, aggregate_id)
    CROSS JOIN LATERAL (
        SELECT * FROM domain.fact
        WHERE tenant_id = %(tenant)s AND aggregate_type = k.aggregate_type AND aggregate_id = k.aggregate_id
            AND recorded_at <= %(as_of)s
        OFFSET 0
    ) AS f
    ORDER BY k.aggregate_type, k.aggregate_id, f.version
    LIMIT %(most)s
"""


class PostgresPastFacts:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._reader = FactReader(Codec(FACTS))

    def stream(self, tenant_id: TenantId, reference: Reference, as_of: datetime) -> PastStream | None:
        parameters = {
            "tenant": tenant_id,
            "types": [reference.aggregate_type],
            "ids": [reference.aggregate_id],
            "as_of": as_of,
            "most": MOST_FACTS + 1,
        }
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(PAST_FACTS, parameters).fetchall()
        if not rows:
            return None
        refuse_what_has_not_come(as_of, rows[0][-1])
        if len(rows) > MOST_FACTS:
            raise too_much(f"more than {MOST_FACTS} facts")
        facts = [
            self._reader.read_fact(event, tenant_id=tenant_id, fact_id=fact_id, aggregate=(kind, id_), version=version)
            for kind, id_, version, _position, _recorded_at, fact_id, event, _now in rows
        ]
        newest = rows[-1]
        return PastStream(
            facts=[fact for fact in facts if not isinstance(fact, Unread)],
            version=newest[2],
            seen=AsOf(position=newest[3], at=newest[4]),
        )


_: type[PastFacts] = PostgresPastFacts
