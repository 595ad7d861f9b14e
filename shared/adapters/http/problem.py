"""RFC 9457 problem details: every answer that is not what was asked for has this form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse

from shared.ports.outcome import Problem

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpProblem:
    """One problem as an answer.

    ``code`` is its stable name; ``more`` holds extension members and ``headers`` what the status calls for.
    """

    status: int
    code: str
    title: str
    detail: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, status: int, problem: Problem, *, more: Mapping[str, Any] | None = None, retry_after_s: int | None = None
    ) -> "HttpProblem":
        """Makes an answer of a problem that the application names."""
        headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
        return cls(
            status=status,
            code=problem.code,
            title=problem.title,
            detail=problem.detail,
            more=more or {},
            headers=headers,
        )

    @property
    def body(self) -> bytes:
        """The JSON document of RFC 9457, as bytes."""
        document: dict[str, Any] = {
            "type": f"urn:ameide:sre:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
        }
        if self.detail:
            document["detail"] = self.detail
        return json.dumps(document | dict(self.more), separators=(",", ":")).encode()


class Problematic(Exception):  # noqa: N818 - carries the answer
    """Stops the handling of a request with this answer."""

    def __init__(self, problem: HttpProblem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def stop(
    status: int, code: str, title: str, *, detail: str = "", headers: Mapping[str, str] | None = None
) -> Problematic:
    """Makes the exception that ends a request with this problem; raise what it gives."""
    return Problematic(HttpProblem(status=status, code=code, title=title, detail=detail, headers=headers or {}))


def problem_response(status: int, code: str, title: str, detail: str = "") -> tuple[bytes, int, dict[str, str]]:
    """Gives body, status and headers, for functions that answer the framework themselves."""
    problem = HttpProblem(status=status, code=code, title=title, detail=detail)
    return problem.body, status, {"Content-Type": MEDIA_TYPE}


def answered(problem: HttpProblem, environ: Mapping[str, Any], start_response: StartResponse) -> list[bytes]:
    """Answers by WSGI, for what stands in front of the framework; a HEAD request gets no body."""
    body = problem.body
    headers = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), **problem.headers}
    start_response(f"{problem.status} {HTTPStatus(problem.status).phrase}", list(headers.items()))
    return [body] if environ.get("REQUEST_METHOD") != "HEAD" else []


def unavailable(code: str, title: str) -> HttpProblem:
    """Makes a 503 for what passes by itself: it may be asked again in two seconds."""
    return HttpProblem(status=503, code=code, title=title, headers={"Retry-After": "2"})


KEYS_UNAVAILABLE = HttpProblem(
    status=503,
    code="identity.keys-unavailable",
    title="The key set cannot be read",
    headers={"Retry-After": "5"},
)
UNAUTHENTICATED = HttpProblem(
    status=401,
    code="identity.unknown",
    title="A valid bearer token is needed",
    headers={"WWW-Authenticate": "Bearer"},
)
#: The same for senders that present a password only when they are asked for one, and need a realm for it.
PASSWORD_NEEDED = replace(UNAUTHENTICATED, headers={"WWW-Authenticate": 'Basic realm="webhooks"'})
