"""How measuring objectives stands: the record of the role sre_slo, and what people are shown of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from shared.adapters.postgres.connection import Pool, sweep, transaction
from shared.domain.silence.values import SilenceDefinition
from shared.domain.slo.values import SLODefinition
from shared.kernel.ids import SloId, TenantId
from shared.ports.measuring import (
    Measured,
    MeasuringRecord,
    MeasuringStanding,
    MeasuringStore,
    Objective,
    PlannedMaintenance,
    SourceSilence,
)
from shared.ports.store import StoreUnavailable

_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)
_SILENCE: TypeAdapter[SilenceDefinition] = TypeAdapter(SilenceDefinition)
_EXPIRED_AT: TypeAdapter[datetime | None] = TypeAdapter(datetime | None)
_MEASURED: TypeAdapter[Measured] = TypeAdapter(Measured)
_MOST_MAINTENANCE = 1_000

# The first of every tenant before a second one of any.
_DUE = """
SELECT tenant_id, slo_id FROM (
    SELECT t.tenant_id, due.slo_id, due.next_try,
        row_number() OVER (PARTITION BY t.tenant_id ORDER BY due.next_try, due.slo_id) AS place
    FROM access.tenant t
    CROSS JOIN LATERAL (
        (SELECT m.slo_id, m.next_try FROM slo.measuring m
         WHERE m.tenant_id = t.tenant_id AND m.next_try <= %(now)s ORDER BY m.next_try LIMIT %(limit)s)
        UNION ALL
        (SELECT a.aggregate_id, '-infinity' FROM domain.aggregate a
         WHERE a.tenant_id = t.tenant_id AND a.aggregate_type = 'slo' AND NOT EXISTS (
             SELECT FROM slo.measuring m WHERE m.tenant_id = a.tenant_id AND m.slo_id = a.aggregate_id)
         LIMIT %(limit)s)
    ) AS due
) AS in_turn
ORDER BY place, next_try LIMIT %(limit)s
"""

_OBJECTIVES = """
SELECT o.aggregate_id AS slo_id, o.state ->> 'slug' AS slug, o.state -> 'definition' AS definition,
    service.state ->> 'slug' AS service,
    m.asks, m.since, m.next_try, m.until, m.known_until, m.gaps, m.gaps_asked_at, m.recent, m.problem, m.detail,
    m.problem_since, m.failures, m.absent
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS wanted (slo_id, place)
JOIN domain.aggregate o
    ON o.tenant_id = %(tenant)s AND o.aggregate_type = 'slo' AND o.aggregate_id = wanted.slo_id
LEFT JOIN domain.aggregate service
    ON service.tenant_id = %(tenant)s AND service.aggregate_type = 'service'
    AND service.aggregate_id = (o.state -> 'definition' ->> 'service_id')::uuid
LEFT JOIN slo.measuring m ON m.tenant_id = %(tenant)s AND m.slo_id = wanted.slo_id
ORDER BY wanted.place
"""

_MAINTENANCE = """
SELECT state -> 'definition', state ->> 'expired_at' FROM domain.aggregate
WHERE tenant_id = %(tenant)s AND aggregate_type = 'silence' AND state -> 'definition' ->> 'kind' = 'maintenance'
ORDER BY updated_at DESC LIMIT %(limit)s
"""

_COLUMNS = tuple(each.name for each in fields(Measured))
_SETTLE = f"""
INSERT INTO slo.measuring (tenant_id, slo_id, {", ".join(_COLUMNS)})
SELECT %(tenant)s, slo_id, {", ".join(_COLUMNS)}
FROM jsonb_to_recordset(%(rows)s) AS told (slo_id uuid, asks text, since timestamptz, next_try timestamptz,
    until timestamptz, known_until timestamptz, gaps jsonb, gaps_asked_at timestamptz, recent jsonb, problem text,
    detail text, problem_since timestamptz, failures integer, absent boolean)
