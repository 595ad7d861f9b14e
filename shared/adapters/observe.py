"""One structured line per message handled, and one span where tracing is on. Tracing off costs no import."""

import json
import re
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

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
        _write(operation, observation, (time.perf_counter() - started) * 1000, error)


def child_of(traceparent: str | None) -> str:
    """A new span id in the same trace; a new trace when there is none or it is malformed."""
    known = _TRACEPARENT.match(traceparent or "")
    trace, flags = (known.group(1), known.group(2)) if known else (secrets.token_hex(16), "00")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


def _write(operation: str, observation: Observation, milliseconds: float, error: BaseException | None) -> None:
    line = {
        "severity": "ERROR" if error else "INFO",
        "operation": operation,
        "ms": round(milliseconds, 2),
        "trace": observation.traceparent[3:35],
        **observation.fields,
    }
    if error is not None:
        line["error"] = type(error).__name__
        line["detail"] = str(error)[:500]
    sys.stderr.write(json.dumps(line, default=str, separators=(",", ":")) + "\n")
