"""Server-sent events: what is told one by one over an answer that stays open for a while."""

from collections.abc import Callable, Iterator
from typing import Any

from shared.adapters.observe import failed
from shared.ports.operation import StreamEvent, StreamEvents

STREAM_TYPE = "text/event-stream"
_RETRY_MS = 2_000


def event_stream(
    events: StreamEvents,
    encode: Callable[[Any], bytes],
    *,
    serving: Callable[[], bool],
    transient: tuple[type[Exception], ...],
) -> Iterator[bytes]:
    """Ends when the events do, when the server stops, or when what they come from is away: the reader comes back."""
    yield b"retry: %d\n\n" % _RETRY_MS
    try:
        for event in events:
            if part := _part(event, encode):
                yield part
            if not serving():
                return
    except transient as away:
        failed("api.stream", away)


def _part(event: StreamEvent, encode: Callable[[Any], bytes]) -> bytes:
    """An id without data is remembered by the reader and not dispatched; JSON is one line."""
    lines = [] if event.id is None else [b"id: %d\n" % event.id]
    if event.name is not None:
        lines += [b"event: %s\n" % event.name.encode(), b"data: %s\n" % encode(event.content)]
    return b"".join([*([b": here\n"] if lines and event.name is None else []), *lines, b"\n"]) if lines else b""
