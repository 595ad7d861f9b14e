"""Groups of alerts as their source told them: what all members share is said once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.adapters.console.pictures.hour_blocks import count_per_hour, hour_blocks
from shared.adapters.console.pictures.picture import Picture
from shared.kernel.vocabulary import Severity

#: Periods in which one alert fired: from when, and until when; None: it still does.
Episodes = Sequence[tuple[datetime, datetime | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMember:
    """One alert of a group."""

    alert: Any
    """The alert as it was answered."""
    labels: Mapping[str, str]
    """What only it has of labels, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCard:
    """One group of which something fires."""

    name: str
    """What its alerts are called; of several names the newest one's."""
    source_name: str
    """The source that told them."""
    severity: Severity
    """The worst of what fires."""
    firing: int
    """How many of its alerts fire."""
    shared: Mapping[str, str]
    """Labels that all members have alike, by name."""
    members: tuple[AlertMember, ...]
    """What fires, the newest first."""
    suppressed_by: tuple[Any, ...]
    """The silences because of which nobody is told of any of them; empty when somebody is told of one."""
    incidents: tuple[str, ...]
    """The incidents that hold its alerts, by id."""
    alert_ids: tuple[UUID, ...]
    """Its alerts, those that ended within the day included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedGroup:
    """A group of which nothing fires any more."""

    name: str
    """What its alerts are called."""
    last: Any
    """The alert that ended last, as it was answered."""
    ended_at: datetime
    """When that was, or since when it is not believed."""
    count: int
    """How many of its alerts ended within the day."""


def alert_cards(firing: Sequence[Any], recent: Sequence[Any]) -> tuple[AlertCard, ...]:
    """Groups what fires by its source's own key, or by name where it told none; the worst group first."""
    also = _grouped(recent)
    cards = [_card(alerts, also.get(key, ())) for key, alerts in _grouped(firing).items()]
    return tuple(sorted(cards, key=lambda card: (-card.severity.rank, -card.firing, card.name)))


def ended_groups(firing: Sequence[Any], recent: Sequence[Any]) -> tuple[EndedGroup, ...]:
    """Groups of which nothing fires, what ended last first."""
    fires = _grouped(firing)
    ended = [_ended(alerts) for key, alerts in _grouped(recent).items() if key not in fires]
    return tuple(sorted(ended, key=lambda group: group.ended_at, reverse=True))


def day_of(card: AlertCard, episodes: Mapping[UUID, Episodes], now: datetime, zone: ZoneInfo) -> Picture:
    """Draws the last twenty-four hours of a group, out of all the periods in which its alerts fired."""
    known = [stretch for alert_id in card.alert_ids for stretch in episodes.get(alert_id, ())]
    current = [(member.alert.starts_at, None) for member in card.members if member.alert.alert_id not in episodes]
    return hour_blocks(f"The last day of {card.name}", count_per_hour([*known, *current], now), zone)


def episodes_by_alert(listed: Any) -> Mapping[UUID, Episodes]:
    """The answer of ListAlertEpisodes alert by alert; none where there is no answer."""
    found: dict[UUID, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for episode in () if listed is None else listed.items:
        found[episode.alert_id].append((episode.starts_at, episode.ends_at or episode.stale_at))
    return found


def _grouped(alerts: Iterable[Any]) -> Mapping[tuple[str, str], list[Any]]:
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for alert in alerts:
        groups[alert.source_name, alert.group_key or alert.name].append(alert)
    return groups


def _card(firing: Sequence[Any], ended: Iterable[Any]) -> AlertCard:
    ordered = sorted(firing, key=lambda alert: alert.starts_at, reverse=True)
    shared = _shared([alert.labels for alert in ordered])
    return AlertCard(
        name=ordered[0].name,
        source_name=ordered[0].source_name,
        severity=max((alert.severity for alert in ordered), key=lambda severity: severity.rank),
        firing=len(ordered),
        shared=shared,
        members=tuple(
            AlertMember(alert=alert, labels={name: value for name, value in alert.labels.items() if name not in shared})
            for alert in ordered
        ),
        suppressed_by=_suppressions(ordered),
        incidents=tuple(dict.fromkeys(str(alert.incident_id) for alert in ordered if alert.incident_id is not None)),
        alert_ids=tuple(dict.fromkeys(alert.alert_id for alert in (*ordered, *ended))),
    )


def _ended(alerts: Sequence[Any]) -> EndedGroup:
    last = max(alerts, key=_end)
    return EndedGroup(name=last.name, last=last, ended_at=_end(last), count=len(alerts))


def _end(alert: Any) -> datetime:
    end: datetime = alert.ends_at or alert.stale_at or alert.last_seen_at
    return end


def _shared(labels: Sequence[Mapping[str, str]]) -> dict[str, str]:
    first, *others = labels
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}


def _suppressions(firing: Iterable[Any]) -> tuple[Any, ...]:
    """None where somebody is told of one of them."""
    by_alert = [alert.suppressed_by or () for alert in firing]
    if not by_alert or not all(by_alert):
        return ()
    return tuple({each.silence_id: each for suppressions in by_alert for each in suppressions}.values())
