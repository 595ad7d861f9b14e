"""What every answer of a query service says besides the answer: how fresh it is, and how to go on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

#: No answer holds more items than this, whatever is asked for.
MAX_LIMIT = 200
DEFAULT_LIMIT = 50

T_co = TypeVar("T_co", covariant=True)


class InvalidQuery(ValueError):  # noqa: N818 - an answer to the caller, not an error of ours
    """The query cannot be answered as asked (a cursor of another query, a limit below one); safe to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """The view holds facts up to this position of the log; ``at`` is when that fact was recorded.

    Of an answer about the past it is the newest fact that the answer rests on: of what had been recorded by then.
    ``stale`` is True only when the caller named a ``min_position`` and its fact was not here within the bounded wait.
    """

    position: int
    """The highest position in the log of a fact that the view holds (of the past: that the answer rests on); 0 when
    there is none.
    """
    at: datetime | None
    """When the fact at that position was recorded; null when there is none."""
    stale: bool = False
    """True when a ``min_position`` was named and its fact did not arrive within the bounded wait; false otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T_co]):
    """One stretch of a list. ``next_cursor`` is opaque, belongs to this query, and is None at the end."""

    items: tuple[T_co, ...]
    """The items of this page in the order of the list, at most ``limit``; empty when nothing more is found."""
    next_cursor: str | None
    """What is sent as ``cursor`` for the next page: opaque, and good for this query only; null on the last page."""
    as_of: AsOf
    """How new the view was from which this page was read."""
