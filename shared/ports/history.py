"""Is history what was written? Every fact's hash covers the fact before it, so a change anywhere shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Flaw:
    tenant_id: str
    aggregate_type: str
    aggregate_id: str
    version: int
    #: ``altered`` (hash differs), ``missing`` (a version is absent), ``truncated`` or ``state`` (it differs).
    kind: str


class HistoryAudit(Protocol):
    def count(self) -> int:
        """How many facts there are to look at."""

    def flaws(self) -> Iterator[Flaw]:
        """The first flaw of each aggregate that has one."""
