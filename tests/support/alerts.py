"""One alert as its source tells of it, and the facts that follow."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared.domain.alert.decide import alert
from shared.domain.alert.facts import (
    AlertAcknowledged,
    AlertIngested,
    AlertSightingIgnored,
    AlertUncorrelated,
    AlertWentStale,
    Change,
)
from shared.domain.alert.intents import IngestAlert
from shared.kernel.ids import AlertId, IncidentId
from shared.kernel.vocabulary import AlertSource, Severity
from tests.support.given import ANA, NOON, Given

ALERT = AlertId(UUID("00000000-0000-4000-8000-0000000000a1"))
INCIDENT = IncidentId(UUID("00000000-0000-4000-8000-0000000000c1"))
RETRY_WINDOW = timedelta(seconds=60)

given = Given(alert)


def sighted(status: str = "firing", *, received_at: datetime = NOON, **changes: Any) -> IngestAlert:
    told = {
        "alert_id": ALERT,
        "source": AlertSource.PROMETHEUS,
        "source_name": "prod",
        "fingerprint": "d6f9b0",
        "status": status,
        "name": "HighErrorRate",
        "severity": Severity.HIGH,
        "labels": {"alertname": "HighErrorRate", "service": "checkout"},
        "annotations": {"summary": "5xx above 5 %"},
        "starts_at": NOON,
        "received_at": received_at,
        "generator_url": "http://prometheus/graph",
        "retry_window_s": 60,
    }
    return IngestAlert.model_validate(told | changes)


def ingested(
    change: Change, status: str = "firing", *, episode: int = 1, received_at: datetime = NOON, **changes: Any
) -> AlertIngested:
    fact = {
        "alert_id": ALERT,
        "change": change,
        "episode": episode,
        "source": AlertSource.PROMETHEUS,
        "source_name": "prod",
        "fingerprint": "d6f9b0",
        "status": status,
        "name": "HighErrorRate",
        "severity": Severity.HIGH,
        "labels": {"alertname": "HighErrorRate", "service": "checkout"},
        "annotations": {"summary": "5xx above 5 %"},
        "starts_at": NOON,
        "ends_at": None,
        "received_at": received_at,
        "generator_url": "http://prometheus/graph",
        "environment_id": None,
        "group_key": None,
    }
    return AlertIngested.model_validate(fact | changes)


NEW = ingested(Change.NEW)


def resolved_at(received_at: datetime, **changes: Any) -> AlertIngested:
    return ingested(Change.RESOLVED, "resolved", received_at=received_at, **changes)


def acknowledged(by: str = ANA, *, at: datetime = NOON, episode: int = 1) -> AlertAcknowledged:
    return AlertAcknowledged(alert_id=ALERT, episode=episode, acknowledged_by=by, acknowledged_at=at, note=None)


def went_stale(*, last_seen_at: datetime = NOON, at: datetime, episode: int = 1) -> AlertWentStale:
    return AlertWentStale(alert_id=ALERT, episode=episode, last_seen_at=last_seen_at, stale_at=at)


def ignored(
    status: str, reason: str, *, received_at: datetime, starts_at: datetime = NOON, episode: int = 1
) -> AlertSightingIgnored:
    fact = {"status": status, "reason": reason, "starts_at": starts_at, "received_at": received_at}
    return AlertSightingIgnored.model_validate({"alert_id": ALERT, "episode": episode, "ends_at": None} | fact)


def uncorrelated(*, episode: int = 1, incident_id: IncidentId = INCIDENT) -> AlertUncorrelated:
    return AlertUncorrelated(
        alert_id=ALERT, episode=episode, incident_id=incident_id, reason="another team's", uncorrelated_by=ANA
    )
