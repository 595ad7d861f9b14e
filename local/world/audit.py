"""The record of everything that somebody wrote or tried to: one JSON object a line, in its order."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from shared.ports.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One attempt at a change."""

    api: str
    """``kubernetes``, ``argocd`` or ``forge``."""
    user: str
    """Name of the bearer; empty: the token is not known."""
    verb: str
    """What was to be done, as this API calls it: ``patch``, ``sync``, ``merge`` …"""
    resource: str
    """What it was to be done to: ``deployments/booking/pricing``, ``applications/pricing``, ``pulls/1``."""
    dry_run: bool = False
    code: int
    """The status code of the answer."""


@dataclass(frozen=True, slots=True)
class AuditLog:
    write: Callable[[AuditEntry], None]

    @classmethod
    def to(cls, file: Path, clock: Clock) -> "AuditLog":
        """Keeps it in a file, to whose end it is written."""
        lock = Lock()

        def write(entry: AuditEntry) -> None:
            line = json.dumps({"time": clock.now().isoformat(timespec="milliseconds"), **asdict(entry)})
            with lock, file.open("a", encoding="utf-8") as log:
                log.write(f"{line}\n")

        return cls(write)

    @classmethod
    def nowhere(cls) -> "AuditLog":
        return cls(lambda _entry: None)
