"""Events that this process has decoded a moment ago: a fact goes to several functions and is decoded for the first."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from shared.adapters.cloudevents.codec import Codec
from shared.kernel.envelope import Envelope
from shared.kernel.message import Message

_Decoded = tuple[Mapping[str, Any], Envelope[Any]]


class RecentEvents:
    """Between ``most`` and twice as many events with their envelopes; the oldest half goes at once.

    An event is recognised by being equal, not by its id alone. Reads and writes of a dict are atomic, so threads share
    it without a lock: at worst two of them decode the same event.
    """

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._young: dict[str, _Decoded] = {}
        self._old: dict[str, _Decoded] = {}

    def find(self, event: Mapping[str, Any]) -> Envelope[Any] | None:
        event_id = event.get("id")
        found = (self._young.get(event_id) or self._old.get(event_id)) if isinstance(event_id, str) else None
        return found[1] if found is not None and found[0] == event else None

    def keep(self, event: Mapping[str, Any], envelope: Envelope[Any]) -> None:
        if len(self._young) >= self._most:
            self._old, self._young = self._young, {}
        self._young[event["id"]] = (event, envelope)


class SharingCodec(Codec):
    """A codec that decodes no event twice that another one of the same process has decoded a moment ago."""

    def __init__(self, messages: Iterable[type[Message]], recent: RecentEvents) -> None:
        super().__init__(messages)
        self._recent = recent

    def decode(self, event: Mapping[str, Any]) -> Envelope[Any]:
        """As ``Codec.decode``; messages that this codec does not know stay unreadable to it."""
        envelope = self._recent.find(event)
        if envelope is None or not self.knows(type(envelope.data)):
            envelope = super().decode(event)
            self._recent.keep(event, envelope)
        return envelope


@lru_cache(maxsize=1)
def recent_events() -> RecentEvents:
    """The one of this process."""
    return RecentEvents()
