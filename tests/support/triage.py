"""Alert correlation on a real database, as tests see it: what comes in, what is kept, what is asked for."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.adapters.postgres.processes.unreadable import PostgresUnreadableFacts
from shared.app.receive_process_facts import ReceiveProcessFacts
from shared.app.run_process import RunProcess
from shared.domain.alert.facts import Change
from shared.domain.published import FACTS, INTENTS
from shared.kernel.ids import TenantId
from shared.ports.wake import NoWaker
from shared.processes.alert_correlation.react import alert_correlation
from tests.support.facts import T0, TENANT, Log, ingested

CODEC = Codec((*INTENTS, *FACTS))
TABLES = ("instance", "association", "timer", "progress", "outbox")


class Killed(BaseException):
    """The process is gone."""


def receiver(pool: Pool) -> ReceiveProcessFacts[Any]:
    run = RunProcess(
        process=alert_correlation,
        store=PostgresProcessStore(pool, "alert_correlation"),
        encode=CODEC.encode,
        waker=NoWaker(),
    )
    unreadable = PostgresUnreadableFacts(pool, "alert_correlation")
    return ReceiveProcessFacts(run=run, decode=CODEC.decode, published=FACTS, unreadable=unreadable)


def events(log: Log) -> list[dict[str, Any]]:
    return [json.loads(CODEC.encode(fact)) for fact in log.facts]


def storm(tenant: TenantId = TENANT) -> Log:
    """Two hundred alerts of ten services."""
    log = Log()
    for number in range(200):
        labels = {"alertname": "HighErrorRate", "service": f"service-{number % 10}"}
        log.add(ingested(f"alert-{number}", labels=labels), tenant=tenant)
    return log


def cleared_long_ago(count: int, tenant: TenantId = TENANT) -> Log:
    log = Log()
    for number in range(count):
        labels = {"service": f"service-{number}"}
        over = {"change": Change.RESOLVED, "status": "resolved", "ends_at": T0}
        log.add(ingested(f"alert-{number}", labels=labels), tenant=tenant)
        log.add(ingested(f"alert-{number}", labels=labels, **over), at=T0 + timedelta(minutes=1), tenant=tenant)
    return log


def contents(url: str) -> dict[str, list[Any]]:
    with psycopg.connect(url) as connection:
        return {
            table: connection.execute(
                f"SELECT to_jsonb(t) - 'started_at' - 'updated_at' FROM process.{table} t ORDER BY 1"
            ).fetchall()
            for table in TABLES
        }


def requests(url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT event::json ->> 'type', tenant_id, topic, aggregate_type, aggregate_id, event::json ->> 'id'"
            " FROM process.outbox ORDER BY position"
        ).fetchall()


def kill_at(name: str) -> Callable[[str], None]:
    def hook(reached: str) -> None:
        if reached == name:
            raise Killed

    return hook
