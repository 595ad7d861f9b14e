"""HTTP in front of the desk: who calls, what for, and an answer in one of two forms, the operation's or a problem."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from werkzeug.wrappers import Request, Response

from shared.adapters.http.arguments import expected_version, idempotency_key, last_id, request_of, tracestate
from shared.adapters.http.authorization import bearer_token
from shared.adapters.http.event_stream import STREAM_TYPE, event_stream
from shared.adapters.http.failures import Passing, problem_of
from shared.adapters.http.key_set import KeysUnavailable
from shared.adapters.http.problem import KEYS_UNAVAILABLE, MEDIA_TYPE, UNAUTHENTICATED, HttpProblem, Problematic
from shared.adapters.http.routes import MatchedOperation, Routes
from shared.adapters.observe import Observation, observed
from shared.ports.credentials import Credential, Credentials
from shared.ports.operation import Answer, Asked, Declined, Desk, Operation, Reason, Signals, authorise
from shared.ports.outcome import WriterUnavailable

_STATUS: Mapping[Reason, int] = {
    "not_found": 404,
    "forbidden": 403,
    "contradictory": 400,
    "invalid": 422,
    "rejected": 409,
    "conflict": 409,
    "version_conflict": 412,
    "busy": 503,
}
_DOCUMENT, _HEALTH = "/openapi.json", "/healthz"
#: Paths for everybody.
PUBLIC = frozenset({_DOCUMENT, _HEALTH})
_ALWAYS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_TRY_AGAIN = {"Retry-After": "2"}
_WRITER_AWAY = HttpProblem(
    status=503,
    code="writer.unavailable",
    title="The writer cannot be reached; nothing is known to be written",
    headers=_TRY_AGAIN,
)
_DATABASE_AWAY = HttpProblem(
    status=503, code="database.unavailable", title="The database cannot be reached", headers=_TRY_AGAIN
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``transient``: failures that pass by themselves; ``ping`` raises one of them while the database is away."""

    desk: Desk
    credentials: Credentials
    transient: tuple[type[Exception], ...]
    ping: Callable[[], None]
    document: Callable[[], bytes]


class Router:
    """Answers requests by the table of operations, and two paths that are for everybody."""

    def __init__(self, operations: Sequence[Operation], surroundings: Surroundings) -> None:
        self._routes = Routes(operations)
        self._around = surroundings
        self._public: Mapping[str, Callable[[], Response]] = {_DOCUMENT: self._openapi, _HEALTH: self._healthz}
        self.passing: Passing = {
            WriterUnavailable: _WRITER_AWAY,
            KeysUnavailable: KEYS_UNAVAILABLE,
            **dict.fromkeys(surroundings.transient, _DATABASE_AWAY),
        }
        self._adapters = {operation.name: TypeAdapter[Any](operation.response) for operation in operations}

    def respond(self, request: Request) -> Response:
        """Answers one request; whatever goes wrong becomes a problem document."""
        try:
            if request.path in self._public and request.method in ("GET", "HEAD"):
                return self._public[request.path]()
            return self._observed(request)
        except Exception as error:  # noqa: BLE001 - becomes an answer; logged with its trace
            traceparent = request.headers.get("traceparent")
            return _problem(problem_of(error, self.passing, "api", traceparent=traceparent, path=request.path[:200]))

    def may_send(self, environ: Mapping[str, Any]) -> HttpProblem | None:
        """Gives the problem that the caller is not known, while a large body is still on its way."""
        return UNAUTHENTICATED if self._known(environ.get("HTTP_AUTHORIZATION", "")) is None else None

    def _observed(self, request: Request) -> Response:
        try:
            caller = self._caller(request)
            route = self._routes.find(request)
        except Problematic as problematic:
            with observed("api.unrouted", traceparent=request.headers.get("traceparent")) as seen:
                seen.add(status=problematic.problem.status, code=problematic.problem.code)
            return _problem(problematic.problem)
        with observed(f"api.{route.operation.name}", traceparent=request.headers.get("traceparent")) as seen:
            seen.add(tenant=caller.tenant_id, key=caller.key_id)
            response = self._answered(request, route, caller, seen)
            seen.add(status=response.status_code)
            return response

    def _caller(self, request: Request) -> Credential:
        caller = self._known(request.headers.get("Authorization", ""))
        if caller is None:
            raise Problematic(UNAUTHENTICATED)
        return caller

    def _known(self, authorization: str) -> Credential | None:
        token = bearer_token(authorization)
        return None if token is None else self._around.credentials.find(token)

    def _answered(self, request: Request, route: MatchedOperation, caller: Credential, seen: Observation) -> Response:
        try:
            authorise(route.operation, caller)
            asked = _asked(request, route, caller, seen.traceparent)
            answer = self._around.desk.answer(route.operation, asked)
            if answer.stream is not None:
                return self._streamed(route.operation, answer.stream, request)
            return self._success(route.operation, answer)
        except Problematic as problematic:
            seen.add(code=problematic.problem.code)
            return _problem(problematic.problem)
        except Declined as declined:
            seen.add(code=declined.problem.code)
            later = 5 if declined.reason == "busy" else None
            status = _STATUS[declined.reason]
            return _problem(HttpProblem.of(status, declined.problem, more=declined.more, retry_after_s=later))

    def _success(self, operation: Operation, answer: Answer) -> Response:
        body = self._adapters[operation.name].dump_json(answer.content)
        status = operation.success if operation.success == 200 or answer.created else 200  # noqa: PLR2004
        response = Response(body, status=status, content_type="application/json", headers=_ALWAYS)
        if answer.version is not None:
            response.headers["ETag"] = f'"{answer.version}"'
        if answer.created is not None:
            response.headers["Location"] = answer.created
        return response

    def _streamed(self, operation: Operation, signals: Signals, request: Request) -> Response:
        encode = self._adapters[operation.name].dump_json
        serving = request.environ.get("sre.serving", lambda: True)
        parts = event_stream(signals, encode, serving=serving, transient=self._around.transient)
        response = Response(parts, content_type=STREAM_TYPE, headers=_ALWAYS | {"X-Accel-Buffering": "no"})
        response.call_on_close(signals.close)
        return response

    def _openapi(self) -> Response:
        return Response(self._around.document(), content_type="application/json", headers=_ALWAYS)

    def _healthz(self) -> Response:
        self._around.ping()
        return Response(b'{"status":"ok"}', content_type="application/json", headers=_ALWAYS)


def _asked(request: Request, route: MatchedOperation, caller: Credential, traceparent: str) -> Asked:
    return Asked(
        caller=caller,
        ids=route.ids,
        request=request_of(route.operation, request),
        idempotency_key=idempotency_key(request),
        expected_version=expected_version(request),
        last_id=last_id(request) if route.operation.streams else None,
        traceparent=traceparent,
        tracestate=tracestate(request),
    )


def _problem(problem: HttpProblem) -> Response:
    headers = {**_ALWAYS, **problem.headers}
    return Response(problem.body, status=problem.status, content_type=MEDIA_TYPE, headers=headers)
