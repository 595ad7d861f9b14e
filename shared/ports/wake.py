"""Waking a sleeper early. Best effort: whoever is woken also looks by himself from time to time."""

from typing import Final, Protocol

#: Something waits in an outbox.
RELAY: Final = "relay"
#: A text has settled and has no vector.
EMBEDDINGS: Final = "embeddings"


class Waker(Protocol):
    def wake(self, name: str) -> None:
        """Tell ``relay``, ``transport`` or whoever has that name that there may be work.

        Never raises, and waits for no work: at most a moment for the word to be on its way.
        """


class NoWaker:
    def wake(self, name: str) -> None:
        """The sweep finds the work."""
