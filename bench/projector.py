"""Facts per second into the alert view, as delivered and in a rebuild, against COPY of the same rows."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from bench.database import Database, a_database
from bench.facts import store_facts
from bench.measure import RUNS, Result, rate, result
from shared.adapters.cloudevents.binding import batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.bootstrap.rebuild import rebuild
from shared.domain.published import FACTS
from shared.projections.registry import projection_named

_NAME = "alert_correlation"
_FACTS = 8_000
_BATCH = 500


def run() -> Iterator[Result]:
    with a_database("projector") as database:
        migrate(database.url)
        incremental = [_incremental(database, seed) for seed in range(RUNS)]
        copied = [_copy(database) for _ in range(RUNS)]
        total = database.number("SELECT count(*) FROM domain.fact")
        rebuilt = [rate(total, lambda: rebuild(database.url, _NAME)) for _ in range(RUNS)]
    yield result("projector: batches of 500 as delivered", "facts/s", incremental, copied, "COPY of the same rows")
    yield result("projector: rebuild", "facts/s", rebuilt, copied, "COPY of the same rows")


def _incremental(database: Database, seed: int) -> float:
    """From the bytes of the delivery to committed rows."""
    facts = store_facts(database.url, _FACTS, seed=seed, outbox=False)
    pool = connect_pool(database.url, role="sre_projector", application="bench-projector", max_size=1)
    reader = FactReader(Codec(FACTS))
    projection = projection_named(_NAME)
    projector = Projector(projection, PostgresProjectionStore(pool, projection, reader))
    batches = [batch_data(facts[start : start + _BATCH]) for start in range(0, len(facts), _BATCH)]

    def work() -> None:
        for batch in batches:
            projector.project([reader.read_event(event) for event in json.loads(batch)])

    speed = rate(len(facts), work)
    pool.close()
    return speed


def _copy(database: Database) -> float:
    """The rows of the view's largest table, written again with nothing but COPY."""
    with psycopg.connect(database.url) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE again AS SELECT * FROM {_NAME}.alert LIMIT 0")
        rows: Sequence[Any] = cursor.execute(f"SELECT * FROM {_NAME}.alert LIMIT {_FACTS}").fetchall()
        prepared = [tuple(_plain(value) for value in row) for row in rows]

        def work() -> None:
            with cursor.copy("COPY again FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)

        return rate(len(prepared), work)


def _plain(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict | list) else value
