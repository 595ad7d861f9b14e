"""Several parts of what is known, put together in an order that depends on nothing but them."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from shared.diagnosis.snapshot import (
    EvidenceGap,
    LogTail,
    ObjectKey,
    Observed,
    ObservedAlert,
    ObservedChange,
    ObservedEvent,
    Snapshot,
)

Order = tuple[object, ...]


def merge(parts: Sequence[Snapshot], at: datetime) -> Snapshot:
    """Puts parts together. Of an object that was read twice the first stays; what was found is not absent."""
    objects: dict[ObjectKey, Observed] = {}
    for observed in chain.from_iterable(part.objects for part in parts):
        objects.setdefault(observed.key, observed)
    absent = {key: why for part in parts for key, why in part.absent.items() if key not in objects}
    return Snapshot(
        at=at,
        objects=tuple(objects[key] for key in sorted(objects)),
        absent=dict(sorted(absent.items())),
        complete=frozenset(chain.from_iterable(part.complete for part in parts)),
        events=tuple(sorted(chain.from_iterable(part.events for part in parts), key=_event_order)),
        logs=tuple(sorted(chain.from_iterable(part.logs for part in parts), key=_log_order)),
        alerts=tuple(sorted(chain.from_iterable(part.alerts for part in parts), key=_alert_order)),
        changes=tuple(sorted(chain.from_iterable(part.changes for part in parts), key=_change_order)),
        gaps=tuple(sorted(chain.from_iterable(part.gaps for part in parts), key=_gap_order)),
    )


def _event_order(event: ObservedEvent) -> Order:
    return event.about, _moment(event.last_at), event.reason, event.message, event.evidence_id


def _log_order(log: LogTail) -> Order:
    return log.pod, log.container, log.previous, log.evidence_id


def _alert_order(alert: ObservedAlert) -> Order:
    return alert.name, sorted(alert.labels.items()), _moment(alert.starts_at), alert.evidence_id


def _change_order(change: ObservedChange) -> Order:
    return change.at, change.kind, change.subject, change.summary, change.evidence_id


def _gap_order(gap: EvidenceGap) -> Order:
    return gap.wanted, gap.problem, gap.evidence_id or ""


def _moment(at: datetime | None) -> float:
    """Unknown moments come first."""
    return float("-inf") if at is None else at.timestamp()
