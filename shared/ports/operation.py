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
    """One row of the table. What is not in the table does not exist, and a role that is not named may not."""

    name: str
    service: str
    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    #: A procedure is asked like a command and answers with a report of many things.
    kind: Literal["command", "query", "procedure"]
    roles: frozenset[Role]
    #: The body of a command or a procedure, the query parameters of a query.
    request: type[BaseModel]
    #: What pydantic can make a schema of; only what it declares leaves the house.
    response: Any
    summary: str
    #: Arguments as a caller writes them: path ids, body fields, query parameters; shown in the document and in help.
    example: Mapping[str, Any] = field(default_factory=dict)
    success: int = 200
    #: The answer is a stream of ``response``, told one by one for a bounded time.
    streams: bool = False

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """All of them are ids."""
        return tuple(_PARAMETER.findall(self.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRequest:
    """An operation's arguments, already of the declared types, from a caller who may ask for it."""

    caller: Credential
    ids: Mapping[str, UUID]
    arguments: BaseModel
    #: The caller's name for this command: asked twice, done once.
    idempotency_key: str | None = None
    expected_version: int | None = None
    #: Of a stream: the id that was told last before it broke off.
    last_id: int | None = None
    traceparent: str | None = None
    tracestate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEvent:
    """One thing told on a stream. Only an id: nothing has happened up to there. Nothing at all: still here."""

    id: int | None = None
    name: Literal["change", "reset"] | None = None
    content: Any = None


class StreamEvents(Protocol):
    def __iter__(self) -> Iterator[StreamEvent]: ...

    def close(self) -> None:
        """Always called, however far the stream was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    #: Of the operation's response type.
    content: Any = None
    #: In place of a content; its parts are of the operation's response type.
    stream: StreamEvents | None = None
    version: int | None = None
    #: Path of what the command created.
    created: str | None = None


Reason = Literal[
    "not_found", "forbidden", "contradictory", "invalid", "rejected", "conflict", "version_conflict", "busy"
]


class Declined(Exception):  # noqa: N818 - an answer to the caller, not an error of ours
    """The operation's other answer."""

    def __init__(self, reason: Reason, problem: Problem, more: Mapping[str, Any] | None = None) -> None:
        super().__init__(problem.code)
        self.reason = reason
        self.problem = problem
        self.more: Mapping[str, Any] = more or {}


def not_found() -> Declined:
    """The same words whether it never was or is another tenant's."""
    return Declined("not_found", Problem(code="not_found", title="There is no such thing here"))


def authorise(operation: Operation, caller: Credential) -> None:
    """Raises Declined. An entrance asks before it reads the request, the dispatcher again before it does anything."""
    if caller.role not in operation.roles:
        title = f"The role {caller.role} may not use {operation.name}"
        raise Declined("forbidden", Problem(code="operation.forbidden", title=title))


class OperationDispatcher(Protocol):
    """Does what the table says."""

    def dispatch(self, operation: Operation, request: OperationRequest) -> Answer:
        """Raises Declined, and WriterUnavailable for commands."""
