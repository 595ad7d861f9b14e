"""Facts that had been recorded by an instant, read by the query role."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, transaction
from shared.adapters.postgres.projections.reading import FactReader
from shared.domain.published import FACTS
from shared.kernel.ids import TenantId
from shared.ports.current_state import Reference
from shared.ports.feed import Place
from shared.ports.past import MOST_FACTS, PastFacts, PastPage, PastStream, refuse_what_has_not_come, too_much
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


_EDGES = b"""
    SELECT (SELECT f.tx::text FROM domain.fact f WHERE f.tenant_id = %(tenant)s ORDER BY f.tx, f.position LIMIT 1),
        (SELECT f.tx::text FROM domain.fact f WHERE f.tenant_id = %(tenant)s
            ORDER BY f.tx DESC, f.position DESC LIMIT 1)
"""
_FIRST_FROM = b"""
    SELECT f.tx::text, f.recorded_at FROM domain.fact f
    WHERE f.tenant_id = %(tenant)s AND f.tx >= %(tx)s::xid8 ORDER BY f.tx, f.position LIMIT 1
"""
# Those of other types come without their event: the place goes past them. There is no horizon, as there is for whoever
# follows the log: nobody goes on from here later, and one open transaction, in whatever database of the server, would
# hide what is recorded.
_PERIOD = b"""
    SELECT f.tx::text, f.position, f.recorded_at, f.aggregate_type, f.aggregate_id, f.version, f.fact_id,
        CASE WHEN f.type = ANY (%(types)s) THEN f.event END AS event
    FROM domain.fact f
    WHERE f.tenant_id = %(tenant)s AND (f.tx, f.position) > (%(tx)s::xid8, %(position)s::bigint)
    ORDER BY f.tx, f.position LIMIT %(limit)s
"""
#: Behind every position that there is.
_LAST_POSITION = 2**62


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

    def place_at(self, tenant_id: TenantId, moment: datetime) -> Place:
        """Transactions are numbered in the order of time, so halving finds it in some twenty probes of an index."""
        with transaction(self._pool, tenant_id) as connection:
            low, high = (int(edge or 0) for edge in connection.execute(_EDGES, {"tenant": tenant_id}).fetchone() or ())
            high += 1  # Behind all that there is.
            while low < high:
                middle = (low + high) // 2
                row = connection.execute(_FIRST_FROM, {"tenant": tenant_id, "tx": str(middle)}).fetchone()
                if row is None or row[1] >= moment:
                    high = middle
                else:
                    low = int(row[0]) + 1
        return Place(str(max(low - 1, 0)), _LAST_POSITION)

    def page(self, tenant_id: TenantId, types: Sequence[str], after: Place, limit: int) -> PastPage:
        parameters = {"tenant": tenant_id, "types": list(types), "limit": limit, **asdict(after)}
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(_PERIOD, parameters).fetchall()
        facts = [
            self._reader.read_fact(event, tenant_id=tenant_id, fact_id=fact_id, aggregate=(kind, id_), version=version)
            for _tx, _position, _at, kind, id_, version, fact_id, event in rows
            if event is not None
        ]
        return PastPage(
            facts=[fact for fact in facts if not isinstance(fact, Unread)],
            place=Place(rows[-1][0], rows[-1][1]) if rows else after,
            reached=rows[-1][2] if rows else datetime.max.replace(tzinfo=UTC),
            passed=len(rows),
        )


_: type[PastFacts] = PostgresPastFacts
