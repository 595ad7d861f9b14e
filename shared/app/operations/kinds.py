"""The kinds of rows: a command becomes an intent for the writer, a query is answered from what is readable, a
procedure reads and asks for many things at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import field_values
from shared.kernel.message import Intent
from shared.ports.clock import Clock
from shared.ports.credentials import Credential, Role
from shared.ports.current_state import Reference
from shared.ports.imports import ImportKind, Parser
from shared.ports.operation import Answer, Operation, OperationRequest
from shared.ports.outcome import CommandGate

EVERYBODY = frozenset(Role)
READERS = EVERYBODY - {Role.INTEGRATION}
RESPONDERS = frozenset({Role.RESPONDER, Role.APPROVER, Role.ADMIN})
#: What they ask for may still need an approval; the domain says so.
RESPONDERS_AND_AGENTS = RESPONDERS | {Role.AGENT}
SENDERS = frozenset({Role.INTEGRATION, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandContext:
    """What an intent is made from."""

    caller: Credential
    ids: Mapping[str, UUID]
    arguments: BaseModel
    message_id: UUID
    at: datetime


class CommandAnswer(BaseModel):
    """What became of a command. ``position``: pass it as ``min_position`` to see the effect in a query."""

    model_config = ConfigDict(frozen=True)

    message_id: UUID
    #: ignored: accepted, and nothing followed; ``reason`` says why.
    status: Literal["accepted", "ignored"]
    aggregate_type: str
    aggregate_id: UUID
    version: int
    fact_ids: tuple[UUID, ...]
    position: int | None
    reason: str | None
    replayed: bool


def _no_references(_intent: Any) -> Iterable[Reference]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Operation):
    kind: Literal["command", "query", "procedure"] = "command"
    method: Literal["GET", "POST", "PUT", "DELETE"] = "POST"
    response: Any = CommandAnswer
    intent: Callable[[CommandContext], Intent]
    #: The aggregate may be new; otherwise it must be there.
    creates: bool = False
    #: Other things of the tenant that must be there.
    references: Callable[[Any], Iterable[Reference]] = _no_references
    #: Where the aggregate can be read, when the command's success is that there is one.
    location: str | None = None
    #: A field that is filled with the time of asking; a repeatable command must bring it, or it would not be the same.
    time_field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Operation):
    kind: Literal["command", "query", "procedure"] = "query"
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    answer: Callable[[QueryServices, OperationRequest], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureContext:
    """What a procedure works with."""

    queries: QueryServices
    gate: CommandGate
    clock: Clock
    parsers: Mapping[ImportKind, Parser]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Operation):
    kind: Literal["command", "query", "procedure"] = "procedure"
    method: Literal["GET", "POST", "PUT", "DELETE"] = "POST"
    answer: Callable[[ProcedureContext, OperationRequest], Answer]


def intent_from_body(intent: type[Intent]) -> Callable[[CommandContext], Intent]:
    """The body as it is, about the aggregate in the path."""

    def build(context: CommandContext) -> Intent:
        return intent.model_validate({**field_values(context.arguments), intent.id_field: context.ids[intent.id_field]})

    return build
