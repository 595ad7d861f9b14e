"""Facts for tests of the read side, as the writer would have committed them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import psycopg

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.projections.reading import FactReader
from shared.domain.alert.facts import (
    AlertAcknowledged,
    AlertIngested,
    AlertSightingIgnored,
    AlertUncorrelated,
    AlertWentStale,
    Change,
)
from shared.domain.incident.facts import AlertsCorrelatedToIncident, IncidentCreated
from shared.domain.incident.values import AlertRef, Correlation
from shared.domain.published import FACTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import AlertId, IncidentId, RuleId, TenantId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import AlertSource, IncidentSource, Severity
from shared.kernel.wire import lane_of, wire_type

TENANT = TenantId(UUID("00000000-0000-4000-8000-00000000000a"))
OTHER_TENANT = TenantId(UUID("00000000-0000-4000-8000-00000000000b"))
RULE = RuleId(UUID("00000000-0000-4000-8000-0000000000ff"))
T0 = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CODEC = Codec(FACTS)
READER = FactReader(CODEC)


def minutes(count: float) -> datetime:
    return T0 + timedelta(minutes=count)


def named(name: str) -> UUID:
    return uuid5(RULE, name)


class Log:
    """Gives every fact the next version of its aggregate; ``facts`` is what the writer has committed, in order."""

    def __init__(self) -> None:
        self.facts: list[Envelope[Any]] = []
        self._versions: dict[tuple[TenantId, str, str], int] = {}

    def add(
        self, fact: Fact, *, at: datetime = T0, tenant: TenantId = TENANT, actor: str = "human:ana"
    ) -> Envelope[Any]:
        place = (tenant, fact.aggregate_type, fact.aggregate_id)
        self._versions[place] = version = self._versions.get(place, 0) + 1
        fact_id = uuid5(tenant, f"{fact.aggregate_type}/{fact.aggregate_id}/{version}")
        envelope = Envelope(
            message_id=fact_id,
            tenant_id=tenant,
            data=fact,
            occurred_at=at,
            producer="/sre/domain_writer",
            actor=actor,
            correlation_id=fact_id,
            aggregate_version=version,
        )
        self.facts.append(envelope)
        return envelope


def ingested(alert: str = "a", **changes: Any) -> AlertIngested:
    return AlertIngested.model_validate(
        {
            "alert_id": named(alert),
            "change": Change.NEW,
            "episode": 1,
            "source": AlertSource.PROMETHEUS,
            "source_name": "prod",
            "fingerprint": alert,
            "status": "firing",
            "name": "HighErrorRate",
            "severity": Severity.HIGH,
            "labels": {"alertname": "HighErrorRate", "service": "checkout"},
            "annotations": {},
            "starts_at": T0,
            "ends_at": None,
            "received_at": T0,
            "generator_url": None,
            "environment_id": None,
            "group_key": None,
        }
        | changes
    )


def acknowledged(alert: str = "a", episode: int = 1) -> AlertAcknowledged:
    return AlertAcknowledged(
        alert_id=AlertId(named(alert)),
        episode=episode,
        acknowledged_by="human:ana",
        acknowledged_at=minutes(2),
        note=None,
    )


def went_stale(alert: str = "a", episode: int = 1, last_seen_at: datetime = T0) -> AlertWentStale:
    return AlertWentStale(
        alert_id=AlertId(named(alert)), episode=episode, last_seen_at=last_seen_at, stale_at=minutes(500)
    )


def uncorrelated(alert: str = "a", incident: str = "i", episode: int = 1) -> AlertUncorrelated:
    return AlertUncorrelated(
        alert_id=AlertId(named(alert)),
        episode=episode,
        incident_id=IncidentId(named(incident)),
        reason="another team's",
        uncorrelated_by="human:ana",
    )


def sighting_ignored(alert: str = "a", episode: int = 1) -> AlertSightingIgnored:
    return AlertSightingIgnored(
        alert_id=AlertId(named(alert)),
        episode=episode,
        status="firing",
        starts_at=T0,
        ends_at=None,
        received_at=minutes(3),
        reason="late_retry",
    )


def created(incident: str = "i", number: int = 1, **changes: Any) -> IncidentCreated:
    return IncidentCreated.model_validate(
        {
            "incident_id": named(incident),
            "number": number,
            "title": "checkout fails",
            "description": "",
            "severity": Severity.HIGH,
            "source": IncidentSource.ALERT,
            "affected_resources": (),
            "service_ids": (),
            "created_by": "process:alert_correlation",
            "declared_at": T0,
            "detected_at": T0,
            "impact_started_at": T0,
            "correlation_key": "service=checkout",
            "follows": None,
        }
        | changes
    )


def correlated(incident: str = "i", alerts: Sequence[str] = ("a",), episode: int = 1) -> AlertsCorrelatedToIncident:
    return AlertsCorrelatedToIncident(
        incident_id=IncidentId(named(incident)),
        alerts=tuple(AlertRef(alert_id=AlertId(named(alert)), episode=episode) for alert in alerts),
        correlation=Correlation(
            rule_id=RULE, rule_version=3, correlation_key="service=checkout", matched={"service": "checkout"}
        ),
    )


def commit(url: str, facts: Iterable[Envelope[Any]]) -> None:
    """Into the fact log, in one transaction, as nobody but the writer does; chained hashes are not what is tested."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO domain.fact"
            " (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '')",
            [
                (
                    fact.tenant_id,
                    fact.aggregate_type,
                    UUID(fact.aggregate_id),
                    fact.aggregate_version,
                    fact.message_id,
                    _type_of(fact.data),
                    lane_of(fact.partition_key),
                    CODEC.encode(fact),
                )
                for fact in facts
            ],
        )


def _type_of(fact: Fact) -> str:
    return wire_type(type(fact))
