"""One structured line per message handled, counted as it is said, and one span where tracing is on, which costs no
import where it is off.

Every failure is told here, once, with its trace and the stack: by the block that it left (`observed`) or by whoever
turned it into an answer (`failed`), whichever comes first.
"""

import contextlib
import json
import re
import secrets
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from shared.adapters.metrics.said import count_operation

_FRAMES = 40
_LONGEST_STACK = 16_000
#: Left on an exception that was told.
_TRACE_OF = "__sre_trace_id__"

_TRACEPARENT = re.compile(r"^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$")


class Tracing(Protocol):
    """What the OpenTelemetry adapter offers when it is installed and configured."""

    def start(self, name: str, traceparent: str | None, tracestate: str | None) -> "Span": ...


class Span(Protocol):
    traceparent: str

    def end(self, fields: dict[str, Any], error: BaseException | None) -> None: ...


class Observation:
    """Fields of the line; ``traceparent`` goes into whatever this message causes."""

    def __init__(self, traceparent: str) -> None:
        self.traceparent = traceparent
        self.fields: dict[str, Any] = {}

    def add(self, **fields: Any) -> None:
        self.fields |= fields


_tracing: Tracing | None = None


def install_tracing(tracing: Tracing | None) -> None:
    global _tracing  # noqa: PLW0603 - one process, one tracer
    _tracing = tracing


def tracing_installed() -> bool:
    return _tracing is not None


@contextmanager
def observed(
    operation: str, *, traceparent: str | None = None, tracestate: str | None = None, **fields: Any
) -> Iterator[Observation]:
    """Time the block, log it once with its fields and how it ended, and let any exception pass."""
    span = _tracing.start(operation, traceparent, tracestate) if _tracing is not None else None
    observation = Observation(span.traceparent if span is not None else child_of(traceparent))
    observation.add(**fields)
    started = time.perf_counter()
    error: BaseException | None = None
    try:
        yield observation
    except BaseException as raised:
        error = raised
        raise
    finally:
        if span is not None:
            span.end(observation.fields, error)
        took_s = time.perf_counter() - started
        count_operation(operation, observation.fields, took_s, error)
        _write(operation, observation, took_s * 1000, error)


def child_of(traceparent: str | None) -> str:
    """A new span id in the same trace; a new trace when there is none or it is malformed."""
    known = _TRACEPARENT.match(traceparent or "")
    trace, flags = (known.group(1), known.group(2)) if known else (secrets.token_hex(16), "00")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


def failed(operation: str, error: BaseException | None = None, *, traceparent: str | None = None, **fields: Any) -> str:
    """Tell of a failure, by default the one that is being handled; gives the trace id for whoever is answered."""
    error = error or sys.exception()
    known = trace_of(error)
    if known is not None:
        return known
    observation = Observation(child_of(traceparent))
    observation.add(**fields)
    _write(operation, observation, None, error)
    return observation.traceparent[3:35]


def told(operation: str, **fields: Any) -> None:
    """Tell of something that is no failure of ours and that somebody may look for."""
    _say({"severity": "WARNING", "operation": operation, **fields})


def trace_of(error: BaseException | None) -> str | None:
    """Of a failure that was told."""
    return getattr(error, _TRACE_OF, None)


def _write(operation: str, observation: Observation, milliseconds: float | None, error: BaseException | None) -> None:
    trace_id = observation.traceparent[3:35]
    line: dict[str, Any] = {"severity": "ERROR" if error else "INFO", "operation": operation}
    if milliseconds is not None:
        line["ms"] = round(milliseconds, 2)
    line |= {"trace": trace_id, **observation.fields}
    if error is not None:
        line |= {"error": type(error).__name__, "detail": str(error)[:500]}
        if trace_of(error) is None:
            line["stack"] = _stack_of(error)
            with contextlib.suppress(AttributeError):  # an exception without room for more attributes
                setattr(error, _TRACE_OF, trace_id)
    _say(line)


def _stack_of(error: BaseException) -> str:
    """The end of it: where it broke."""
    return "".join(traceback.format_exception(error, limit=-_FRAMES))[-_LONGEST_STACK:]


def _say(line: dict[str, Any]) -> None:
    # A full disk must not fail the work that is told of.
    with contextlib.suppress(OSError):
        sys.stderr.write(json.dumps(line, default=str, separators=(",", ":")) + "\n")
