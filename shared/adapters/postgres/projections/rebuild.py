"""A second copy of a projection's schema, the log to fill it from, the swap, and the way back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Connection, sql

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.projections.builds import Build, Builds, candidate_of, previous_of
from shared.adapters.postgres.projections.comparing import compare_tables
from shared.adapters.postgres.projections.log_pages import START, LogPages
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.ports.failpoint import failpoint
from shared.ports.projections import ProjectionStore
from shared.ports.rebuild import (
    Comparison,
    Events,
    HistoryPage,
    NothingKept,
    Previous,
    Project,
    Rebuild,
    RebuildRunning,
)
from shared.projections.projection import Projection

_BATCH_TIMEOUT_MS = 240_000


@contextmanager
def open_candidate(url: str, projection: Projection, reader: FactReader, *, fresh: bool) -> Iterator["PostgresRebuild"]:
    """The candidate's tables, which stay. One that was stopped half-way goes on unless ``fresh``."""
    schema = candidate_of(projection.name)
    with _sessions(url, projection) as sessions:
        known = sessions.builds.of(schema)
        if fresh or known is None or known.completed_at is not None or known.version != projection.version:
            sessions.builds.begin(projection, schema)
        yield PostgresRebuild(projection, schema, reader, sessions)


@contextmanager
def open_kept_candidate(url: str, projection: Projection, reader: FactReader) -> Iterator["PostgresRebuild"]:
    """Raises NothingKept."""
    schema = candidate_of(projection.name)
    with _sessions(url, projection) as sessions:
        known = sessions.builds.of(schema)
        if known is None or known.completed_at is None:
            raise NothingKept(f"there is no finished candidate of {projection.name}")
        _of_this_version(projection, known)
        yield PostgresRebuild(projection, schema, reader, sessions)


@contextmanager
def open_check(url: str, projection: Projection, reader: FactReader, *, fresh: bool) -> Iterator["PostgresRebuild"]:
    """To compare with: the finished candidate if there is one of this version, else tables that are thrown away."""
    with _sessions(url, projection) as sessions:
        kept = None if fresh else sessions.builds.of(candidate_of(projection.name))
        if kept is not None and kept.completed_at is not None and kept.version == projection.version:
            yield PostgresRebuild(projection, kept.schema_name, reader, sessions)
            return
        schema = f"{projection.name}_check"
        sessions.builds.begin(projection, schema)
        try:
            yield PostgresRebuild(projection, schema, reader, sessions)
        finally:
            if not sessions.owner.broken:
                sessions.builds.drop(schema)


@contextmanager
def open_previous(url: str, projection: Projection, reader: FactReader) -> Iterator["PostgresPrevious"]:
    """Raises NothingKept."""
    with _sessions(url, projection) as sessions:
        known = sessions.builds.of(previous_of(projection.name))
        if known is None:
            raise NothingKept(f"no earlier tables of {projection.name} are kept")
        _of_this_version(projection, known)
        yield PostgresPrevious(projection, reader, sessions)


class PostgresRebuild:
    def __init__(self, projection: Projection, schema: str, reader: FactReader, sessions: "_Sessions") -> None:
        self._projection = projection
        self._schema = schema
        self._builds = sessions.builds
        self._sessions = sessions
        self._log = LogPages(sessions.operator, reader, projection)
        self._store = PostgresProjectionStore(sessions.pool, projection, reader, schema=schema)
        known = self._builds.of(schema)
        #: Up to here every fact is in; what is read beyond, unsettled, is read again the next time.
        self._reached, self._done = (known.reached, known.facts) if known else (START, 0)

    @property
    def store(self) -> ProjectionStore:
        return self._store

    @property
    def comparable(self) -> bool:
        return self._builds.serving_version(self._projection.name) == self._projection.version

    def history(self) -> Iterator[HistoryPage]:
        total = self._log.total()
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self._log.settled, self._reached)
            while (page := coming.result())[0]:
                events, reached = page
                coming = ahead.submit(self._log.settled, reached)
                done = self._done + len(events)
                yield HistoryPage(events, done, max(done, total))
                failpoint("rebuild.advance")
                self._builds.advance(self._schema, reached, done)
                self._reached, self._done = reached, done
                failpoint("rebuild.advanced")
        failpoint("rebuild.finish")
        self._builds.finish(self._schema)
        failpoint("rebuild.finished")

    def compare(self, project: Project) -> Comparison:
        self._catch_up(project)
        return compare_tables(self._sessions.operator, self._projection, live=self._projection.name, fresh=self._schema)

    def swap(self, project: Project) -> None:
        name = self._projection.name
        with self._sessions.standstill(name):
            self._catch_up(project)
            failpoint("rebuild.swap")
            self._builds.drop(previous_of(name))
            self._builds.rename(name, previous_of(name))
            self._builds.rename(self._schema, name)
        failpoint("rebuild.swapped")

    def _catch_up(self, project: Project) -> None:
        """Everything visible, settled or not: what becomes visible later is still to be delivered to the projector."""
        events, reached = self._log.visible(self._reached)
        while events:
            project(events)
            events, reached = self._log.visible(reached)


