"""WSGI in front of a function: how large a body may be and who calls, decided before anything is parsed."""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from shared.adapters.http.key_set import KeysUnavailable
from shared.adapters.http.problem import KEYS_UNAVAILABLE, MEDIA_TYPE, UNAUTHENTICATED, HttpProblem

#: A body announced with fewer digits than this is read to its end before it is refused.
_DRAINED = 100_000_000

Check = Callable[[WSGIEnvironment], HttpProblem | None]


class Verifier(Protocol):
    def verify(self, authorization: str | None) -> str | None: ...


class Gatekeeper:
    """Asks each check in turn; the first problem is the answer and the application is never called."""

    def __init__(self, application: WSGIApplication, *checks: Check) -> None:
        self._application = application
        self._checks = checks

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        for check in self._checks:
            problem = check(environ)
            if problem is not None:
                return _refuse(problem, environ, start_response)
        return self._application(environ, start_response)


def body_of_at_most(usual: int, by_path: Mapping[str, int] | None = None) -> Check:
    """The size must be announced: a chunked body has no size that could be refused before it is read."""
    limits = by_path or {}

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        announced = environ.get("CONTENT_LENGTH") or "0"
        limit = limits.get(environ.get("PATH_INFO", ""), usual)
        if "HTTP_TRANSFER_ENCODING" in environ:
            return HttpProblem(status=411, code="body.length-required", title="Content-Length is needed")
        if not (announced.isascii() and announced.isdigit()):
            return HttpProblem(status=400, code="body.length-malformed", title="Content-Length is not a number")
        if len(announced) > len(str(limit)) or int(announced) > limit:
            return HttpProblem(status=413, code="body.too-large", title=f"The body may have at most {limit} bytes")
        return None

    return check


def called_by(verifier: Verifier) -> Check:
    """Only callers whose token is verified; their address is left in ``sre.caller``."""

    def check(environ: WSGIEnvironment) -> HttpProblem | None:
        try:
            caller = verifier.verify(environ.get("HTTP_AUTHORIZATION"))
        except KeysUnavailable:
            return KEYS_UNAVAILABLE
        environ["sre.caller"] = caller
        return UNAUTHENTICATED if caller is None else None

    return check


def _refuse(problem: HttpProblem, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    _drain(environ)
    body = problem.body
    headers = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), **problem.headers}
    start_response(f"{problem.status} {HTTPStatus(problem.status).phrase}", list(headers.items()))
    return [body] if environ["REQUEST_METHOD"] != "HEAD" else []


def _drain(environ: WSGIEnvironment) -> None:
    """Reads what a well-meaning sender is still sending, without keeping it: a reset would hide the answer."""
    announced = environ.get("CONTENT_LENGTH") or ""
    left = int(announced) if announced.isascii() and announced.isdigit() and len(announced) < len(str(_DRAINED)) else 0
    while left > 0:
        chunk = environ["wsgi.input"].read(min(left, 65_536))
        if not chunk:
            return
        left -= len(chunk)
