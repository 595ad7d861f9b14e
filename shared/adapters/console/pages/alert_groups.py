"""Groups of alerts as their source told them: what all members share is said once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.adapters.console.pictures.hour_blocks import count_per_hour, hour_blocks
from shared.adapters.console.pictures.picture import Picture
from shared.kernel.vocabulary import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMember:
    """One alert of a group."""

    alert: Any
    """The alert as it was answered."""
    labels: Mapping[str, str]
    """What only it has of labels, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCard:
    """One group."""

    name: str
    """What its alerts are called; of several names the first."""
    source_name: str
    """The source that told them."""
    severity: Severity
    """The worst of what fires, or of all where nothing does."""
    firing: int
    """How many of its alerts fire."""
    shared: Mapping[str, str]
    """Labels that all members have alike, by name."""
    members: tuple[AlertMember, ...]
    """What fires first, then the newest."""
    suppressed_by: tuple[Any, ...]
    """The silences because of which nobody is told of any of them; empty when somebody is told of one."""
    hours: Picture
    """Its last twenty-four hours."""
    incidents: tuple[str, ...]
    """The incidents that hold its alerts, by id."""


def alert_cards(firing: Sequence[Any], recent: Sequence[Any], now: datetime, zone: ZoneInfo) -> tuple[AlertCard, ...]:
    """Groups alerts by their source's own key, or by name where it told none; the worst group first."""
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for alert in {alert.alert_id: alert for alert in (*recent, *firing)}.values():
        groups[alert.source_name, alert.group_key or alert.name].append(alert)
    cards = [_card(alerts, now, zone) for alerts in groups.values()]
    return tuple(sorted(cards, key=lambda card: (not card.firing, -card.severity.rank, -card.firing, card.name)))


def _card(alerts: Sequence[Any], now: datetime, zone: ZoneInfo) -> AlertCard:
    ordered = sorted(alerts, key=lambda alert: (alert.status.value != "firing", -alert.starts_at.timestamp()))
    firing = [alert for alert in ordered if alert.status.value == "firing"]
    shared = _shared([alert.labels for alert in alerts])
    counts = count_per_hour([(alert.starts_at, alert.ends_at or alert.stale_at) for alert in alerts], now)
    return AlertCard(
        name=ordered[0].name,
        source_name=ordered[0].source_name,
        severity=max((alert.severity for alert in firing or ordered), key=lambda severity: severity.rank),
        firing=len(firing),
        shared=shared,
        members=tuple(
            AlertMember(alert=alert, labels={name: value for name, value in alert.labels.items() if name not in shared})
            for alert in ordered
        ),
        suppressed_by=_suppressions(firing),
        hours=hour_blocks(f"The last day of {ordered[0].name}", counts, zone),
        incidents=tuple(dict.fromkeys(str(alert.incident_id) for alert in firing if alert.incident_id is not None)),
    )


def _shared(labels: Sequence[Mapping[str, str]]) -> dict[str, str]:
    first, *others = labels
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}


def _suppressions(firing: Iterable[Any]) -> tuple[Any, ...]:
    """None where somebody is told of one of them."""
    by_alert = [alert.suppressed_by or () for alert in firing]
    if not by_alert or not all(by_alert):
        return ()
    return tuple({each.silence_id: each for suppressions in by_alert for each in suppressions}.values())
