"""The API over a real database and a recording gate: tenants, keys, and aggregates as the writer leaves them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb
from pydantic import TypeAdapter
from werkzeug.wrappers import Request

from shared.adapters.http.front import Front
from shared.adapters.http.request_body import AtMost
from shared.adapters.postgres.connection import Pool
from shared.app.feed import FeedLimits
from shared.bootstrap.api import MAX_BODIES, MAX_BODY, router_over
from shared.domain.alert.facts import AlertIngested, Change
from shared.domain.alert.state import evolve as fold_alert
from shared.domain.incident.evolve import evolve as fold_incident
from shared.domain.incident.facts import IncidentCreated
from shared.kernel.ids import AlertId, IncidentId, TenantId, derive
from shared.kernel.vocabulary import AlertSource, IncidentSource, Severity
from tests.support.command_gate import RecordingGate
from tests.support.json_client import JsonAnswer, JsonClient

ADA = TenantId(derive("test", "tenant", "ada"))
BOB = TenantId(derive("test", "tenant", "bob"))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Api:
    database_url: str
    pool: Pool
    gate: RecordingGate = field(default_factory=RecordingGate)
    #: Streams end by themselves before a test gets impatient.
    feed: FeedLimits = field(default_factory=lambda: FeedLimits(longest_s=0.2, poll_s=0.05))

    def __post_init__(self) -> None:
        router = router_over(self.pool, self.gate, self.feed)
        self.client = JsonClient(Front(Request.application(router.respond), body=AtMost(MAX_BODY, MAX_BODIES)))
        with psycopg.connect(self.database_url) as connection:
            for slug, tenant in (("ada", ADA), ("bob", BOB)):
                connection.execute(
                    "INSERT INTO access.tenant VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", (tenant, slug, slug)
                )

    def key(self, tenant: UUID, role: str, **columns: str) -> str:
        """A new API key; ``columns`` are SQL expressions for expires_at and revoked_at."""
        token = f"sre_{uuid4().hex}{uuid4().hex}"
        expires, revoked = columns.get("expires_at", "NULL"), columns.get("revoked_at", "NULL")
        with psycopg.connect(self.database_url) as connection:
            connection.execute(
                "INSERT INTO access.api_key (tenant_id, key_id, name, role, token_hash, expires_at, revoked_at)"
                f" VALUES (%s, %s, %s, %s, %s, {expires}, {revoked})",
                (tenant, derive(token), f"{role}-key", role, sha256(token.encode()).digest()),
            )
        return token

    def ask(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> JsonAnswer:
        sent = dict(headers or {})
        if key is not None:
            sent["Authorization"] = f"Bearer {key}"
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        content_type = sent.pop("Content-Type", "application/json" if data is not None else None)
        if data is None and method in ("POST", "PUT"):
            data = b""
        return self.client.open(path, method=method, data=data, headers=sent, content_type=content_type)

    def store(self, tenant: UUID, aggregate_type: str, aggregate_id: UUID, state: Mapping[str, Any], version: int = 1):
        with psycopg.connect(self.database_url) as connection:
            connection.execute(
                "INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash)"
                " VALUES (%s, %s, %s, %s, %s, '')",
                (tenant, aggregate_type, aggregate_id, version, Jsonb(dict(state))),
            )

    def incident(self, tenant: UUID, *, number: int = 1, status: str = "open", version: int = 1) -> UUID:
        incident_id = derive(tenant, "incident", number)
        self.store(tenant, "incident", incident_id, incident_state(number, tenant, status), version)
        return incident_id

    def alert(self, tenant: UUID, fingerprint: str = "f1") -> UUID:
        alert_id = derive(tenant, "alert", fingerprint)
        self.store(tenant, "alert", alert_id, alert_state(fingerprint, tenant))
        return alert_id


def alert_state(fingerprint: str, tenant: UUID) -> Mapping[str, Any]:
    fact = AlertIngested(
        alert_id=AlertId(derive(tenant, "alert", fingerprint)),
        change=Change.NEW,
        episode=1,
        source=AlertSource.PROMETHEUS,
        source_name="prod",
        fingerprint=fingerprint,
        status="firing",
        name="HighErrorRate",
        severity=Severity.HIGH,
        labels={"service": "checkout"},
        annotations={},
        starts_at=NOON,
        ends_at=None,
        received_at=NOON,
        generator_url=None,
        environment_id=None,
        group_key=None,
    )
    return _stored_form(fold_alert(None, fact))


def incident_state(number: int, tenant: UUID, status: str) -> Mapping[str, Any]:
    """Also holds something that no view declares."""
    fact = IncidentCreated(
        incident_id=IncidentId(derive(tenant, "incident", number)),
        number=number,
        title=f"Incident {number}",
        description="",
        severity=Severity.HIGH,
        source=IncidentSource.MANUAL,
        affected_resources=(),
        service_ids=(),
        created_by="human:ana",
        declared_at=NOON,
        detected_at=NOON,
        impact_started_at=NOON,
        correlation_key=None,
        follows=None,
    )
    return {**_stored_form(fold_incident(None, fact)), "status": status, "never_declared": "stays inside"}


def _stored_form(state: Any) -> Mapping[str, Any]:
    stored: Mapping[str, Any] = TypeAdapter(type(state)).dump_python(state, mode="json")
    return stored
