"""Wires intake: senders on one side, the broker and the quarantine on the other."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.http.failures import tell_failures
from shared.adapters.http.front import Front, known_to, only_post, with_credentials
from shared.adapters.http.problem import HttpProblem
from shared.adapters.http.request_body import Kept
from shared.adapters.postgres.connection import TRANSIENT, Pool, connect_pool
from shared.adapters.postgres.intake import (
    PostgresQuarantine,
    PostgresQuarantineAdmin,
    PostgresReconcileRequests,
    Quota,
)
from shared.adapters.postgres.source_tally import PostgresSourceTally
from shared.adapters.postgres.sources import PostgresSources
from shared.app.accept_webhook import AcceptWebhook
from shared.app.publish_alerts import PublishAlerts
from shared.app.redrive_quarantine import RedriveQuarantine
from shared.bootstrap.source_kinds import SOURCE_KINDS, by_name
from shared.bootstrap.telemetry import start_telemetry
from shared.bootstrap.transport import build_publisher
from shared.domain.alert.intents import IngestAlert
from shared.domain.health_check.intents import RecordHealthCheck
from shared.kernel.ids import TenantId
from shared.ports.clock import Clock, SystemClock
from shared.ports.intake import IntakeUnavailable, Source, Sources, SourceTally
from shared.ports.transport import Publisher, TransportUnavailable
from shared.settings import DatabaseSettings, RetentionSettings, TransportSettings

#: A body of a known sender is kept whole up to here, parsed or not.
_BODY = Kept(kept=64 * 1024 * 1024, kept_of_larger=1024 * 1024, seconds=30.0)
_AWAY = HttpProblem(
    status=503,
    code="intake.unavailable",
    title="Nothing is lost if it is sent again",
    headers={"Retry-After": "5"},
)
#: Rows by key; what takes longer waits for a database that is frozen, and its sender is told to come again.
_STATEMENT_MS = 7_000


@dataclass(frozen=True, slots=True)
class Intake:
    sources: Sources
    tally: SourceTally
    accept: AcceptWebhook
    clock: Clock


@lru_cache(maxsize=1)
def build_intake() -> Intake:
    """Wires intake once per process, from the environment, with the role sre_ingest."""
    start_telemetry("ingest_alert")
    database = DatabaseSettings()
    pool = connect_pool(
        database.database_url,
        role="sre_ingest",
        application="ingest_alert",
        max_size=database.database_pool,
        statement_timeout_ms=_STATEMENT_MS,
    )
    publisher = build_publisher(
        TransportSettings(),
        database,
        role="sre_ingest",
        application="ingest_alert-publish",
        statement_timeout_ms=_STATEMENT_MS,
    )
    accept = AcceptWebhook(
        kinds=by_name(SOURCE_KINDS),
        publish=_publish_alerts(publisher),
        quarantine=PostgresQuarantine(pool, _quota()),
        reconcile=PostgresReconcileRequests(pool),
    )
    return Intake(PostgresSources(pool), PostgresSourceTally(pool), accept, SystemClock())


def redrive_of(pool: Pool, publisher: Publisher, tenant_id: TenantId) -> RedriveQuarantine:
    """Wires the redrive of a tenant's quarantine; the pool's role may see it."""
    return RedriveQuarantine(
        kinds=by_name(SOURCE_KINDS),
        publish=_publish_alerts(publisher),
        quarantine=PostgresQuarantineAdmin(pool, tenant_id),
        sources=PostgresSources(pool),
    )


def guard(app: Flask, intake: Callable[[], Intake] = build_intake) -> None:
    """Puts the front before ``ingest_alert``, so that unknown senders never reach the framework.

    It is called from ``main.py`` with ``flask.current_app``.
    """

    def find(token: str) -> Source | None:
        return intake().sources.find(token)

    app.wsgi_app = Front(  # type: ignore[method-assign]
        app.wsgi_app,
        allow=only_post(frozenset(by_name(SOURCE_KINDS))),
        body=_BODY,
        credentials=with_credentials(challenged=frozenset(kind.name for kind in SOURCE_KINDS if kind.is_challenged)),
        caller=known_to(find),
    )
    tell_failures(app, dict.fromkeys((IntakeUnavailable, TransportUnavailable, *TRANSIENT), _AWAY))


def _publish_alerts(publisher: Publisher) -> PublishAlerts:
    return PublishAlerts(
        publisher=publisher,
        encode=Codec((IngestAlert, RecordHealthCheck)).encode,
        batch_attributes=batch_attributes,
        batch_data=batch_data,
    )


def _quota() -> Quota:
    settings = RetentionSettings()
    return Quota(bytes=settings.quarantine_source_bytes, entries=settings.quarantine_source_entries)
