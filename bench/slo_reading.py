"""What people read of objectives, over two months of five-minute windows of each: how long, on how much processor."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg

from bench.database import Database, a_database
from bench.filled import LARGE, id_of
from bench.filled.objectives import ALL_MEASURED
from bench.measure import RUNS, Result, percentile, result
from bench.processor import SESSION, processor_s
from bench.questions import Question
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.app.feed import FeedLimits
from shared.bootstrap.dispatching import query_services

_OBJECTIVES: Final = 50
_WINDOWS: Final = 60 * 288
_WARM, _TIMES = 3, 20
_ONE: Final = {"slo_id": id_of("slo", 1)}
_LAST_MONTH: Final = datetime.now(UTC).replace(day=1) - timedelta(days=1)
_QUESTIONS: Final = (
    Question("GetSLOBurndown", "30 days", _ONE, 0),
    Question("GetSLOCompliance", "two months", _ONE | {"months": 2}, 0),
    Question("GetSLOBudgetSpending", "30 days", _ONE, 0),
    Question("GetSLOReport", f"a month of {_OBJECTIVES}", {"month": f"{_LAST_MONTH:%Y-%m}"}, 0),
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Of one run of each question, in milliseconds."""

    p50: float
    p95: float
    processor: float


def run() -> Iterator[Result]:
    with a_database("slo_reading") as database:
        migrate(database.url)
        _fill(database)
        with connect_pool(database.url, role="sre_query", application=SESSION, max_size=1) as pool:
            reads = query_services(pool, FeedLimits())
            for question in _QUESTIONS:
                _measured(database, question, reads, _WARM)
                runs = [_measured(database, question, reads, _TIMES) for _ in range(RUNS)]
                yield result(f"{question}, p50", "ms", [each.p50 for each in runs])
                yield result(f"{question}, p95", "ms", [each.p95 for each in runs])
                yield result(f"{question}, processor", "ms", [each.processor for each in runs])


def _fill(database: Database) -> None:
    with psycopg.connect(database.url, autocommit=True) as connection:
        for statement in ALL_MEASURED:
            parameters = {"tenant": str(LARGE), "objectives": _OBJECTIVES, "windows": _WINDOWS}
            connection.execute(statement.encode(), parameters)
        connection.execute("VACUUM ANALYZE")


def _measured(database: Database, question: Question, reads: Any, times: int) -> _Taken:
    walls, before = [], processor_s(database)
    for _ in range(times):
        started = time.perf_counter()
        question.ask(reads)
        walls.append(1_000 * (time.perf_counter() - started))
    taken = 1_000 * (processor_s(database) - before) / times
    return _Taken(percentile(walls, 0.5), percentile(walls, 0.95), taken)