ON CONFLICT (tenant_id, slo_id) DO UPDATE SET {", ".join(f"{each} = EXCLUDED.{each}" for each in _COLUMNS)}
"""  # noqa: S608 - the names of our own columns

_SILENT = """
INSERT INTO slo.source_silence (tenant_id, source, silent_since, told)
SELECT %(tenant)s, * FROM unnest(%(names)s::text[], %(since)s::timestamptz[], %(told)s::boolean[])
ON CONFLICT (tenant_id, source) DO UPDATE SET silent_since = EXCLUDED.silent_since, told = EXCLUDED.told
"""


class PostgresMeasuring:
    """Role ``sre_slo``."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def due(self, now: datetime, limit: int) -> Mapping[TenantId, Sequence[SloId]]:
        with sweep(self._pool, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(_DUE, {"now": now, "limit": limit}).fetchall()
        found: dict[TenantId, list[SloId]] = {}
        for tenant_id, slo_id in rows:
            found.setdefault(TenantId(tenant_id), []).append(SloId(slo_id))
        return found

    def objectives(self, tenant_id: TenantId, slo_ids: Collection[SloId]) -> Sequence[Objective]:
        with (
            transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            rows = cursor.execute(_OBJECTIVES, {"tenant": tenant_id, "ids": list(slo_ids)}).fetchall()
        return [_objective(tenant_id, row) for row in rows]

    def maintenance(self, tenant_id: TenantId, since: datetime) -> Sequence[PlannedMaintenance]:
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(_MAINTENANCE, {"tenant": tenant_id, "limit": _MOST_MAINTENANCE}).fetchall()
        read = [
            PlannedMaintenance(_SILENCE.validate_python(defined), _EXPIRED_AT.validate_python(expired_at))
            for defined, expired_at in rows
        ]
        return [each for each in read if _lasts(each, since)]

    def silences(self, tenant_id: TenantId) -> Mapping[str, SourceSilence]:
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            rows = connection.execute(
                "SELECT source, silent_since, told FROM slo.source_silence WHERE tenant_id = %s", (tenant_id,)
            ).fetchall()
        return {name: SourceSilence(*rest) for name, *rest in rows}

    def settle(
        self, tenant_id: TenantId, measured: Mapping[SloId, Measured], silences: Mapping[str, SourceSilence | None]
    ) -> None:
        rows = [
            {"slo_id": str(slo_id), **_MEASURED.dump_python(measured[slo_id], mode="json")}
            for slo_id in sorted(measured)
        ]
        silent = {name: silence for name, silence in silences.items() if silence is not None}
        with transaction(self._pool, tenant_id, unavailable=StoreUnavailable) as connection:
            connection.execute(_SETTLE, {"tenant": tenant_id, "rows": Jsonb(rows)})
            connection.execute(
                "DELETE FROM slo.source_silence WHERE tenant_id = %s AND source = ANY (%s)",
                (tenant_id, sorted(silences.keys() - silent.keys())),
            )
            parameters = {
                "tenant": tenant_id,
                "names": sorted(silent),
                "since": [silent[name].silent_since for name in sorted(silent)],
                "told": [silent[name].told for name in sorted(silent)],
            }
            connection.execute(_SILENT, parameters)


class PostgresMeasuringRecord:
    """Role ``sre_query``."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def standing(self, tenant_id: TenantId, slo_ids: Collection[UUID]) -> Mapping[UUID, MeasuringStanding]:
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(
                "SELECT slo_id, until, problem, detail, problem_since, next_try FROM slo.measuring"
                " WHERE tenant_id = %s AND slo_id = ANY (%s) AND (until IS NOT NULL OR problem IS NOT NULL)",
                (tenant_id, list(slo_ids)),
            ).fetchall()
        return {slo_id: MeasuringStanding(*rest) for slo_id, *rest in rows}


def _objective(tenant_id: TenantId, row: dict[str, Any]) -> Objective:
    measured = None if row["asks"] is None else _MEASURED.validate_python({name: row[name] for name in _COLUMNS})
    return Objective(
        tenant_id=tenant_id,
        slo_id=SloId(row["slo_id"]),
        slug=row["slug"],
        definition=_DEFINITION.validate_python(row["definition"]),
        service=row["service"],
        measured=measured,
    )


def _lasts(planned: PlannedMaintenance, since: datetime) -> bool:
    """What recurs ends with its last window, which is not known here."""
    definition, expired_at = planned
    if expired_at is not None and expired_at <= since:
        return False
    return definition.recurrence is not None or definition.ends_at is None or definition.ends_at > since


_STORE: type[MeasuringStore] = PostgresMeasuring
_RECORD: type[MeasuringRecord] = PostgresMeasuringRecord
