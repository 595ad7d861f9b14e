"""Events as Kubernetes keeps them: many of one kind are one with its count, the newest stay."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from shared.adapters.kubernetes.parts import Item, mapping, text
from shared.diagnosis.redaction import redact
from shared.diagnosis.snapshot import ObjectKey, ObservedEvent

#: Numbers, durations and ids that differ between two tellings of one thing.
_VARYING = re.compile(r"\d[\d.]*(?:ms|s|m|h)?|[0-9a-f]{8,}")
_LONGEST_MESSAGE = 4_000


def told(items: Iterable[Item], cluster: str, most: int) -> tuple[ObservedEvent, ...]:
    """Reads events of either API, puts the same ones together and keeps the newest ``most``, oldest first.

    Their evidence is not named yet: its text is made of them.
    """
    together: dict[tuple[ObjectKey, str, str], ObservedEvent] = {}
    for item in items:
        event = _event(item, cluster)
        key = (event.about, event.reason, _VARYING.sub("0", event.message))
        together[key] = _joined(together[key], event) if key in together else event
    newest = sorted(together.values(), key=lambda event: (_at(event.last_at), event.about, event.reason, event.message))
    return tuple(newest[-most:])


def shown(events: Sequence[ObservedEvent]) -> str:
    """Gives one line for each, as a person would read them."""
    return "\n".join(
        f"{event.last_at.isoformat() if event.last_at else '-'} {event.type} {event.reason} "
        f"{event.about.kind}/{event.about.name} x{event.count}: {event.message}"
        for event in events
    )


def _event(item: Item, cluster: str) -> ObservedEvent:
    about = mapping(item, "involvedObject") or mapping(item, "regarding")
    series = mapping(item, "series")
    first = _moment(item, "firstTimestamp", "deprecatedFirstTimestamp", "eventTime")
    last = _moment(series, "lastObservedTime") or _moment(item, "lastTimestamp", "deprecatedLastTimestamp", "eventTime")
    return ObservedEvent(
        about=ObjectKey(
            cluster,
            text(about, "kind"),
            text(about, "namespace"),
            text(about, "name"),
            _group(text(about, "apiVersion")),
        ),
        reason=text(item, "reason"),
        message=redact((text(item, "message") or text(item, "note"))[:_LONGEST_MESSAGE]),
        type=text(item, "type") or "Normal",
        count=_count(series.get("count") or item.get("count") or item.get("deprecatedCount")),
        first_at=first,
        last_at=last or first or _moment(mapping(item, "metadata"), "creationTimestamp"),
        evidence_id="",
    )


def _joined(one: ObservedEvent, other: ObservedEvent) -> ObservedEvent:
    newer = max(one, other, key=lambda event: (_at(event.last_at), event.message))
    firsts = [at for at in (one.first_at, other.first_at) if at]
    return replace(newer, count=one.count + other.count, first_at=min(firsts, default=None))


def _count(found: Any) -> int:
    return found if isinstance(found, int) and found > 0 else 1


def _group(api_version: str) -> str:
    return api_version.rpartition("/")[0]


def _moment(item: Item, *fields: str) -> datetime | None:
    for field in fields:
        try:
            at = datetime.fromisoformat(text(item, field))
        except ValueError:
            continue
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None


def _at(moment: datetime | None) -> float:
    return moment.timestamp() if moment else float("-inf")
