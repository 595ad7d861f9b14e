"""Waking a sleeper early. Best effort: whoever is woken also looks by himself from time to time."""

from typing import Protocol


class Waker(Protocol):
    def wake(self, name: str) -> None:
        """Tell ``relay``, ``transport`` or whoever has that name that there may be work. Never raises, never blocks."""


class NoWaker:
    def wake(self, name: str) -> None:
        """The sweep finds the work."""
