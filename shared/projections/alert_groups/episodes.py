"""One row per episode of an alert: when it fired, how it ended, who saw it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.alert.facts import AlertAcknowledged, AlertIngested, AlertWentStale
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import AlertStatus
from shared.projections.projection import Key, ProjectionView


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """An episode that is still ``firing`` although a later one exists ended unseen: its resolve never came."""

    alert_id: UUID
    episode: int
    status: str
    severity: str
    starts_at: datetime
    ends_at: datetime | None
    stale_at: datetime | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.alert_id, envelope.data.episode),)


def _evolve(key: Key, row: EpisodeRow | None, envelope: Envelope[Any]) -> EpisodeRow | None:
    match fact := envelope.data:
        case AlertIngested():
            return EpisodeRow(
                alert_id=key[0],
                episode=key[1],
                status=fact.status,
                severity=fact.severity.value,
                starts_at=fact.starts_at,
                ends_at=fact.ends_at,
                stale_at=None,
                acknowledged_by=row.acknowledged_by if row else None,
                acknowledged_at=row.acknowledged_at if row else None,
            )
        case AlertAcknowledged() if row is not None:
            return replace(row, acknowledged_by=fact.acknowledged_by, acknowledged_at=fact.acknowledged_at)
        case AlertWentStale() if row is not None:
            return replace(row, status=AlertStatus.STALE.value, stale_at=fact.stale_at)
        case _:
            return None


episodes = ProjectionView(
    table="episode",
    row=EpisodeRow,
    key_columns=2,
    handles=frozenset({AlertIngested, AlertAcknowledged, AlertWentStale}),
    keys=_keys,
    evolve=_evolve,
)
