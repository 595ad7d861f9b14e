"""Wires the domain writer: the only place where deciders meet the fact store."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.adapters.postgres.overdue import PostgresOverdueAggregates
from shared.adapters.postgres.retention import PostgresRetention
from shared.adapters.postgres.tenants import PostgresTenantDirectory
from shared.adapters.postgres.unreadable_intents import PostgresUnreadableIntents
from shared.app.handle_intents import HandleIntents
from shared.app.receive_intents import ReceiveIntents
from shared.app.retain import Retain
from shared.app.sweep_overdue import SweepOverdue
from shared.bootstrap.telemetry import start_telemetry
from shared.bootstrap.waking import own_waker
from shared.domain.published import FACTS, INTENTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.ports.clock import SystemClock
from shared.ports.retention import RetentionRule
from shared.settings import DatabaseSettings, RetentionSettings


@dataclass(frozen=True, slots=True)
class Writer:
    """Everything that the function ``domain_writer`` does, wired."""

    #: For callers that take the answer for a promise: durable on return, always.
    command: ReceiveIntents
    #: For deliveries of a broker, which come again unless they are acknowledged.
    receive: ReceiveIntents
    sweep: SweepOverdue
    retain: Retain

    def tick(self) -> "Ticked":
        """Judges silent alerts and removes what is over its time; both are tried, whatever one of them fails with."""
        try:
            judged = self.sweep()
        finally:
            removed = self.retain()
        return Ticked(judged, removed)


class Ticked(NamedTuple):
    """What one tick did: alerts that were judged, and rows that were removed or looked at for that."""

    judged: int
    removed: int


@lru_cache(maxsize=1)
def build_writer() -> Writer:
    """Wires the writer once per process, from the environment, with the role sre_writer."""
    start_telemetry("domain_writer")
    database = DatabaseSettings()
    asynchronous = not database.database_synchronous_commit
    command_pool = _pool(database, "domain_writer-command", synchronous_commit=True)
    pool = _pool(database, "domain_writer", synchronous_commit=False) if asynchronous else command_pool
    command, receive = _receiver(command_pool), _receiver(pool)
    sweep = SweepOverdue(handle=receive.handle, overdue=PostgresOverdueAggregates(pool), clock=SystemClock())
    return Writer(command, receive, sweep, _retain(pool))


#: Nothing is read of a session of the console that has ended.
_KEEP_ENDED_SESSIONS_DAYS = 1


def _retain(pool: Pool) -> Retain:
    settings = RetentionSettings()
    rules = (
        RetentionRule("outcomes", settings.keep_outcomes_days),
        RetentionRule("dead_letters", settings.keep_dead_letters_days),
        RetentionRule("most_dead_letters", settings.keep_dead_letters),
        RetentionRule("deliveries_to_nobody", settings.keep_dead_letters_days),
        RetentionRule("unreadable", settings.keep_unreadable_days),
        RetentionRule("most_unreadable", settings.keep_unreadable),
        RetentionRule("quarantine", settings.keep_quarantine_days),
        RetentionRule("quarantine_settled", settings.keep_quarantine_settled_days),
        RetentionRule("reconcile_requests", settings.keep_reconcile_requests_days),
        RetentionRule("most_reconcile_requests", settings.keep_reconcile_requests),
        RetentionRule("workflows", settings.keep_workflows_days),
        RetentionRule("evidence", settings.keep_evidence_days),
        RetentionRule("executions", settings.keep_executions_days),
        RetentionRule("vectors", settings.keep_vectors_days),
        RetentionRule("api_keys", settings.keep_api_keys_days),
        RetentionRule("console_sessions", _KEEP_ENDED_SESSIONS_DAYS),
    )
    return Retain(store=PostgresRetention(pool), rules=rules, every_s=settings.keep_look_every_s)


def _pool(database: DatabaseSettings, application: str, *, synchronous_commit: bool) -> Pool:
    return connect_pool(
        database.database_url,
        role="sre_writer",
        application=application,
        max_size=database.database_pool,
        synchronous_commit=synchronous_commit,
    )


def _receiver(pool: Pool) -> ReceiveIntents:
    codec = Codec((*INTENTS, *FACTS))
    handle = HandleIntents(
        store=PostgresFactStore(pool),
        aggregates=AGGREGATES_BY_TYPE,
        encode=codec.encode,
        waker=own_waker(),
    )
    return ReceiveIntents(
        handle=handle,
        decode=codec.decode,
        tenants=PostgresTenantDirectory(pool),
        unreadable=PostgresUnreadableIntents(pool),
    )
