"""Building a projection anew beside the one that serves, from the first fact on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.ports.projections import FactEnvelope, ProjectionStore, Unread


class RebuildRunning(Exception):  # noqa: N818 - names the condition
    """Another rebuild or comparison of this projection is at work."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    events: Sequence[FactEnvelope | Unread]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows that a fresh build has otherwise, by table; aggregates of which the serving view lacks facts so far."""

    differing: Mapping[str, int]
    behind: int

    @property
    def equal(self) -> bool:
        return not any(self.differing.values())


class Rebuild(Protocol):
    """An empty copy of the projection's tables."""

    @property
    def store(self) -> ProjectionStore: ...

    def history(self) -> Iterator[HistoryPage]:
        """Every fact whose turn is certain, in commit order; facts written meanwhile come at the end."""

    def swap(self, project: Callable[[Sequence[FactEnvelope | Unread]], object]) -> None:
        """Stop the serving projector for a moment, project what is still missing, and serve from the copy."""

    def compare(self, project: Callable[[Sequence[FactEnvelope | Unread]], object]) -> Comparison:
        """Project what is still missing and compare with the serving rows."""
