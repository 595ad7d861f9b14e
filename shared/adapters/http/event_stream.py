"""Server-sent events: what is told one by one over an answer that stays open for a while."""

from collections.abc import Callable, Iterator
from typing import Any

from shared.adapters.observe import failed
from shared.ports.operation import Signal, Signals

STREAM_TYPE = "text/event-stream"
_RETRY_MS = 2_000


def event_stream(
    signals: Signals,
    encode: Callable[[Any], bytes],
    *,
    serving: Callable[[], bool],
    transient: tuple[type[Exception], ...],
) -> Iterator[bytes]:
    """Writes signals as server-sent events while they come.

    It ends when they do, when the server stops, or when what they come from is away: the reader comes back.
    """
    yield b"retry: %d\n\n" % _RETRY_MS
    try:
        for signal in signals:
            if part := _part(signal, encode):
                yield part
            if not serving():
                return
    except transient as away:
        failed("api.stream", away)


def _part(signal: Signal, encode: Callable[[Any], bytes]) -> bytes:
    """An id without data is remembered by the reader and not dispatched; JSON is one line."""
    lines = [] if signal.id is None else [b"id: %d\n" % signal.id]
    if signal.name is not None:
        lines += [b"event: %s\n" % signal.name.encode(), b"data: %s\n" % encode(signal.content)]
    return b"".join([*([b": here\n"] if lines and signal.name is None else []), *lines, b"\n"]) if lines else b""
