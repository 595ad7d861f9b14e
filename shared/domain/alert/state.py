"""What an alert must remember in order to decide, and what is shown of it by id: its current episode."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from shared.domain.alert.facts import (
    AlertAcknowledged,
    AlertIngested,
    AlertSightingIgnored,
    AlertUncorrelated,
    AlertWentStale,
)
from shared.kernel.ids import AlertId, IncidentId
from shared.kernel.vocabulary import AlertSource, AlertStatus, Severity

AnyAlertFact = AlertIngested | AlertAcknowledged | AlertWentStale | AlertUncorrelated | AlertSightingIgnored


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    alert_id: AlertId
    source: AlertSource
    source_name: str
    fingerprint: str
    #: Firing, resolved or stale. An acknowledgement stands beside it and never hides it.
    status: AlertStatus
    episode: int
    name: str
    severity: Severity
    labels: dict[str, str]
    annotations: dict[str, str]
    starts_at: datetime
    ends_at: datetime | None
    generator_url: str | None
    environment_id: str | None
    group_key: str | None
    #: Of the newest sighting that became a fact; resends are not facts.
    received_at: datetime
    #: When we were first told that this episode is over, by our clock.
    resolve_received_at: datetime | None = None
    last_seen_at: datetime
    stale_at: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    #: Everybody who has acknowledged this episode.
    acknowledgers: tuple[str, ...] = field(default=())
    #: Incidents that this episode does not belong to after all.
    uncorrelated_from: tuple[IncidentId, ...] = field(default=())
    #: What intake had to cut, replace or guess.
    marks: tuple[str, ...] = field(default=())
    end_reason: str | None = None
    unwatched: bool = False
    #: What was claimed and is not taken as this episode's start or end; see `AlertIngested`.
    claimed_starts_at: datetime | None = None
    claimed_ends_at: datetime | None = None
    #: When the episode before this one was over at the latest, as far as it is known.
    previous_ended_at: datetime | None = None
    #: Sights of this episode's time that were heard and not believed.
    ignored_sightings: int = 0
    last_ignored_at: datetime | None = None


def evolve(state: Alert | None, fact: AnyAlertFact) -> Alert | None:
    """None is an alert that nobody has seen yet."""
    if isinstance(fact, AlertIngested):
        return _sighted(state, fact)
    if state is None:
        raise ValueError(f"the history of alert {fact.alert_id} does not begin with a sighting")
    match fact:
        case AlertAcknowledged():
            return _acknowledged(state, fact)
        case AlertWentStale():
            return replace(state, status=AlertStatus.STALE, stale_at=fact.stale_at, last_seen_at=fact.last_seen_at)
        case AlertUncorrelated():
            return replace(state, uncorrelated_from=(*state.uncorrelated_from, fact.incident_id))
        case AlertSightingIgnored():
            return replace(state, ignored_sightings=state.ignored_sightings + 1, last_ignored_at=fact.received_at)
        case _:
            assert_never(fact)


def _sighted(state: Alert | None, fact: AlertIngested) -> Alert:
    same_episode = state if state is not None and state.episode == fact.episode else None
    return Alert(
        alert_id=fact.alert_id,
        source=fact.source,
        source_name=fact.source_name,
        fingerprint=fact.fingerprint,
        status=AlertStatus(fact.status),
        episode=fact.episode,
        name=fact.name,
        severity=fact.severity,
        labels=fact.labels,
        annotations=fact.annotations,
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        generator_url=fact.generator_url,
        environment_id=fact.environment_id,
        group_key=fact.group_key,
        received_at=fact.received_at,
        resolve_received_at=fact.received_at if fact.status == "resolved" else None,
        last_seen_at=fact.received_at,
        acknowledged_by=same_episode.acknowledged_by if same_episode else None,
        acknowledged_at=same_episode.acknowledged_at if same_episode else None,
        acknowledgers=same_episode.acknowledgers if same_episode else (),
        uncorrelated_from=same_episode.uncorrelated_from if same_episode else (),
        marks=fact.marks,
        end_reason=fact.end_reason,
        unwatched=fact.unwatched,
        claimed_starts_at=fact.claimed_starts_at,
        claimed_ends_at=fact.claimed_ends_at,
        previous_ended_at=same_episode.previous_ended_at if same_episode else _end_before(state, fact),
        ignored_sightings=same_episode.ignored_sightings if same_episode else 0,
        last_ignored_at=same_episode.last_ignored_at if same_episode else None,
    )


def _end_before(state: Alert | None, fact: AlertIngested) -> datetime | None:
    """Of an episode whose resolve was lost it is known that it was over when the next one began."""
    if state is None:
        return None
    if state.status is AlertStatus.RESOLVED:
        return state.ends_at or state.resolve_received_at
    return fact.starts_at


def _acknowledged(state: Alert, fact: AlertAcknowledged) -> Alert:
    first = state.acknowledged_at is None
    return replace(
        state,
        acknowledged_by=fact.acknowledged_by if first else state.acknowledged_by,
        acknowledged_at=fact.acknowledged_at if first else state.acknowledged_at,
        acknowledgers=(*state.acknowledgers, fact.acknowledged_by),
    )
