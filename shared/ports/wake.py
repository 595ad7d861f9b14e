"""Waking a sleeper early. Best effort: whoever is woken also looks by himself from time to time."""

from typing import Final, Protocol

#: Something waits in an outbox.
RELAY: Final = "relay"
#: A text has settled and has no vector.
EMBEDDINGS: Final = "embeddings"
#: A timer of a workflow falls due before the clock calls again.
TIMERS: Final = "timers"
#: The header, or attribute, that tells a wake from a call of the clock; it says who is woken.
WOKEN: Final = "sre-wake"


class Waker(Protocol):
    def wake(self, name: str) -> None:
        """Tell ``relay``, ``transport`` or whoever has that name that there may be work.

        Never raises, and waits for no work: at most a moment for the word to be on its way.
        """


class NoWaker:
    def wake(self, name: str) -> None:
        """The sweep finds the work."""
