"""Views as after years: rows that the database makes itself, set by set, of a large tenant beside small ones."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import md5
from typing import Final
from uuid import UUID

import psycopg
from psycopg import sql

from bench.filled import alerts, catalogs, health_and_postmortems, incidents, knowledge, log, objectives
from shared.kernel.ids import TenantId
from shared.projections.registry import PROJECTIONS

LARGE: Final = TenantId(UUID("00000000-0000-4000-8000-0000000000aa"))
SMALL: Final = tuple(TenantId(UUID(int=0xBB00 + number)) for number in range(20))

Connection = psycopg.Connection[tuple[object, ...]]
#: The vectors of so many chunks.
Vectors = Callable[[int], "Iterator[knowledge.Array]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many a tenant has of each."""

    alerts: int
    incidents: int
    chunks: int
    services: int
    runbooks: int
    postmortems: int
    clusters: int
    resources: int
    objectives: int
    #: Of every fortieth objective.
    windows: int


FEW: Final = Size(
    alerts=200,
    incidents=20,
    chunks=50,
    services=20,
    runbooks=10,
    postmortems=10,
    clusters=2,
    resources=20,
    objectives=5,
    windows=300,
)

_STATEMENTS = (
    *alerts.STATEMENTS,
    *incidents.STATEMENTS,
    *alerts.GROUPED,
    *catalogs.STATEMENTS,
    *health_and_postmortems.STATEMENTS,
    *objectives.STATEMENTS,
    *knowledge.STATEMENTS,
    *log.STATEMENTS,
)


def id_of(kind: str, number: int, tenant: UUID = LARGE) -> UUID:
    """The id that the statements give it."""
    return UUID(md5(f"{tenant}{kind}{number}".encode(), usedforsecurity=False).hexdigest())


def fill(
    url: str,
    size: Size,
    *,
    model: str,
    vectors: Vectors,
    few: Size = FEW,
    also: Sequence[str] = (),
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """The login is a superuser: nothing of this goes through the writer. ``few``: what each small tenant has; ``also``:
    further statements, at the end.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET work_mem = '128MB'")
        with indexes_afterwards(connection, _SCHEMAS, say):
            for tenant, its in ((LARGE, size), *((each, few) for each in SMALL)):
                _fill(connection, tenant, its, also, say if tenant == LARGE else lambda _: None)
                knowledge.put_vectors(connection, tenant, model, vectors(its.chunks))
        say("VACUUM ANALYZE")
        # What is not on the disk yet is not known to be seen by all.
        connection.execute("RESET synchronous_commit")
        connection.execute("CHECKPOINT")
        connection.execute("VACUUM ANALYZE")


def _fill(
    connection: Connection, tenant: TenantId, size: Size, also: Sequence[str], say: Callable[[str], None]
) -> None:
    for statement in (*_STATEMENTS, *also):
        say(statement.split("INSERT INTO ", 1)[1].split(maxsplit=1)[0])
        connection.execute(statement.encode(), {"tenant": str(tenant), **asdict(size)})


@contextmanager
def indexes_afterwards(
    connection: Connection, schemas: Sequence[str], say: Callable[[str], None] = lambda _: None
) -> Iterator[None]:
    """Built once over all rows of the schemas, which takes a fraction of keeping them meanwhile."""
    found = connection.execute(_INDEXES, (list(schemas),)).fetchall()
    for schema, name, _definition in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(str(schema), str(name))))
    yield
    for schema, name, definition in found:
        say(f"index {schema}.{name}")
        connection.execute(str(definition).encode())


_SCHEMAS = ("knowledge", "domain", *(projection.name for projection in PROJECTIONS))
_INDEXES = """
    SELECT i.schemaname, i.indexname, i.indexdef FROM pg_indexes i
    WHERE i.schemaname = ANY (%s) AND NOT EXISTS (
        SELECT FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = i.schemaname AND c.conname = i.indexname
    )
"""
