"""What the outside may ask for, however it comes in: HTTP, tools of an agent, the command line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from uuid import UUID

from pydantic import BaseModel

from shared.ports.credentials import Credential, Role
from shared.ports.outcome import Problem

_PARAMETER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """It is one entry of the catalogue. What is not in it does not exist; a role that is not named may not use it."""

    name: str
    """The operation's name, once in the catalogue; it is the ``operationId`` of the document."""
    service: str
    """The service that groups it in the document."""
    method: Literal["GET", "POST", "PUT", "DELETE"]
    """The HTTP method."""
    path: str
    """The path, with its ids as ``{name}``."""
    kind: Literal["command", "query", "procedure"]
    """A procedure is asked like a command and answers with a report of many things."""
    roles: frozenset[Role]
    """The roles that may use it."""
    request: type[BaseModel]
    """The body of a command or a procedure, the query parameters of a query."""
    response: Any
    """What pydantic can make a schema of; only what it declares is sent."""
    summary: str
    """One line for people."""
    example: Mapping[str, Any] = field(default_factory=dict)
    """Arguments as a caller writes them, path ids and fields together; shown in the document and in help."""
    success: int = 200
    """The HTTP status of success."""
    streams: bool = False
    """True when the answer is a stream of ``response``, told one by one for a bounded time."""
    events: Mapping[str, str] = field(default_factory=dict)
    """Of a stream: the name of each kind of event, and what it says."""

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """All of them are ids, in the order of the path."""
        return tuple(_PARAMETER.findall(self.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRequest:
    """It holds an operation's arguments, already of the declared types, from a caller who may ask for it."""

    caller: Credential
    """Who asks, and in whose tenant."""
    ids: Mapping[str, UUID]
    """Path parameter to id."""
    arguments: BaseModel
    """An instance of the operation's request model."""
    idempotency_key: str | None = None
    """The caller's name for this command: sent twice, done once. None: each request is another command."""
    expected_version: int | None = None
    """The version on which the caller decided. None: any."""
    last_id: int | None = None
    """Of a stream: the id that was told last before it broke off. None: it begins."""
    traceparent: str | None = None
    """W3C trace context. None: the request is not traced."""
    tracestate: str | None = None
    """W3C trace state. None: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEvent:
    """One thing is told on a stream. An id alone says that nothing happened up to there; nothing at all: still here."""

    id: int | None = None
    """The place in the stream after which a reader can go on. None: it has not moved."""
    name: Literal["change", "reset", "progress", "report"] | None = None
    """What is told. None: nothing."""
    content: Any = None
    """What was told, of the operation's response type."""


class StreamEvents(Protocol):
    """They are read one by one for a bounded time, and closed whatever happens."""

    def __iter__(self) -> Iterator[StreamEvent]: ...

    def close(self) -> None:
        """Is always called, however far the stream was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An operation is answered with a content or with a stream of contents."""

    content: Any = None
    """Of the operation's response type."""
    stream: StreamEvents | None = None
    """In place of a content: its parts are of the operation's response type."""
    version: int | None = None
    """The aggregate's version, sent as ``ETag``. None: the answer is not about one aggregate."""
    created: str | None = None
    """Path of what the command created. None: nothing was created."""


Reason = Literal[
    "not_found", "forbidden", "contradictory", "invalid", "rejected", "conflict", "version_conflict", "busy"
]


class Declined(Exception):  # noqa: N818 - an answer to the caller, not an error of ours
    """It is the operation's other answer."""

    def __init__(self, reason: Reason, problem: Problem, more: Mapping[str, Any] | None = None) -> None:
        super().__init__(problem.code)
        self.reason = reason
        self.problem = problem
        self.more: Mapping[str, Any] = more or {}


def not_found() -> Declined:
    """Says the same whether the thing never was or is another tenant's."""
    return Declined("not_found", Problem(code="not_found", title="There is no such thing here"))


def authorise(operation: Operation, caller: Credential) -> None:
    """Raises Declined. An entrance asks before it reads the request, the dispatcher again before it does anything."""
    if caller.role not in operation.roles:
        title = f"The role {caller.role} may not use {operation.name}"
        raise Declined("forbidden", Problem(code="operation.forbidden", title=title))


class OperationDispatcher(Protocol):
    """It does what the catalogue says."""

    def dispatch(self, operation: Operation, request: OperationRequest) -> Answer:
        """Raises Declined, and WriterUnavailable for commands and procedures."""