class PostgresPrevious:
    def __init__(self, projection: Projection, reader: FactReader, sessions: "_Sessions") -> None:
        self._name = projection.name
        self._previous = previous_of(projection.name)
        self._sessions = sessions
        self._log = LogPages(sessions.operator, reader, projection)
        self._store = PostgresProjectionStore(sessions.pool, projection, reader, schema=self._previous)

    @property
    def store(self) -> ProjectionStore:
        return self._store

    def missed(self) -> Iterator[Events]:
        return self._log.missed(self._name, self._previous)

    def swap_back(self, project: Project) -> None:
        aside = f"{self._name}_aside"
        with self._sessions.standstill(self._name):
            for events in self.missed():
                project(events)
            failpoint("rollback.swap")
            self._sessions.builds.rename(self._name, aside)
            self._sessions.builds.rename(self._previous, self._name)
            self._sessions.builds.rename(aside, self._previous)
        failpoint("rollback.swapped")


@dataclass(frozen=True, slots=True)
class _Sessions:
    """``owner`` owns the schemas, ``operator`` reads every tenant, ``pool`` writes as the projector."""

    owner: Connection[Any]
    operator: Connection[Any]
    pool: Pool

    @property
    def builds(self) -> Builds:
        return Builds(self.owner)

    @contextmanager
    def standstill(self, name: str) -> Iterator[None]:
        """One transaction in which no projector works on the serving tables.

        A projector's first statement reads progress: it waits here and then finds the new schema by name.
        """
        with self.owner.transaction():
            self.owner.execute("SET LOCAL lock_timeout = '30s'")
            self.owner.execute(_LOCK.format(sql.Identifier(name, "progress")))
            yield


@contextmanager
def _sessions(url: str, projection: Projection) -> Iterator[_Sessions]:
    """The login owns the schemas and may act as ``sre_projector`` (writes) and ``sre_admin`` (reads every tenant)."""
    with ExitStack() as stack:
        owner = stack.enter_context(psycopg.connect(url, autocommit=True, connect_timeout=10))
        locked = owner.execute(_TRY_LOCK, (projection.name,)).fetchone()
        if locked is None or not locked[0]:
            raise RebuildRunning(projection.name)
        # A closed session keeps its locks until the server has noticed; the next rebuild may come sooner.
        stack.callback(_unlock, owner, projection.name)
        owner.execute("SET client_min_messages = warning")
        operator = stack.enter_context(
            psycopg.connect(url, autocommit=True, connect_timeout=10, options="-c role=sre_admin -c jit=off")
        )
        pool = stack.enter_context(
            connect_pool(url, role="sre_projector", application="sre-rebuild", statement_timeout_ms=_BATCH_TIMEOUT_MS)
        )
        yield _Sessions(owner, operator, pool)


def _of_this_version(projection: Projection, kept: Build) -> None:
    if kept.version != projection.version:
        raise NothingKept(
            f"the tables in {kept.schema_name} are of version {kept.version}, and this program writes"
            f" version {projection.version}"
        )


def _unlock(owner: Connection[Any], name: str) -> None:
    if not owner.broken:
        owner.execute("SELECT pg_advisory_unlock(hashtextextended('rebuild ' || %s, 0))", (name,))


_TRY_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('rebuild ' || %s, 0))"
# Projectors begin with SELECT … FOR UPDATE and wait; who only reads goes on.
_LOCK = sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE")

_: type[Rebuild] = PostgresRebuild
__: type[Previous] = PostgresPrevious
