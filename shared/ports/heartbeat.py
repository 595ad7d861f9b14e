"""A sign of life from every loop of a process, and what it has in hand, for whoever watches from outside."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Heartbeat(Protocol):
    """``loop`` names the loop (a subscription, an entry point that the clock calls); cheap enough for every message."""

    def beat(self, loop: str) -> None:
        """This loop goes round. Whoever waits for the database waits with a bound, and beats when it is reached."""

    def resting(self, loop: str) -> None:
        """This loop waits for something to do, which may never come: it is not missed until it beats again."""

    def holding(self, loop: str, work: Sequence[str]) -> None:
        """What the loop has in hand from now on, by id; () when it has put it down. Counts as a beat.

        Work that is put down alive is no longer suspected.
        """

    def suspects(self, loop: str) -> Mapping[str, int]:
        """What this loop had in hand when its process hung or crashed: ids, and how many times in a row.

        One that is suspected once is taken up alone, so that its neighbours are not blamed; one that is suspected
        twice is put aside and not met again.
        """


class NoHeartbeat:
    """Nobody watches."""

    def beat(self, loop: str) -> None:
        """Unheard."""

    def resting(self, loop: str) -> None:
        """Unheard."""

    def holding(self, loop: str, work: Sequence[str]) -> None:
        """Unseen."""

    def suspects(self, loop: str) -> Mapping[str, int]:  # noqa: ARG002 - nobody watched the one before either
        return {}
