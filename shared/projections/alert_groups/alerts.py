"""One row per alert: its current episode."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.alert.facts import (
    AlertAcknowledged,
    AlertIngested,
    AlertSightingIgnored,
    AlertUncorrelated,
    AlertWentStale,
)
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import AlertStatus
from shared.projections.projection import Key, ProjectionView, version_of
from shared.projections.tokens import searchable


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    alert_id: UUID
    status: str
    name: str
    severity: str
    source: str
    source_name: str
    fingerprint: str
    labels: dict[str, str]
    annotations: dict[str, str]
    environment_id: str | None
    generator_url: str | None
    group_key: str | None
    episode: int
    starts_at: datetime
    ends_at: datetime | None
    last_seen_at: datetime
    """When the last sight that changed something was received; resends do not move it, going stale does."""
    stale_at: datetime | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    updated_at: datetime
    version: int
    words: str


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.alert_id,),)


def _evolve(_key: Key, row: AlertRow | None, envelope: Envelope[Any]) -> AlertRow | None:
    fact = envelope.data
    at, version = envelope.occurred_at, version_of(envelope)
    if isinstance(fact, AlertIngested):
        return _sighted(row, fact, at, version)
    if row is None:
        return None
    match fact:
        case AlertAcknowledged() if fact.episode == row.episode:
            return replace(
                row,
                acknowledged_by=fact.acknowledged_by,
                acknowledged_at=fact.acknowledged_at,
                updated_at=at,
                version=version,
            )
        case AlertWentStale() if fact.episode == row.episode:
            return replace(
                row,
                status=AlertStatus.STALE.value,
                stale_at=fact.stale_at,
                last_seen_at=fact.last_seen_at,
                updated_at=at,
                version=version,
            )
        case _:
            return replace(row, updated_at=at, version=version)


def _sighted(row: AlertRow | None, fact: AlertIngested, at: datetime, version: int) -> AlertRow:
    acknowledged = row if row is not None and row.episode == fact.episode else None
    return AlertRow(
        alert_id=fact.alert_id,
        status=fact.status,
        name=fact.name,
        severity=fact.severity.value,
        source=fact.source.value,
        source_name=fact.source_name,
        fingerprint=fact.fingerprint,
        labels=fact.labels,
        annotations=fact.annotations,
        environment_id=fact.environment_id,
        generator_url=fact.generator_url,
        group_key=fact.group_key,
        episode=fact.episode,
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        last_seen_at=fact.received_at,
        stale_at=None,
        acknowledged_by=acknowledged.acknowledged_by if acknowledged else None,
        acknowledged_at=acknowledged.acknowledged_at if acknowledged else None,
        updated_at=at,
        version=version,
        words=_words(row, fact),
    )


def _words(row: AlertRow | None, fact: AlertIngested) -> str:
    if row is not None and (row.name, row.labels, row.annotations) == (fact.name, fact.labels, fact.annotations):
        return row.words
    return searchable((fact.name, *fact.labels.values(), *fact.annotations.values()))


alerts = ProjectionView(
    table="alert",
    row=AlertRow,
    key_columns=1,
    handles=frozenset({AlertIngested, AlertAcknowledged, AlertWentStale, AlertUncorrelated, AlertSightingIgnored}),
    keys=_keys,
    evolve=_evolve,
)
