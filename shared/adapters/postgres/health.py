"""How much waits where, and since when: numbers of the whole installation, nothing of any tenant."""

from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row

from shared.adapters.deadline import DeadlineExceeded, deadline
from shared.adapters.postgres.connection import Pool, transaction

# The oldest position is the oldest fact: only what waits is looked at, however long the log is. What was parked waits
# in the outbox too, for a person.
_OUTBOX = """
    SELECT (SELECT count(*) FROM domain.outbox) AS waiting,
           COALESCE((
               SELECT extract(epoch FROM clock_timestamp() - f.recorded_at)
               FROM domain.outbox o JOIN domain.fact f ON f.position = o.position
               WHERE NOT EXISTS (
                   SELECT FROM domain.parked p
                   WHERE p.tenant_id = f.tenant_id AND p.aggregate_type = f.aggregate_type
                     AND p.aggregate_id = f.aggregate_id)
               ORDER BY o.position LIMIT 1), 0)::float8 AS oldest_age_s,
           (SELECT count(*) FROM process.outbox) AS of_processes
"""
_LINES = """
    SELECT subscription AS name, waiting, oldest_age_s, dead_letters FROM transport.backlog()
    WHERE active OR waiting > 0
"""
_ASIDE = """
    SELECT (SELECT count(*) FROM domain.parked) + (SELECT count(*) FROM process.parked) AS parked,
           (SELECT count(*) FROM domain.poison WHERE redriven_at IS NULL) AS poison,
           (SELECT count(*) FROM projection.unread)
               + (SELECT count(*) FROM process.unreadable WHERE redriven_at IS NULL) AS unread,
           (SELECT count(*) FROM intake.quarantine WHERE status = 'waiting') AS quarantine
"""
_EMBEDDING = """
    SELECT count(*) AS waiting,
           count(*) FILTER (WHERE due_at <= statement_timestamp()) AS due,
           greatest(COALESCE(extract(epoch FROM statement_timestamp() - min(due_at)), 0), 0)::float8 AS oldest_due_s
    FROM knowledge.waiting
"""
_TIMERS = """
    SELECT workflow_type AS workflow, count(*) AS waiting,
           greatest(COALESCE(extract(epoch FROM statement_timestamp() - min(due_at)), 0), 0)::float8 AS overdue_s
    FROM process.timer GROUP BY workflow_type ORDER BY workflow_type
"""
_SILENT = """
    SELECT source AS name, extract(epoch FROM clock_timestamp() - min(silent_since))::float8 AS silent_s
    FROM slo.source_silence GROUP BY source ORDER BY source
"""
_PROJECTOR = "projector-"


@dataclass(frozen=True, slots=True)
class OutboxCondition:
    #: Facts, and since when the oldest of them waits.
    waiting: int
    oldest_age_s: float
    #: Messages of workflows; they carry no time of their own.
    of_processes: int = 0


@dataclass(frozen=True, slots=True)
class QueueCondition:
    """One subscription."""

    name: str
    waiting: int
    oldest_age_s: float
    dead_letters: int


@dataclass(frozen=True, slots=True)
class Aside:
    """What was put aside and waits for a person."""

    parked: int
    poison: int
    unread: int
    quarantine: int


@dataclass(frozen=True, slots=True)
class EmbeddingBacklog:
    """Documents that are found by words and not yet by meaning; those that are due have settled."""

    waiting: int
    due: int
    #: Seconds since the one that has been due longest became so.
    oldest_due_s: float


@dataclass(frozen=True, slots=True)
class WorkflowTimers:
    """Of all workflows of one type."""

    workflow: str
    waiting: int
    #: Seconds since the first of them was to fire; 0 while none is due.
    overdue_s: float


@dataclass(frozen=True, slots=True)
class SilentSource:
    """A source answers for none of some tenant's objectives."""

    name: str
    silent_s: float


@dataclass(frozen=True, slots=True)
class DatabaseCondition:
    outbox: OutboxCondition
    lines: tuple[QueueCondition, ...]
    aside: Aside
    embedding: EmbeddingBacklog = EmbeddingBacklog(0, 0, 0.0)
    silent_sources: tuple[SilentSource, ...] = ()
    timers: tuple[WorkflowTimers, ...] = ()

    def projection_lag(self) -> dict[str, float]:
        """Gives seconds by read model: it is as far behind as the oldest fact that is still on its way to it."""
        lag: dict[str, float] = {}
        for line in self.lines:
            if line.name.startswith(_PROJECTOR):
                view = line.name.removeprefix(_PROJECTOR).partition(".")[0].replace("-", "_")
                lag[view] = max(lag.get(view, 0.0), line.oldest_age_s, self.outbox.oldest_age_s)
        return lag


def alive(pool: Pool) -> None:
    """Raises what psycopg raises when the database is away; returns when it has answered anything."""
    with transaction(pool) as connection:
        connection.execute("SELECT 1")


def alive_within(pool: Pool, seconds: float) -> None:
    """Raises also when it has not answered in time."""
    try:
        with deadline(seconds, "database"):
            alive(pool)
    except DeadlineExceeded as late:
        raise psycopg.OperationalError(f"the database has not answered within {seconds:g} s") from late


def examine(pool: Pool) -> DatabaseCondition:
    """For the role sre_admin. Raises what psycopg raises when the database is away."""
    with transaction(pool) as connection:
        outbox = connection.cursor(row_factory=class_row(OutboxCondition)).execute(_OUTBOX).fetchone()
        lines = connection.cursor(row_factory=class_row(QueueCondition)).execute(_LINES).fetchall()
        aside = connection.cursor(row_factory=class_row(Aside)).execute(_ASIDE).fetchone()
        embedding = connection.cursor(row_factory=class_row(EmbeddingBacklog)).execute(_EMBEDDING).fetchone()
        timers = connection.cursor(row_factory=class_row(WorkflowTimers)).execute(_TIMERS).fetchall()
        silent = connection.cursor(row_factory=class_row(SilentSource)).execute(_SILENT).fetchall()
    return DatabaseCondition(
        outbox or OutboxCondition(0, 0.0),
        tuple(lines),
        aside or Aside(0, 0, 0, 0),
        embedding or EmbeddingBacklog(0, 0, 0.0),
        tuple(silent),
        tuple(timers),
    )
