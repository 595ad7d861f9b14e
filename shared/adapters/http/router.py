"""HTTP in front of the operations: who calls, what for, and an answer in one of two forms, content or a problem."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
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
from shared.adapters.http.server.early import known_as
from shared.adapters.observe import Observation, observed
from shared.adapters.reference.page import POLICY, ReferencePage
from shared.ports.credentials import Credential, Credentials
from shared.ports.operation import (
    Answer,
    Declined,
    Operation,
    OperationDispatcher,
    OperationRequest,
    Reason,
    StreamEvents,
    authorise,
)
from shared.ports.outcome import WriterUnavailable

STATUS: Mapping[Reason, int] = {
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
#: Paths for everybody, beside the pages of the reference.
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
class RouterDependencies:
    """``transient``: failures that pass by themselves; ``ping`` raises one of them while the database is away."""

    dispatcher: OperationDispatcher
    credentials: Credentials
    transient: tuple[type[Exception], ...]
    ping: Callable[[], None]
    document: Callable[[], bytes]
    #: The reference for people, page by page; for everybody, as the document is that it is made from.
    pages: Mapping[str, Callable[[], ReferencePage]] = field(default_factory=dict)


class Router:
    """Answers requests by the table of operations, and the paths that are for everybody."""

    def __init__(self, operations: Sequence[Operation], dependencies: RouterDependencies) -> None:
        self._routes = Routes(operations)
        self._dependencies = dependencies
        self._public: Mapping[str, Callable[[], Response]] = {
            _DOCUMENT: self._openapi,
            _HEALTH: self._healthz,
            **{path: partial(_shown, page) for path, page in dependencies.pages.items()},
        }
        self.passing: Passing = {
            WriterUnavailable: _WRITER_AWAY,
            KeysUnavailable: KEYS_UNAVAILABLE,
            **dict.fromkeys(dependencies.transient, _DATABASE_AWAY),
        }
        self._adapters = {operation.name: _adapter(operation.response) for operation in operations}

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
        return UNAUTHENTICATED if self._known(environ) is None else None

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
        caller = self._known(request.environ)
        if caller is None:
            raise Problematic(UNAUTHENTICATED)
        return caller

    def _known(self, environ: Mapping[str, Any]) -> Credential | None:
        token = bearer_token(environ.get("HTTP_AUTHORIZATION"))
        caller = None if token is None else self._dependencies.credentials.find(token)
        if caller is not None:
            known_as(environ, caller.tenant_id)
        return caller

    def _answered(self, request: Request, route: MatchedOperation, caller: Credential, seen: Observation) -> Response:
        try:
            authorise(route.operation, caller)
            operation_request = _operation_request(request, route, caller, seen.traceparent)
            answer = self._dependencies.dispatcher.dispatch(route.operation, operation_request)
            if answer.stream is not None:
                return self._streamed(route.operation, answer.stream, request)
            return self._success(route.operation, answer)
        except Problematic as problematic:
            seen.add(code=problematic.problem.code)
            return _problem(problematic.problem)
        except Declined as declined:
            seen.add(code=declined.problem.code)
            later = 5 if declined.reason == "busy" else None
            status = STATUS[declined.reason]
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

    def _streamed(self, operation: Operation, events: StreamEvents, request: Request) -> Response:
        encode = self._adapters[operation.name].dump_json
        serving = request.environ.get("sre.serving", lambda: True)
        parts = event_stream(events, encode, serving=serving, transient=self._dependencies.transient)
        response = Response(parts, content_type=STREAM_TYPE, headers=_ALWAYS | {"X-Accel-Buffering": "no"})
        response.call_on_close(events.close)
        return response

    def _openapi(self) -> Response:
        return Response(self._dependencies.document(), content_type="application/json", headers=_ALWAYS)

    def _healthz(self) -> Response:
        self._dependencies.ping()
        return Response(b'{"status":"ok"}', content_type="application/json", headers=_ALWAYS)


def _shown(page: Callable[[], ReferencePage]) -> Response:
    shown = page()
    headers = _ALWAYS | {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
    return Response(shown.content, content_type=shown.media_type, headers=headers)


def _operation_request(
    request: Request, route: MatchedOperation, caller: Credential, traceparent: str
) -> OperationRequest:
    return OperationRequest(
        caller=caller,
        ids=route.ids,
        arguments=request_of(route.operation, request),
        idempotency_key=idempotency_key(request),
        expected_version=expected_version(request),
        last_id=last_id(request) if route.operation.streams else None,
        traceparent=traceparent,
        tracestate=tracestate(request),
    )


@cache
def _adapter(response: Any) -> TypeAdapter[Any]:
    """Costs milliseconds to make; one for all routers of a process."""
    return TypeAdapter(response)


def _problem(problem: HttpProblem) -> Response:
    headers = {**_ALWAYS, **problem.headers}
    return Response(problem.body, status=problem.status, content_type=MEDIA_TYPE, headers=headers)
