"""Incidents as they were beside those that other rules make of the same alerts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.incident.values import AlertRef
from shared.kernel.vocabulary import Severity


class Regrouping(StrEnum):
    SAME = "same"
    """It holds the same alerts as before."""
    CHANGED = "changed"
    """It holds more alerts or fewer."""
    MERGED = "merged"
    """What were several incidents are one."""
    SPLIT = "split"
    """What was one incident are several."""
    REGROUPED = "regrouped"
    """What were several incidents are several others."""
    NEW = "new"
    """Alerts that were in no incident make one."""
    GONE = "gone"
    """Its alerts make no incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedAlerts:
    """One incident as far as it is compared; ``number`` is None for one that never was."""

    number: int | None
    title: str
    severity: Severity
    opened_at: datetime
    alerts: frozenset[AlertRef]
    reopened: int = 0

    @property
    def pages(self) -> int:
        """How often it woke somebody: opened or reopened while it was high or critical."""
        return 1 + self.reopened if self.severity.rank >= Severity.HIGH.rank else 0


@dataclass(frozen=True, slots=True)
class Compared:
    """Incidents that share alerts, of both sides."""

    before: Sequence[GroupedAlerts]
    after: Sequence[GroupedAlerts]

    @property
    def kind(self) -> Regrouping:
        match min(len(self.before), 2), min(len(self.after), 2):
            case 0, _:
                return Regrouping.NEW
            case _, 0:
                return Regrouping.GONE
            case 1, 1:
                same = self.before[0].alerts == self.after[0].alerts
                return Regrouping.SAME if same else Regrouping.CHANGED
            case 2, 1:
                return Regrouping.MERGED
            case 1, 2:
                return Regrouping.SPLIT
            case _:
                return Regrouping.REGROUPED


def compare(before: Iterable[GroupedAlerts], after: Iterable[GroupedAlerts]) -> list[Compared]:
    """Puts together what shares alerts, directly or through others, in the order in which it began."""
    sides = [*((group, True) for group in before), *((group, False) for group in after)]
    found = [
        Compared([group for group, was in part if was], [group for group, was in part if not was])
        for part in _connected(sides)
    ]
    return sorted(found, key=lambda each: min(group.opened_at for group in (*each.before, *each.after)))


_Side = tuple[GroupedAlerts, bool]


def _connected(sides: Sequence[_Side]) -> Iterator[list[_Side]]:
    holding: dict[AlertRef, list[int]] = {}
    for place, (group, _) in enumerate(sides):
        for alert in group.alerts:
            holding.setdefault(alert, []).append(place)
    seen: set[int] = set()
    for start in range(len(sides)):
        part = [] if start in seen else [start]
        seen.update(part)
        for place in part:
            near = {other for alert in sides[place][0].alerts for other in holding[alert]} - seen
            seen |= near
            part += sorted(near)
        if part:
            yield [sides[place] for place in part]
