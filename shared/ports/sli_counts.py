"""What a source of service level indicators is asked for, and what it answers: counts, window by window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from shared.domain.slo.values import Indicator
from shared.kernel.ids import SloId

#: The total of a window whose indicator is a ratio: it says which share was good, in these parts.
RATIO_PARTS = 10**6


class CountsProblem(StrEnum):
    """Why nothing is known of a window. None of them is an outage of what is measured."""

    UNREACHABLE = "unreachable"
    """The source did not answer in time, or its address did not."""
    REFUSED = "refused"
    """The source answered that it will not: credentials, limits, a query that it cannot read."""
    UNREADABLE = "unreadable"
    """What came is no answer of its form."""
    PARTIAL = "partial"
    """The source says that part of the data is missing."""
    NO_SERIES = "no_series"
    """Nothing matches the query: the metric is not there. That is not a count of zero."""
    MANY_SERIES = "many_series"
    """The query gives several series where one number is needed."""
    NOT_A_NUMBER = "not_a_number"
    """A count is NaN, infinite or negative."""
    MORE_GOOD_THAN_ALL = "more_good_than_all"
    """More events are good than there were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsQuestion:
    """The windows of one objective are asked for: from ``from_at`` to ``to_at``, each ``step`` long."""

    slo_id: SloId
    indicator: Indicator
    step: timedelta
    """How long a window is."""
    from_at: datetime
    """When the first window begins, a multiple of ``step`` since 1970."""
    to_at: datetime
    """When the last window ends, a multiple of ``step`` since 1970."""


class WindowCounts(NamedTuple):
    """One window was counted, from ``start_at`` until before ``end_at``; ``good`` is at most ``total``."""

    start_at: datetime
    end_at: datetime
    good: int
    total: int


class UnknownWindow(NamedTuple):
    """Nothing is known of one window, and why."""

    start_at: datetime
    end_at: datetime
    problem: CountsProblem
    detail: str
    """For a person, without credentials, at most 300 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsAnswer:
    """Every window of the question is in one of the two."""

    slo_id: SloId
    windows: tuple[WindowCounts, ...] = ()
    unknown: tuple[UnknownWindow, ...] = ()


class CountsReader(Protocol):
    """It reads one registered source."""

    @property
    def source(self) -> str:
        """Gives the name by which indicators name it, such as ``prometheus``."""

    def read(self, questions: Sequence[CountsQuestion], until: float) -> Iterator[CountsAnswer]:
        """Answers each question once, with as few requests as the source allows; never raises for what the source does.

        ``until`` is the moment of ``time.monotonic()`` by which it must be over; what was not reached is unreachable.
        """

    def close(self) -> None:
        """Gives back its connections."""
