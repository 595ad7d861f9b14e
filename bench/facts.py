"""Facts as the writer would have written them, in bulk."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import psycopg

from shared.adapters.cloudevents.codec import Codec
from shared.domain.alert.facts import AlertIngested, Change
from shared.domain.published import FACTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import AlertId, TenantId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import AlertSource, Severity
from shared.kernel.wire import lane_of, wire_type

TENANT = TenantId(UUID(int=526))
_CODEC = Codec(FACTS)
_NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def a_fact(alert: UUID, version: int) -> Envelope[AlertIngested]:
    """A new firing alert (version 1), and resolves and re-fires after it."""
    firing = version % 2 == 1
    data = AlertIngested(
        alert_id=AlertId(alert),
        change=Change.NEW if version == 1 else Change.REFIRED if firing else Change.RESOLVED,
        episode=(version + 1) // 2,
        source=AlertSource.PROMETHEUS,
        source_name="alertmanager",
        fingerprint=alert.hex[:16],
        status="firing" if firing else "resolved",
        name="CheckoutErrors",
        severity=Severity.CRITICAL,
        labels={"alertname": "CheckoutErrors", "service": f"shop-{alert.int % 50}", "severity": "critical"},
        annotations={"summary": "Checkout answers more than 5 % of requests with an error"},
        starts_at=_NOON,
        ends_at=None if firing else _NOON,
        received_at=_NOON,
        generator_url="http://prometheus.example:9090/graph",
        environment_id="production",
        group_key="{}:{}",
    )
    message_id = uuid5(alert, str(version))
    return Envelope(
        message_id=message_id,
        tenant_id=TENANT,
        data=data,
        occurred_at=_NOON,
        producer="/sre/domain_writer",
        actor="integration:alertmanager",
        correlation_id=message_id,
        aggregate_version=version,
    )


def a_fact_text(alert: UUID, version: int) -> str:
    return _CODEC.encode(a_fact(alert, version))


def copy_facts(cursor: psycopg.Cursor[Any], facts: Iterable[Envelope[Any]]) -> list[str]:
    """Into the log by COPY; the events' texts."""
    events: list[str] = []
    columns = "tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash"
    with cursor.copy(f"COPY domain.fact ({columns}) FROM STDIN") as copy:
        for fact in facts:
            data: Fact = fact.data
            event, kind = _CODEC.encode(fact), wire_type(type(data))
            place = (fact.tenant_id, fact.aggregate_type, fact.aggregate_id, fact.aggregate_version)
            copy.write_row((*place, fact.message_id, kind, lane_of(fact.partition_key), event, b""))
            events.append(event)
    return events


def store_facts(url: str, count: int, *, seed: int, versions: int = 1) -> list[str]:
    """``count`` facts of ``count / versions`` alerts, and their outbox rows, by COPY; the events' texts."""
    alerts = (uuid5(UUID(int=seed), str(number)) for number in range(count // versions))
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        facts = (a_fact(alert, version) for alert in alerts for version in range(1, versions + 1))
        events = copy_facts(cursor, facts)
        cursor.execute(
            "INSERT INTO domain.outbox (position, lane, tenant_id) SELECT position, lane, tenant_id FROM domain.fact f"
            " WHERE tx = pg_current_xact_id()"
        )
    return events
