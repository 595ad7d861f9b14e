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
from shared.app.tenant_administration import TenantAdministration
from shared.kernel.message import Intent
from shared.ports.clock import Clock
from shared.ports.coder import CoderReads
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
#: Who may say yes for others; the domain refuses it of their own proposals.
APPROVERS = frozenset({Role.APPROVER, Role.ADMIN})
#: Who carries out what was approved.
EXECUTORS = frozenset({Role.AGENT, Role.ADMIN})
SENDERS = frozenset({Role.INTEGRATION, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandContext:
    """An intent is made from what the caller sent, who the caller is, and an id and a time that the shell gives."""

    caller: Credential
    """Who asks, and in whose tenant."""
    ids: Mapping[str, UUID]
    """Path parameter to id."""
    arguments: BaseModel
    """The body, an instance of the command's request model."""
    message_id: UUID
    """The id of the message that the intent will travel in."""
    at: datetime
    """The time of asking, in UTC."""


class CommandAnswer(BaseModel):
    """It is said what became of a command."""

    model_config = ConfigDict(frozen=True)

    message_id: UUID
    """The command's id; GetMessageOutcome takes it."""
    status: Literal["accepted", "ignored"]
    """``ignored`` means that it was accepted and nothing followed; ``reason`` says why."""
    aggregate_type: str
    """The kind of thing that the command was about."""
    aggregate_id: UUID
    """The thing that the command was about."""
    version: int
    """The thing's version after the command."""
    fact_ids: tuple[UUID, ...]
    """The facts that followed; empty when nothing did."""
    position: int | None
    """The position of the newest fact in the log: a query that is given it as ``min_position`` shows the effect. Null:
    nothing followed.
    """
    reason: str | None
    """Why nothing followed, as a stable code. Null: something did, or there was nothing to change."""
    replayed: bool
    """True when the command was done before and this is the answer of then."""


def _no_references(_intent: Any) -> Iterable[Reference]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Operation):
    """A command becomes an intent, and the writer's outcome becomes its answer."""

    kind: Literal["command", "query", "procedure"] = "command"
    method: Literal["GET", "POST", "PUT", "DELETE"] = "POST"
    response: Any = CommandAnswer
    intent: Callable[[CommandContext], Intent]
    """Makes the intent. Raises Declined for what the writer need not be asked."""
    creates: bool = False
    """True when the aggregate may be new; otherwise it must exist."""
    references: Callable[[Any], Iterable[Reference]] = _no_references
    """Gives the other things of the tenant that the intent names and that must exist."""
    location: str | None = None
    """Path at which the aggregate can be read, when the command's success is that there is one. None: it is not told.
    """
    time_field: str | None = None
    """The field that is filled with the time of asking; a repeatable command must bring it, or it would not be the
    same.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Operation):
    """A query is answered from what can be read."""

    kind: Literal["command", "query", "procedure"] = "query"
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    answer: Callable[[QueryServices, OperationRequest], Answer]
    """Raises Declined and InvalidQuery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureContext:
    """A procedure works with everything that can be read, with the way to the writer, and with a clock."""

    queries: QueryServices
    """Everything that can be read."""
    gate: CommandGate
    """Takes intents to the writer."""
    clock: Clock
    """Gives the time."""
    parsers: Mapping[ImportKind, Parser]
    """Reads the files of each kind of import."""
    dry_runs: CoderReads | None = None
    """Says what a plan would do, and what it rests on now. None: nobody carries plans out here."""
    administration: TenantAdministration | None = None
    """What an administrator changes beside the log of facts. None: nothing is administered here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Operation):
    """A procedure reads and asks for many things at once, and answers with a report."""

    kind: Literal["command", "query", "procedure"] = "procedure"
    method: Literal["GET", "POST", "PUT", "DELETE"] = "POST"
    answer: Callable[[ProcedureContext, OperationRequest], Answer]
    """Raises Declined."""


def intent_from_body(intent: type[Intent]) -> Callable[[CommandContext], Intent]:
    """Makes a builder that takes the body as it is, about the aggregate in the path."""

    def build(context: CommandContext) -> Intent:
        return intent.model_validate({**field_values(context.arguments), intent.id_field: context.ids[intent.id_field]})

    return build
