"""One tick over all objectives of a tenant, each with the usual four conditions: with little and with much history, and
against a real Prometheus that evaluates rules which say the same.

``SRE_BENCH_SLO_BURN`` names other sizes, as ``1000x3,1000x30,10000x3``: objectives and days of windows of five minutes.
"""

import os
import re
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import psycopg

from bench.database import Database, a_database
from bench.measure import RUNS, Result, result
from bench.processor import SESSION, processor_s
from bench.slo_rules import rules_of_prometheus
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.adapters.postgres.projections.slo_burndown import burn_statements
from shared.adapters.postgres.projections.slo_burndown.burning import PostgresBurnReadings
from shared.adapters.postgres.projections.slots import serving
from shared.app.run_process import RunProcess
from shared.app.slo_checks.evaluate import EvaluateBurning
from shared.domain.alert.intents import IngestAlert
from shared.domain.slo.burning import burn_conditions
from shared.domain.slo.values import SLODefinition
from shared.domain.slo.windows import PARTS
from shared.kernel.ids import TenantId
from shared.ports.wake import NoWaker
from shared.processes.slo_burn.facts import SLO_BURN_FACTS
from shared.processes.slo_burn.react import slo_burn

TENANT: Final = TenantId(UUID(int=1))
_SIZES: Final = "1000x3,1000x30,10000x3"
_DEFINITION: Final = SLODefinition.model_validate(
    {"name": "Answers", "target": 99.9, "indicator": {"kind": "counts", "good_query": "good", "total_query": "total"}}
)

_OBJECTIVES = """
    INSERT INTO slo_burndown.objective (
        tenant_id, slo_id, slug, revision, definition, counted_from, counted_since, data_until, exhausted_since, good,
        total, allowed_bad, consumed, version
    )
    SELECT %(tenant)s, md5(g::text)::uuid, 'slo-' || g, 1, %(definition)s, 1, now(),
        date_bin('5 minutes', now(), 'epoch'), NULL, 0, 0, 0, 0, 10000
    FROM generate_series(1, %(objectives)s) g
"""
_CONDITIONS = """
    INSERT INTO slo_burndown.burn_condition (tenant_id, slo_id, position, long_s, short_s, rate)
    SELECT %(tenant)s, o.slo_id, c.* FROM slo_burndown.objective o
    CROSS JOIN unnest(%(position)s::bigint[], %(long)s::bigint[], %(short)s::bigint[], %(rate)s::float8[]) AS c
"""
# As they come, window by window. Two of a thousand are bad at first, none later; of every hundredth objective half is
# bad in the last hour.
_TOTALS = """
    INSERT INTO slo_burndown.running_total
        (tenant_id, slo_id, counted_from, window_end, window_start, bad, total, allowed)
    SELECT o.tenant_id, o.slo_id, 1, o.data_until - (%(windows)s - w) * interval '5 minutes',
        o.data_until - (%(windows)s - w + 1) * interval '5 minutes',
        least(w, %(windows)s / 2) * 2
            + CASE WHEN o.slug LIKE '%%00' THEN greatest(w - %(windows)s + 12, 0) * 500 ELSE 0 END,
        w * 1000, w * 1000::numeric * 100000
    FROM generate_series(1, %(windows)s) w
    CROSS JOIN LATERAL (SELECT * FROM slo_burndown.objective WHERE w > 0 OFFSET 0) o
"""


def run() -> Iterator[Result]:
    sizes = [tuple(map(int, size.split("x"))) for size in os.environ.get("SRE_BENCH_SLO_BURN", _SIZES).split(",")]
    ours: list[float] = []
    for objectives, days in sizes:
        with a_database("slo_burn") as database:
            migrate(database.url)
            _fill(database, objectives, days)
            ours = yield from _evaluated(database, objectives, days)
    yield from rules_of_prometheus([each / sizes[-1][0] for each in ours])


def _fill(database: Database, objectives: int, days: int) -> None:
    conditions = burn_conditions(_DEFINITION)
    parameters = {
        "tenant": TENANT,
        "definition": _DEFINITION.model_dump_json(),
        "objectives": objectives,
        "windows": days * 288,
        "position": list(range(len(conditions))),
        "long": [each.long_s for each in conditions],
        "short": [each.short_s for each in conditions],
        "rate": [each.rate for each in conditions],
    }
    with psycopg.connect(database.url) as connection:
        for statement in (_OBJECTIVES, _CONDITIONS, _TOTALS):
            connection.execute(statement, parameters)
    database.execute("VACUUM ANALYZE slo_burndown.running_total")
    database.execute("ANALYZE")


def _evaluated(database: Database, objectives: int, days: int) -> Generator[Result, None, list[float]]:
    """Gives the processor time of each tick in milliseconds, the database's and ours together."""
    with ExitStack() as stack:
        reading, writing = (
            stack.enter_context(connect_pool(database.url, role=role, application=SESSION, max_size=1))
            for role in ("sre_query", "sre_process")
        )
        readings = PostgresBurnReadings(reading)
        run = RunProcess(
            process=slo_burn,
            store=PostgresProcessStore(writing, slo_burn.workflow_type),
            encode=Codec((IngestAlert, *SLO_BURN_FACTS)).encode,
            waker=NoWaker(),
        )
        evaluation = EvaluateBurning(tenants=_OneTenant(), readings=readings, run=run)
        first = _measured(database, evaluation)
        ticks = [_measured(database, evaluation) for _ in range(RUNS)]
        name = f"{objectives:,} objectives, {days} days"
        yield result(f"{name}: first tick, all that burn", "ms", [first[0]])
        yield result(f"{name}: a tick", "ms", [wall for wall, _ in ticks])
        yield result(f"{name}: a tick, processor", "ms", [cpu for _, cpu in ticks])
        yield result(f"{name}: totals read by a tick", "rows", [_rows_read(database)])
    return [cpu for _, cpu in ticks]


def _measured(database: Database, evaluation: EvaluateBurning) -> tuple[float, float]:
    before = processor_s(database)
    started = time.perf_counter()
    evaluation.tick()
    wall = time.perf_counter() - started
    return 1_000 * wall, 1_000 * (processor_s(database) - before)


class _OneTenant:
    def with_objectives(self) -> Sequence[TenantId]:
        return [TENANT]


def _rows_read(database: Database) -> int:
    """Of running totals, by the plan as it was carried out."""
    parameters: dict[str, Any] = {"tenant": TENANT, "told_since": datetime(2000, 1, 1, tzinfo=UTC), "parts": PARTS}
    with psycopg.connect(database.url) as connection:
        statement = b"EXPLAIN (ANALYZE, TIMING off) " + serving(burn_statements.CANDIDATES)
        plan = [line for (line,) in connection.execute(statement, parameters)]
    scans = [line for line in plan if "running_total" in line and "actual" in line]
    return sum(
        round(float(found[1]) * int(found[2]))
        for line in scans
        if (found := re.search(r"actual rows=([\d.]+) loops=(\d+)", line)) is not None
    )
