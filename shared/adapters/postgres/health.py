"""How much waits where, and since when: numbers of the whole installation, nothing of any tenant."""

from dataclasses import dataclass

from psycopg.rows import class_row

from shared.adapters.postgres.connection import Pool, transaction

# The oldest position is the oldest fact: only what waits is looked at, however long the log is.
_OUTBOX = """
    SELECT waiting, COALESCE(extract(epoch FROM clock_timestamp() - f.recorded_at), 0)::float8 AS oldest_age_s
    FROM (SELECT count(*) AS waiting, min(position) AS oldest FROM domain.outbox) o
    LEFT JOIN domain.fact f ON f.position = o.oldest
"""
_LINES = """
    SELECT subscription AS name, waiting, oldest_age_s, dead_letters FROM transport.backlog()
    WHERE active OR waiting > 0
"""
_ASIDE = """
    SELECT (SELECT count(*) FROM domain.parked) AS parked,
           (SELECT count(*) FROM domain.poison WHERE redriven_at IS NULL) AS poison,
           (SELECT count(*) FROM projection.unread) AS unread,
           0::bigint AS quarantine
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    waiting: int
    oldest_age_s: float


@dataclass(frozen=True, slots=True)
class Line:
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
class Condition:
    outbox: Waiting
    lines: tuple[Line, ...]
    aside: Aside


def examine(pool: Pool) -> Condition:
    """For the role sre_admin. Raises what psycopg raises when the database is away."""
    with transaction(pool) as connection:
        outbox = connection.cursor(row_factory=class_row(Waiting)).execute(_OUTBOX).fetchone()
        lines = connection.cursor(row_factory=class_row(Line)).execute(_LINES).fetchall()
        aside = connection.cursor(row_factory=class_row(Aside)).execute(_ASIDE).fetchone()
    return Condition(outbox or Waiting(0, 0.0), tuple(lines), aside or Aside(0, 0, 0, 0))
