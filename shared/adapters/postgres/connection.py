"""Connections and transactions: one pool per process, the tenant set inside each transaction and nowhere else.

A server that is frozen, or a network that is gone, says nothing: its own timeouts do not help, and the socket stays
open. So silence has an end on this side too, and so has waiting when the work it is for is to be ended.
"""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool, PoolTimeout

from shared.adapters.deadline import left, shielded
from shared.adapters.postgres.pools import watch_pool

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
    {
        "sre_ingest",
        "sre_writer",
        "sre_relay",
        "sre_transport",
        "sre_projector",
        "sre_process",
        "sre_query",
        "sre_coder",
        "sre_console",
        "sre_slo",
    }
)
_BY_KEY_ONLY = ("-c enable_seqscan=off", "-c enable_hashjoin=off", "-c enable_mergejoin=off")
#: Of what may be asked, most is left out: which index serves is known once it is known what is asked. Its pages lie
#: where one costs as much as another.
_AS_ASKED = ("-c plan_cache_mode=force_custom_plan", "-c random_page_cost=1.1")
_CHECK_EVERY_S = 1.0
#: The server ends a statement at its own timeout; what it has not said this much later it does not say.
_SILENCE_S = 1.0
_SILENCE_AT_CHECK_S = 2.0
_GET_S = 5.0
#: A server that is back is met by the next who asks, not by a retry that was put off for longer and longer.
_RETRY_S = 0.5
#: A statement whose client is gone is of use to nobody.
_CLIENT_GONE_MS = 2_000

_R = TypeVar("_R")
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
    """Makes a pool whose sessions act as ``role``; it opens lazily, so that a cold start does not wait for the
    database.
    """
    options = _session_options(role, statement_timeout_ms, synchronous_commit=synchronous_commit)
    silence_s = statement_timeout_ms / 1000 + _SILENCE_S if statement_timeout_ms else None
    pool = _Pool(
        url,
        connection_class=_Attentive,
        configure=_attentive_for(silence_s),
        kwargs={"options": options, "application_name": application, "connect_timeout": 5, "autocommit": True},
        min_size=0,
        max_size=max_size,
        timeout=_GET_S,
        max_idle=300.0,
        reconnect_timeout=_RETRY_S,
        check=_SparingCheck(),
        num_workers=1,
        open=False,
        name=application,
    )
    watch_pool(pool)
    return pool


def _session_options(role: str, statement_timeout_ms: int, *, synchronous_commit: bool) -> str:
    """As libpq takes them."""
    return " ".join(
        (
            f"-c role={role}",
            f"-c statement_timeout={statement_timeout_ms}",
            "-c lock_timeout=10000",
            "-c idle_in_transaction_session_timeout=60000",
            "-c timezone=UTC",
            "-c jit=off",
            f"-c client_connection_check_interval={_CLIENT_GONE_MS}",
            *(() if synchronous_commit else ("-c synchronous_commit=off",)),
            *(_BY_KEY_ONLY if role in _BY_KEY else ()),
            *(_AS_ASKED if role == "sre_query" else ()),
        )
    )


class _Attentive(Connection[TupleRow]):
    """Notices silence: at ``silence_s`` without a word from the server the connection is given up."""

    silence_s: float | None = None

    def wait(self, gen: Generator[Any, Any, _R], interval: float = 0.1, timeout: float | None = None) -> _R:
        return super().wait(self._heard(gen), interval, timeout)

    def _heard(self, gen: Generator[Any, Any, _R]) -> Generator[Any, Any, _R]:
        """``gen`` is told, ten times a second, that nothing came: time to look at the clock."""
        heard_at = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard_at = time.monotonic()
                else:
                    self._look_at_the_clock(time.monotonic() - heard_at)
                wanted = gen.send(ready)
        except StopIteration as done:
            result: _R = done.value
            return result
        except Exception:
            raise
        except BaseException:
            # Ended from outside in the middle of an exchange: nobody knows what the server would say next.
            self.pgconn.finish()
            raise

    def _look_at_the_clock(self, silent_s: float) -> None:
        if (self.silence_s is not None and silent_s > self.silence_s) or left() == 0:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"the database has not answered for {silent_s:.1f} s")


class _Pool(ConnectionPool[Connection[TupleRow]]):
    """Nobody waits longer than the work may take that it is for, and no connection is lost when that is ended."""

    def getconn(self, timeout: float | None = None) -> Connection[TupleRow]:
        wanted, time_left = self.timeout if timeout is None else timeout, left()
        with shielded():
            return self._asked_again(wanted if time_left is None else min(wanted, time_left))

    def _asked_again(self, wait_s: float) -> Connection[TupleRow]:
        """The library tries to connect when it is asked, gives up, and lets who waits wait on: so it is asked anew."""
        until = time.monotonic() + wait_s
        while True:
            left_s = until - time.monotonic()
            try:
                return super().getconn(min(_RETRY_S, left_s))
            except PoolTimeout:
                if left_s <= _RETRY_S:
                    raise PoolTimeout(f"no connection to the database within {wait_s:.1f} s") from None

    def putconn(self, conn: Connection[TupleRow]) -> None:
        with shielded():
            super().putconn(conn)


def _attentive_for(silence_s: float | None) -> Callable[[Connection[TupleRow]], None]:
    def configure(connection: Connection[TupleRow]) -> None:
        if isinstance(connection, _Attentive):
            connection.silence_s = silence_s

    return configure


@contextmanager
def _attentive(connection: Connection[TupleRow], silence_s: float) -> Iterator[None]:
    if not isinstance(connection, _Attentive):
        yield
        return
    usual, connection.silence_s = connection.silence_s, silence_s
    try:
        yield
    finally:
        connection.silence_s = usual


class _SparingCheck:
    """Is the connection alive? Asked once a second and not before each use: the question is a round trip of its own."""

    def __init__(self) -> None:
        self._checked_at: WeakKeyDictionary[Connection[TupleRow], float] = WeakKeyDictionary()

    def __call__(self, connection: Connection[TupleRow]) -> None:
        now = time.monotonic()
        if now - self._checked_at.get(connection, now) > _CHECK_EVERY_S:
            with _attentive(connection, _SILENCE_AT_CHECK_S):
                ConnectionPool.check_connection(connection)
        self._checked_at[connection] = now


@contextmanager
def transaction(
    pool: Pool, tenant_id: UUID | None = None, *, unavailable: type[Exception] | None = None
) -> Iterator[Connection[TupleRow]]:
    """Begins one transaction of one tenant; row-level security sees ``app.tenant_id`` only until it ends.

    ``unavailable`` is what a port calls a database that is away: failures that pass by themselves (`TRANSIENT`) are
    raised as it, with their class for a message.
    """
    pool.open()
    try:
        with pool.connection() as connection, connection.transaction():
            if tenant_id is not None:
                set_tenant(connection, tenant_id)
            yield connection
    except TRANSIENT as away:
        if unavailable is None:
            raise
        raise unavailable(type(away).__name__) from away


@contextmanager
def sweep(pool: Pool, *, unavailable: type[Exception] | None = None) -> Iterator[Connection[TupleRow]]:
    """Begins a transaction that looks for what waits, whoever's it is: row-level security shows it nothing else.

    ``unavailable`` as in `transaction`.
    """
    with transaction(pool, unavailable=unavailable) as connection:
        connection.execute("SELECT set_config('app.sweep', 'on', true)")
        yield connection


def set_tenant(connection: Connection[Any], tenant_id: UUID) -> None:
    connection.execute("SELECT set_config('app.tenant_id', %s, true)", (str(tenant_id),))
