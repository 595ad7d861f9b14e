"""Numbers that are read when somebody asks: how much waits in the database, and how pools of connections do."""

from collections.abc import Iterable, Iterator

from shared.adapters.metrics import instruments as of
from shared.adapters.metrics.tally import Point, Tally
from shared.adapters.postgres.health import DatabaseCondition
from shared.adapters.postgres.pools import PoolCondition, pool_conditions


def process_points(tally: Tally) -> list[Point]:
    """Gives everything that is measured of this process."""
    return [*tally.points(), *_of_pools(pool_conditions())]


def installation_points(condition: DatabaseCondition | None) -> list[Point]:
    """Gives what is measured of all processes at once. None: the database has not answered."""
    answers = Point(of.DATABASE_ANSWERS, (), float(condition is not None))
    return [answers] if condition is None else [answers, *_of_database(condition)]


def _of_pools(pools: Iterable[PoolCondition]) -> Iterator[Point]:
    for pool in pools:
        yield Point(of.POOL_CONNECTIONS, (pool.name, "idle"), pool.idle)
        yield Point(of.POOL_CONNECTIONS, (pool.name, "used"), pool.used)
        yield Point(of.POOL_MOST, (pool.name,), pool.most)
        yield Point(of.POOL_PENDING, (pool.name,), pool.pending)
        yield Point(of.POOL_TIMEOUTS, (pool.name,), pool.timeouts)
        yield Point(of.POOL_WAITED, (pool.name,), pool.waited_s)


def _of_database(condition: DatabaseCondition) -> Iterator[Point]:
    yield Point(of.OUTBOX_EVENTS, ("domain",), condition.outbox.waiting)
    yield Point(of.OUTBOX_EVENTS, ("process",), condition.outbox.of_processes)
    yield Point(of.OUTBOX_AGE, (), condition.outbox.oldest_age_s)
    for line in condition.lines:
        yield Point(of.SUBSCRIPTION_MESSAGES, (line.name,), line.waiting)
        yield Point(of.SUBSCRIPTION_AGE, (line.name,), line.oldest_age_s)
        yield Point(of.DEAD_LETTERS, (line.name,), line.dead_letters)
    for projection, lag_s in condition.projection_lag().items():
        yield Point(of.PROJECTION_LAG, (projection,), lag_s)
    aside = condition.aside
    for reason, events in (("parked", aside.parked), ("poison", aside.poison), ("unread", aside.unread)):
        yield Point(of.ASIDE_EVENTS, (reason,), events)
    yield Point(of.QUARANTINE_BODIES, (), aside.quarantine)
    embedding = condition.embedding
    yield Point(of.EMBEDDING_DOCUMENTS, ("due",), embedding.due)
    yield Point(of.EMBEDDING_DOCUMENTS, ("settling",), embedding.waiting - embedding.due)
    yield Point(of.EMBEDDING_OVERDUE, (), embedding.oldest_due_s)
    for timers in condition.timers:
        yield Point(of.TIMERS, (timers.workflow,), timers.waiting)
        yield Point(of.TIMER_OVERDUE, (timers.workflow,), timers.overdue_s)
    for source in condition.silent_sources:
        yield Point(of.SOURCE_SILENCE, (source.name,), source.silent_s)
