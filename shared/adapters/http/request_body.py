"""How much of a request's body is taken, decided by the announced size where there is one, and how it is read."""

import io
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from wsgiref.types import WSGIEnvironment

from shared.adapters.http.problem import HttpProblem, Problematic, stop
from shared.adapters.http.server.early import CHUNKED, TAKE

#: Where the application finds what a `Kept` body was.
BODY = "sre.body"

_CHUNK = 65_536
_LONGEST_NUMBER = 18
#: A body announced with fewer digits than this is read to its end before it is refused.
_DRAINED = 100_000_000


class BodyRule(Protocol):
    """What may be sent, and how it reaches the application."""

    def announced(self, environ: WSGIEnvironment) -> HttpProblem | None:
        """Judges the header alone, and leaves in ``environ[TAKE]`` how much is wanted of a body still on its way."""

    def take(self, environ: dict[str, Any]) -> HttpProblem | None:
        """Is called once the caller is known, with the body at ``wsgi.input``."""

    def leave(self, environ: WSGIEnvironment) -> None:
        """Is called when the request was refused, before it is answered."""


@dataclass(frozen=True, slots=True)
class AtMost:
    """Bodies of at most so many bytes, which the application reads by itself; larger ones are refused with 413.

    The size must be announced, or the server be one that counts a chunked body while it arrives.
    """

    usual: int
    #: Other limits, by the request's path.
    by_path: Mapping[str, int] = field(default_factory=dict)

    def announced(self, environ: WSGIEnvironment) -> HttpProblem | None:
        announced = environ.get("CONTENT_LENGTH") or "0"
        limit = self.by_path.get(environ.get("PATH_INFO", ""), self.usual)
        if CHUNKED in environ:
            environ[TAKE] = limit + 1
            return None
        if "HTTP_TRANSFER_ENCODING" in environ:
            return LENGTH_REQUIRED
        if not (announced.isascii() and announced.isdigit()):
            return LENGTH_MALFORMED
        if len(announced) > len(str(limit)) or int(announced) > limit:
            return HttpProblem(status=413, code="body.too-large", title=f"The body may have at most {limit} bytes")
        return None

    def take(self, _environ: dict[str, Any]) -> HttpProblem | None:
        return None

    def leave(self, environ: WSGIEnvironment) -> None:
        """Reads what a well-meaning sender is still sending, without keeping it: a reset would hide the answer."""
        announced = environ.get("CONTENT_LENGTH") or ""
        drained = announced.isascii() and announced.isdigit() and len(announced) < len(str(_DRAINED))
        left = int(announced) if drained else 0
        while left > 0:
            chunk = environ["wsgi.input"].read(min(left, _CHUNK))
            if not chunk:
                return
            left -= len(chunk)


@dataclass(frozen=True, slots=True)
class Body:
    """``size`` is what was announced or, where nothing was, how far we read: more than ``data`` when cut off."""

    data: bytes
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Bodies of any size, left as a `Body` in ``environ[BODY]``; that of a refused caller is never read.

    Of a body above ``kept`` bytes the first ``kept_of_larger`` are taken, so that its sender can be helped. It has
    ``seconds`` to arrive.
    """

    kept: int
    kept_of_larger: int
    seconds: float

    def announced(self, environ: WSGIEnvironment) -> HttpProblem | None:
        try:
            announced = None if CHUNKED in environ else _announced(environ)
        except Problematic as refusal:
            return refusal.problem
        environ[TAKE] = self.kept + 1 if announced is None else self._wanted(announced)
        return None

    def take(self, environ: dict[str, Any]) -> HttpProblem | None:
        try:
            environ[BODY] = self._read(environ)
        except Problematic as refusal:
            return refusal.problem
        environ["wsgi.input"] = io.BytesIO()
        environ["CONTENT_LENGTH"] = "0"
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return None

    def leave(self, environ: WSGIEnvironment) -> None:
        """What is still on its way is not waited for."""

    def _wanted(self, announced: int) -> int:
        return announced if announced <= self.kept else self.kept_of_larger

    def _read(self, environ: WSGIEnvironment) -> Body:
        announced = _announced(environ)
        with _impatient(environ, self.seconds) as deadline:
            if announced is None:
                data = _up_to(environ, self.kept + 1, deadline)
                return Body(data[: self._wanted(len(data))], len(data))
            wanted = self._wanted(announced)
            data = _up_to(environ, wanted, deadline)
        if len(data) < wanted:
            raise stop(400, "body.incomplete", "The body is shorter than announced")
        return Body(data, announced)


LENGTH_REQUIRED = HttpProblem(status=411, code="body.length-required", title="Content-Length is needed")
LENGTH_MALFORMED = HttpProblem(status=400, code="body.length-malformed", title="Content-Length is not a number")


def _announced(environ: WSGIEnvironment) -> int | None:
    """None: the body is chunked and ends where it ends."""
    text = environ.get("CONTENT_LENGTH") or ""
    if not text and "HTTP_TRANSFER_ENCODING" in environ:
        if not environ.get("wsgi.input_terminated"):
            raise Problematic(LENGTH_REQUIRED)
        return None
    if text and not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise Problematic(LENGTH_MALFORMED)
    return int(text or 0)


def _up_to(environ: WSGIEnvironment, wanted: int, deadline: float) -> bytes:
    read = environ["wsgi.input"].read
    if wanted <= _CHUNK:
        return bytes(read(wanted)) if wanted else b""
    parts: list[bytes] = []
    left = wanted
    while left > 0 and (part := read(min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
        if time.monotonic() > deadline:
            raise _too_slow()
    return b"".join(parts)


@contextmanager
def _impatient(environ: WSGIEnvironment, seconds: float) -> Iterator[float]:
    """Silence ends in a timeout where the server shows us its socket, a trickle with the first late chunk."""
    socket = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    before = socket.gettimeout() if socket is not None else None
    if socket is not None:
        socket.settimeout(seconds)
    try:
        yield time.monotonic() + seconds
    except TimeoutError as silent:
        raise _too_slow() from silent
    finally:
        if socket is not None:
            socket.settimeout(before)


def _too_slow() -> Problematic:
    return stop(408, "body.too-slow", "The body did not arrive in time")
