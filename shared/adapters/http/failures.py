"""The one place where a failure becomes an answer: logged with trace and stack, and the answer names the trace."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from flask import Flask, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from shared.adapters.deadline import DeadlineExceeded
from shared.adapters.http.problem import MEDIA_TYPE, HttpProblem, answered
from shared.adapters.http.server.early import early_of
from shared.adapters.observe import failed

#: What passes by itself, and what is answered then; looked at in this order.
Passing = Mapping[type[Exception], HttpProblem]

BROKEN = HttpProblem(status=500, code="internal", title="Something here is broken; it has been recorded")
TOO_LONG = HttpProblem(
    status=503,
    code="request.too-long",
    title="The work took too long and was ended; what it wrote, if anything, is whole",
    headers={"Retry-After": "2"},
)


def problem_of(
    error: Exception, passing: Passing, operation: str, *, traceparent: str | None = None, **fields: Any
) -> HttpProblem:
    """Reports the failure, unless that was done where it happened, and gives the answer that names its trace."""
    if isinstance(error, DeadlineExceeded):
        fields |= {"found": error.stack}
    trace_id = failed(operation, error, traceparent=traceparent, **fields)
    if isinstance(error, DeadlineExceeded):
        problem = TOO_LONG
    else:
        problem = next((answer for kind, answer in passing.items() if isinstance(error, kind)), BROKEN)
    return replace(problem, more={**problem.more, "trace_id": trace_id})


def tell_failures(app: Flask, passing: Passing) -> None:
    """Makes whatever escapes the function, or what stands in front of it, an answer and a report.

    It is called last in a function's wiring, because it wraps what stands in front.
    """
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, lambda error: _response(_of_request(error, passing)))
    app.wsgi_app = Telling(app.wsgi_app, passing, app.name)  # type: ignore[method-assign]


class Telling:
    """WSGI around everything else: failures of what stands in front of a function become answers here."""

    def __init__(self, application: WSGIApplication, passing: Passing, name: str) -> None:
        self._application = application
        self._early = early_of(application)
        self._passing = passing
        self._name = name

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self._application(environ, start_response)
        except Exception as error:  # noqa: BLE001 - becomes an answer; logged with its trace
            return answered(self._problem(error, environ), environ, start_response)

    def at_header(self, environ: dict[str, Any]) -> HttpProblem | None:
        return self._early.at_header(environ)

    def at_caller(self, environ: dict[str, Any]) -> HttpProblem | None:
        try:
            return self._early.at_caller(environ)
        except Exception as error:  # noqa: BLE001 - becomes an answer; logged with its trace
            return self._problem(error, environ)

    def _problem(self, error: Exception, environ: Mapping[str, Any]) -> HttpProblem:
        return problem_of(error, self._passing, self._name, traceparent=environ.get("HTTP_TRACEPARENT"))


def _of_request(error: Exception, passing: Passing) -> HttpProblem:
    return problem_of(error, passing, request.path, traceparent=request.headers.get("traceparent"))


def _refused(refusal: HTTPException) -> Response:
    """What the framework refuses by itself: its own words may repeat what was sent, and with it a token."""
    status = refusal.code or 500
    problem = HttpProblem(status=status, code=f"request.{_WORDS.get(status, 'refused')}", title=refusal.name)
    if status >= 500:  # noqa: PLR2004
        problem = replace(BROKEN, status=status, more={"trace_id": failed(request.path, refusal)})
    return _response(problem)


_WORDS = {400: "unreadable", 404: "unknown-path", 405: "method", 413: "too-large", 415: "media-type"}


def _response(problem: HttpProblem) -> Response:
    return Response(problem.body, problem.status, headers=dict(problem.headers), content_type=MEDIA_TYPE)
