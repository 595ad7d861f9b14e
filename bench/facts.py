"""Facts as the writer would have written them, in bulk."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

import psycopg

from shared.adapters.cloudevents.codec import Codec
from shared.domain.alert.facts import AlertIngested, Change
from shared.domain.published import FACTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import AlertId, TenantId
from shared.kernel.vocabulary import AlertSource, Severity
from shared.kernel.wire import lane_of, partition_key, wire_type

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


def store_facts(url: str, count: int, *, seed: int, versions: int = 1, outbox: bool = True) -> list[str]:
    """``count`` facts of ``count / versions`` alerts, and their outbox rows, by COPY; the events' texts."""
    events: list[str] = []
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        columns = "tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash"
        with cursor.copy(f"COPY domain.fact ({columns}) FROM STDIN") as copy:
            for number in range(count // versions):
                alert = uuid5(UUID(int=seed), str(number))
                lane = lane_of(partition_key(TENANT, "alert", str(alert)))
                for version in range(1, versions + 1):
                    envelope = a_fact(alert, version)
                    event = _CODEC.encode(envelope)
                    events.append(event)
                    kind = wire_type(AlertIngested)
                    copy.write_row((TENANT, "alert", alert, version, envelope.message_id, kind, lane, event, b""))
        if outbox:
            cursor.execute(
                "INSERT INTO domain.outbox (position, lane) SELECT position, lane FROM domain.fact f"
                " WHERE tx = pg_current_xact_id()"
            )
    return events
