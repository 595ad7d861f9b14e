"""What became of an intent: recorded once, repeated for every redelivery."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from uuid import UUID

from shared.kernel.envelope import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """RFC 9457 in short: ``code`` is stable and dotted (``incident.closed``), title and detail are for people."""

    code: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``conflict``: the message id was used before with another body, or the expected version is not the current one.

    ``position`` is that of the last fact written for this intent: pass it as ``min_position`` to read one's own write.
    """

    message_id: UUID
    status: Literal["accepted", "ignored", "rejected", "conflict"]
    aggregate_version: int
    fact_ids: tuple[UUID, ...] = ()
    position: int | None = None
    problem: Problem | None = None
    #: True when this answer was recorded before: the same message came again.
    replayed: bool = False


def in_numbers(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Gives how many there are of each status, those that came again apart, and how many facts are new."""
    numbers = Counter("replayed" if outcome.replayed else outcome.status for outcome in outcomes)
    return {"facts": sum(len(outcome.fact_ids) for outcome in outcomes if not outcome.replayed), **numbers}


class WriterUnavailable(Exception):  # noqa: N818 - names the condition
    """The writer cannot be reached or cannot reach its database; nothing is known to be written. Try again."""


class CommandGate(Protocol):
    """How everybody but the writer asks for a change and gets the answer at once."""

    def submit(self, envelopes: Sequence[Envelope[Any]]) -> Sequence[Outcome]:
        """Outcomes in the order of the envelopes (all of one tenant). Raises WriterUnavailable."""
