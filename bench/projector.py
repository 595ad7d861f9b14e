"""Facts per second into each view, as delivered and in a rebuild, against COPY of the same rows into like tables."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from uuid import UUID

import psycopg
from psycopg import sql

from bench.company import ORIGINAL, Fact, again, put, told
from bench.database import Database, a_database
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
from shared.kernel.ids import TenantId
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS

#: So many that a run takes a while, of as many companies as that takes.
_LEAST = 1_500
_BATCH = 500
_LIMIT_IS = "facts whose rows COPY writes"
_COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


def run() -> Iterator[Result]:
    with a_database("projector") as database:
        migrate(database.url)
        company = told(database.url)
        for projection in PROJECTIONS:
            yield from _measured(database, projection, company)


def _measured(database: Database, projection: Projection, company: Sequence[Fact]) -> Iterator[Result]:
    handled = [fact for fact in company if fact.data.aggregate_type in projection.aggregate_types]
    runs = [_of_companies(handled, number) for number in range(RUNS)]
    for facts in runs:
        put(database.url, facts)
    incremental = [_incremental(database, projection, facts) for facts in runs]
    copied = [_copied(database, projection, facts) for facts in runs]
    total = database.number(f"SELECT count(*) FROM domain.fact WHERE tenant_id <> '{ORIGINAL}'") + len(handled)
    rebuilt = [rate(total, lambda: rebuild(database.url, projection.name)) for _ in range(RUNS)]
    database.execute(f"DELETE FROM domain.fact WHERE tenant_id <> '{ORIGINAL}'")
    yield result(f"{projection.name}: as delivered, 500 at a time", "facts/s", incremental, copied, _LIMIT_IS)
    yield result(f"{projection.name}: rebuild", "facts/s", rebuilt, copied, _LIMIT_IS)


def _of_companies(handled: Sequence[Fact], run: int) -> list[Fact]:
    facts: list[Fact] = []
    while len(facts) < _LEAST:
        tenant = TenantId(UUID(int=(run + 1) << 32 | len(facts)))
        facts.extend(again(handled, tenant))
    return facts


def _incremental(database: Database, projection: Projection, facts: Sequence[Fact]) -> float:
    """From the bytes of the delivery to committed rows."""
    codec = Codec(FACTS)
    events = [codec.encode(fact) for fact in facts]
    batches = [batch_data(events[start : start + _BATCH]) for start in range(0, len(events), _BATCH)]
    reader = FactReader(codec)
    with closing(connect_pool(database.url, role="sre_projector", application="bench", max_size=1)) as pool:
        projector = Projector(projection, PostgresProjectionStore(pool, projection, reader))

        def work() -> None:
            for batch in batches:
                projector.project([reader.read_event(event) for event in json.loads(batch)])

        return rate(len(facts), work)


def _copied(database: Database, projection: Projection, facts: Sequence[Fact]) -> float:
    """The rows that followed from these facts, written again to tables that are made alike."""
    tenants = sorted({str(fact.tenant_id) for fact in facts})
    with psycopg.connect(database.url) as connection:
        writes = [_copy(connection, f"{projection.name}.{table}", tenants) for table, _row in projection.tables]

        def work() -> None:
            for write in writes:
                write()
            connection.commit()

        speed = rate(len(facts), work)
        for table, _row in projection.tables:
            connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(f"again_{table}")))
        return speed


def _copy(connection: psycopg.Connection[tuple[object, ...]], table: str, tenants: Sequence[str]) -> Callable[[], None]:
    (found,) = connection.execute(_COLUMNS, (table,)).fetchall()
    columns = sql.SQL(str(found[0]))
    schema, name = table.split(".")
    source, target = sql.Identifier(schema, name), sql.Identifier(f"again_{name}")
    connection.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(target, source))
    wanted = sql.SQL("SELECT {} FROM {} WHERE tenant_id = ANY ({})").format(columns, source, sql.Literal(tenants))
    with connection.cursor().copy(sql.SQL("COPY ({}) TO STDOUT").format(wanted)) as out:
        data = b"".join(bytes(block) for block in out)

    def write() -> None:
        with connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(target, columns)) as copy:
            copy.write(data)

    return write
