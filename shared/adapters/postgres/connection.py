"""Connections and transactions: one pool per process, the tenant set inside each transaction and nowhere else."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool, PoolTimeout

#: Conditions that pass by themselves: connection lost, server restarting, too many clients, deadlock, lock timeout.
TRANSIENT: tuple[type[Exception], ...] = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    PoolTimeout,
)

#: Roles all of whose statements look rows up by key. Their tables grow from nothing within minutes, and a plan that was
#: chosen, and cached, while a table was empty reads it whole ever after; so only plans by key are left to choose from.
_BY_KEY = frozenset(
    {"sre_ingest", "sre_writer", "sre_relay", "sre_transport", "sre_projector", "sre_process", "sre_query"}
)
_BY_KEY_ONLY = ("-c enable_seqscan=off", "-c enable_hashjoin=off", "-c enable_mergejoin=off")
#: Of what may be asked, most is left out: which index serves is known once it is known what is asked. Its pages lie
#: where one costs as much as another.
_AS_ASKED = ("-c plan_cache_mode=force_custom_plan", "-c random_page_cost=1.1")
_CHECK_EVERY_S = 1.0

Pool = ConnectionPool[Connection[TupleRow]]


def connect_pool(
    url: str,
    *,
    role: str,
    application: str,
    max_size: int = 2,
    statement_timeout_ms: int = 30_000,
    synchronous_commit: bool = True,
) -> Pool:
    """A pool whose sessions act as ``role``; opens lazily, so that a cold start does not wait for the database."""
    options = " ".join(
        (
            f"-c role={role}",
            f"-c statement_timeout={statement_timeout_ms}",
            "-c lock_timeout=10000",
            "-c idle_in_transaction_session_timeout=60000",
            "-c timezone=UTC",
            "-c jit=off",
            *(() if synchronous_commit else ("-c synchronous_commit=off",)),
            *(_BY_KEY_ONLY if role in _BY_KEY else ()),
            *(_AS_ASKED if role == "sre_query" else ()),
        )
    )
    pool: Pool = ConnectionPool(
        url,
        kwargs={"options": options, "application_name": application, "connect_timeout": 5, "autocommit": True},
        min_size=0,
        max_size=max_size,
        timeout=5.0,
        max_idle=300.0,
        check=_SparingCheck(),
        num_workers=1,
        open=False,
        name=application,
    )
    return pool


class _SparingCheck:
    """Is the connection alive? Asked once a second and not before each use: the question is a round trip of its own."""

    def __init__(self) -> None:
        self._checked_at: WeakKeyDictionary[Connection[TupleRow], float] = WeakKeyDictionary()

    def __call__(self, connection: Connection[TupleRow]) -> None:
        now = time.monotonic()
        if now - self._checked_at.get(connection, now) > _CHECK_EVERY_S:
            ConnectionPool.check_connection(connection)
        self._checked_at[connection] = now


@contextmanager
def transaction(pool: Pool, tenant_id: UUID | None = None) -> Iterator[Connection[TupleRow]]:
    """One transaction of one tenant; row-level security sees ``app.tenant_id`` only until it ends."""
    pool.open()
    with pool.connection() as connection, connection.transaction():
        if tenant_id is not None:
            set_tenant(connection, tenant_id)
        yield connection


def set_tenant(connection: Connection[Any], tenant_id: UUID) -> None:
    connection.execute("SELECT set_config('app.tenant_id', %s, true)", (str(tenant_id),))
