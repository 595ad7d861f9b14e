"""Building a projection anew beside the one that serves, from the first fact on, and going back to the one before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.ports.projections import FactEnvelope, ProjectionStore, Unread

Events = Sequence[FactEnvelope | Unread]
Project = Callable[[Events], object]


class RebuildRunning(Exception):  # noqa: N818 - names the condition
    """Another rebuild or comparison of this projection is at work."""


class NothingKept(Exception):  # noqa: N818 - names the condition
    """There are no tables that could be swapped in; the text says why."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    events: Events
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
    """A copy of the projection's tables: empty, or as far as a rebuild came that was stopped."""

    @property
    def store(self) -> ProjectionStore: ...

    @property
    def comparable(self) -> bool:
        """Are the serving tables of the same version?"""

    def history(self) -> Iterator[HistoryPage]:
        """Every fact whose turn is certain, in commit order; facts written meanwhile come at the end.

        A page counts as done when the next one is asked for.
        """

    def swap(self, project: Project) -> None:
        """Stop the serving projector for a moment, project what is still missing, and serve from the copy.

        The tables that served until now are kept as the previous ones.
        """

    def compare(self, project: Project) -> Comparison:
        """Project what is still missing and compare with the serving rows."""


class Previous(Protocol):
    """The tables that served before the last swap."""

    @property
    def store(self) -> ProjectionStore: ...

    def missed(self) -> Iterator[Events]:
        """Facts that the serving tables have and these have not."""

    def swap_back(self, project: Project) -> None:
        """Stop the serving projector for a moment, project what is still missed, and serve from these again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTables:
    """A set of tables that does not serve."""

    version: int
    since: datetime
    facts: int
    completed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionState:
    """How a projection stands. ``rows`` are the database's estimate."""

    name: str
    code_version: int
    #: None: its tables are not there.
    database_version: int | None
    position: int
    lag_facts: int
    lag_s: float
    rows: Mapping[str, int]
    parked: int
    candidate: KeptTables | None
    previous: KeptTables | None
