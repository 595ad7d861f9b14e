"""The relay's to-do list: rows of facts or asks that are committed and not yet published."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from shared.ports.transport import Publisher


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One event, exactly as it will travel."""

    position: int
    tenant_id: str
    topic: str
    lane: int
    aggregate_type: str
    aggregate_id: str
    event: str
    #: The CloudEvents type of a process fact: brokers route by it. Of other events, which they do not route by, empty.
    fact_type: str = ""


class OutboxClaim(Protocol):
    """Rows of lanes that nobody else works on until the claim ends; oldest first."""

    @property
    def rows(self) -> Sequence[OutboxRow]: ...

    @property
    def more(self) -> bool:
        """Other rows may have been there that could have been taken."""

    @property
    def publisher(self) -> Publisher | None:
        """Where the broker is the same database, what it publishes belongs to the claim: both happen, or neither.

        None: the broker is elsewhere.
        """

    def settle(self, rows: Sequence[OutboxRow]) -> None:
        """They are at the broker: forget them."""

    def park(self, row: OutboxRow, reason: str) -> None:
        """The broker will never take this one: its aggregate waits as a whole, in sight; order is kept."""


class Outbox(Protocol):
    @property
    def producer(self) -> str:
        """Whose outbox this is: the ``source`` of the batches."""

    def claim(self, limit: int) -> AbstractContextManager[OutboxClaim]:
        """Take free lanes; leaving without an exception commits settled and parked. Raises StoreUnavailable."""
