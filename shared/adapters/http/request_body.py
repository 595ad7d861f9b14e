"""WSGI in front of a function that strangers can reach: who calls is known before a byte of the body is read."""

import base64
import binascii
import io
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from shared.adapters.http.problem import UNAUTHENTICATED, HttpProblem, Problematic, answered, stop
from shared.adapters.http.server.early import CHUNKED, TAKE

PRINCIPAL = "sre.principal"
BODY = "sre.body"

_CHUNK = 65_536
_LONGEST_NUMBER = 18

Authorize = Callable[[WSGIEnvironment], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A body above ``kept`` is not taken; of it, ``kept_of_larger`` bytes are, so that its sender can be helped."""

    kept: int
    kept_of_larger: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Body:
    """``size`` is what was announced or, where nothing was, how far we read: more than ``data`` when cut off."""

    data: bytes
    size: int


class Guard:
    """Leaves the caller in ``environ[PRINCIPAL]`` and the body in ``environ[BODY]``.

    ``allow`` refuses by method and path, ``authorize`` gives None for an unknown caller; both may raise Problematic.
    A refused caller's body is never read. A server that takes bodies before it calls asks `at_header` and, for a body
    that is not small, `at_caller` first.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        allow: Callable[[WSGIEnvironment], None],
        authorize: Authorize,
        limits: Limits,
    ) -> None:
        self._application = application
        self._allow = allow
        self._authorize = authorize
        self._limits = limits

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            self._allow(environ)
            self._recognise(environ)
            environ[BODY] = _read(environ, self._limits)
        except Problematic as refusal:
            return answered(refusal.problem, environ, start_response)
        environ["wsgi.input"] = io.BytesIO()
        environ["CONTENT_LENGTH"] = "0"
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._application(environ, start_response)

    def at_header(self, environ: dict[str, Any]) -> HttpProblem | None:
        try:
            self._allow(environ)
            announced = None if CHUNKED in environ else _announced(environ)
        except Problematic as refusal:
            return refusal.problem
        if announced is None:
            environ[TAKE] = self._limits.kept + 1
        else:
            environ[TAKE] = announced if announced <= self._limits.kept else self._limits.kept_of_larger
        return UNAUTHENTICATED if presented_token(environ) is None else None

    def at_caller(self, environ: dict[str, Any]) -> HttpProblem | None:
        try:
            self._recognise(environ)
        except Problematic as refusal:
            return refusal.problem
        return None

    def _recognise(self, environ: dict[str, Any]) -> None:
        """Once for each request, however early it was asked."""
        if environ.get(PRINCIPAL) is None:
            environ[PRINCIPAL] = self._authorize(environ)
        if environ[PRINCIPAL] is None:
            raise Problematic(UNAUTHENTICATED)


def only_post(paths: frozenset[str]) -> Callable[[WSGIEnvironment], None]:
    def allow(environ: WSGIEnvironment) -> None:
        if environ.get("PATH_INFO", "").strip("/") not in paths:
            raise stop(404, "path.unknown", "Nothing is here")
        if environ["REQUEST_METHOD"] != "POST":
            raise stop(405, "method.not-allowed", "Only POST is answered here", headers={"Allow": "POST"})

    return allow


def presented_token(environ: WSGIEnvironment) -> str | None:
    """A bearer token, or the password of Basic authentication for senders that know nothing else."""
    scheme, _, value = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer":
        return value or None
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return decoded.partition(":")[2] or None


def _read(environ: WSGIEnvironment, limits: Limits) -> Body:
    announced = _announced(environ)
    with _impatient(environ, limits.seconds) as deadline:
        if announced is None:
            data = _up_to(environ, limits.kept + 1, deadline)
            return Body(data, len(data)) if len(data) <= limits.kept else Body(data[: limits.kept_of_larger], len(data))
        wanted = announced if announced <= limits.kept else limits.kept_of_larger
        data = _up_to(environ, wanted, deadline)
    if len(data) < wanted:
        raise stop(400, "body.incomplete", "The body is shorter than announced")
    return Body(data, announced)


def _announced(environ: WSGIEnvironment) -> int | None:
    """None: the body is chunked and ends where it ends."""
    text = environ.get("CONTENT_LENGTH") or ""
    if not text and "HTTP_TRANSFER_ENCODING" in environ:
        if not environ.get("wsgi.input_terminated"):
            raise stop(411, "body.length-required", "Content-Length is needed")
        return None
    if text and not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise stop(400, "body.length-malformed", "Content-Length is not a number")
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
