"""WSGI in front of a function: how large a body may be and who calls, decided before anything is parsed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from shared.adapters.http.problem import UNAUTHENTICATED, HttpProblem, answered
from shared.adapters.http.server.early import CHUNKED, TAKE

#: A body announced with fewer digits than this is read to its end before it is refused.
_DRAINED = 100_000_000

Check = Callable[[WSGIEnvironment], HttpProblem | None]


class Verifier(Protocol):
    def verify(self, authorization: str | None) -> str | None: ...


class Gatekeeper:
    """Asks each check in turn; the first problem is the answer and the application is never called.

    Checks ``at_header`` look at nothing but the header, so that a server may ask them while the body is on its way.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *at_header: Check,
        caller: Check | None = None,
        caller_early: Check | None = None,
    ) -> None:
        """``caller_early`` is asked only while a large body is on its way; the application asks by itself later."""
        self._application = application
        self._at_header = at_header
        self._caller = caller
        self._caller_early = caller_early or caller

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        problem = self._problem(environ, self._caller)
        if problem is not None:
            _drain(environ)
            return answered(problem, environ, start_response)
        return self._application(environ, start_response)

    def at_header(self, environ: dict[str, Any]) -> HttpProblem | None:
        return next((problem for check in self._at_header if (problem := check(environ)) is not None), None)

    def at_caller(self, environ: dict[str, Any]) -> HttpProblem | None:
        return self._problem(environ, self._caller_early)

    def _problem(self, environ: dict[str, Any], caller: Check | None) -> HttpProblem | None:
        problem = self.at_header(environ)
        return caller(environ) if problem is None and caller is not None else problem


def body_of_at_most(usual: int, by_path: Mapping[str, int] | None = None) -> Check:
    """The size must be announced, or the server be one that counts a chunked body while it arrives."""
    limits = by_path or {}

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        announced = environ.get("CONTENT_LENGTH") or "0"
        limit = limits.get(environ.get("PATH_INFO", ""), usual)
        if CHUNKED in environ:
            environ[TAKE] = limit + 1
            return None
        if "HTTP_TRANSFER_ENCODING" in environ:
            return HttpProblem(status=411, code="body.length-required", title="Content-Length is needed")
        if not (announced.isascii() and announced.isdigit()):
            return HttpProblem(status=400, code="body.length-malformed", title="Content-Length is not a number")
        if len(announced) > len(str(limit)) or int(announced) > limit:
            return HttpProblem(status=413, code="body.too-large", title=f"The body may have at most {limit} bytes")
        return None

    return check


def with_credentials(public: frozenset[str] = frozenset()) -> Check:
    """Whoever names none is refused at once, but on paths that are for everybody. Who they are is looked up later."""

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        named = environ.get("HTTP_AUTHORIZATION") or environ.get("PATH_INFO", "") in public
        return None if named else UNAUTHENTICATED

    return check


def called_by(verifier: Verifier) -> Check:
    """Only callers whose token is verified; their address is left in ``sre.caller``. Raises KeysUnavailable."""

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        caller = verifier.verify(environ.get("HTTP_AUTHORIZATION"))
        environ["sre.caller"] = caller
        return UNAUTHENTICATED if caller is None else None

    return check


def _drain(environ: WSGIEnvironment) -> None:
    """Reads what a well-meaning sender is still sending, without keeping it: a reset would hide the answer."""
    announced = environ.get("CONTENT_LENGTH") or ""
    left = int(announced) if announced.isascii() and announced.isdigit() and len(announced) < len(str(_DRAINED)) else 0
    while left > 0:
        chunk = environ["wsgi.input"].read(min(left, 65_536))
        if not chunk:
            return
        left -= len(chunk)
