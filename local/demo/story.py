"""One incident as people would tell it: what fired, and who did what how many minutes later."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from shared.kernel.vocabulary import Severity

CRITICAL, HIGH, MEDIUM, LOW = Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW

_LINE: Final = re.compile(r"(?P<after>\d+[mhd]?) (?P<who>[a-z]+) (?P<verb>[a-z]+)(?: (?P<text>.+))?")
_UNITS: Final = {"": "minutes", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Fires:
    """One alert: from ``after`` minutes on for ``lasts``; None: it still does. ``times``: it comes back that often."""

    name: str
    after: float = 0
    lasts: float | None = 30
    severity: Severity = Severity.HIGH
    summary: str = ""
    times: int = 1
    #: Minutes of quiet in between.
    pause: float = 6
    #: It falls silent instead of resolving.
    goes_stale: bool = False
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    after: timedelta
    who: str
    verb: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """``days`` ago at ``clock`` (UTC); a story of today says ``ago``, in minutes, instead."""

    slug: str
    days: int = 0
    clock: str = ""
    ago: float | None = None
    service: str
    severity: Severity
    title: str
    description: str = ""
    alerts: tuple[Fires, ...] = ()
    #: Somebody opened it by hand.
    opened_by: str | None = None
    #: Minutes between the first harm and the first alert.
    unseen: float = 1
    said: str = ""
    follows: str | None = None

    @property
    def lines(self) -> tuple[Said, ...]:
        """``12 mei note Cards of one bank only`` or ``3d ruth close Reviewed``. Raises ValueError."""
        return tuple(_line(self.slug, line.strip()) for line in self.said.strip().splitlines())


def _line(slug: str, line: str) -> Said:
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"{slug}: cannot be read: {line!r}")
    amount, unit = re.fullmatch(r"(\d+)(\D?)", found["after"]).groups()  # type: ignore[union-attr]
    return Said(timedelta(**{_UNITS[unit]: float(amount)}), found["who"], found["verb"], found["text"] or "")
