"""`/livez`: this process answers. Whether a database does is no reason to start a process anew; `/healthz` of the API
says that.
"""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from shared.adapters.http.problem import HttpProblem
from shared.adapters.http.server.early import early_of

LIVENESS = "/livez"
_BODY = b'{"status":"alive"}'
_HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(_BODY))), ("Cache-Control", "no-store")]


class AnswersLiveness:
    """Stands before a function and answers one path for everybody; the function sees every other."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._early = early_of(application)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if not _asks(environ):
            return self._application(environ, start_response)
        start_response("200 OK", _HEADERS)
        return [_BODY]

    def at_header(self, environ: dict[str, Any]) -> HttpProblem | None:
        return None if _asks(environ) else self._early.at_header(environ)

    def at_caller(self, environ: dict[str, Any]) -> HttpProblem | None:
        return None if _asks(environ) else self._early.at_caller(environ)


def _asks(environ: dict[str, Any]) -> bool:
    return environ.get("PATH_INFO") == LIVENESS and environ.get("REQUEST_METHOD") == "GET"
