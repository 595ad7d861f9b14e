"""The kinds of rows: a command becomes an intent for the writer, a query is answered from what is readable, a
procedure reads and asks for many things at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.app.feed import Feed
from shared.app.operations.derived import given
from shared.kernel.message import Intent
from shared.ports.clock import Clock, SystemClock
from shared.ports.credentials import Credential, Role
from shared.ports.current_state import CurrentState, Reference
from shared.ports.imports import ImportKind, Parser
from shared.ports.operation import Answer, Asked, Operation
from shared.ports.outcome import CommandGate
from shared.ports.past import PastFacts
from shared.ports.quarantined import QuarantineReads
from shared.projections.alert_groups.queries import AlertQueries
from shared.projections.fleet_health.queries import FleetHealthQueries
from shared.projections.incident_timeline.queries import IncidentQueries
from shared.projections.knowledge_index.queries import KnowledgeQueries
from shared.projections.postmortem_search.queries import PostmortemQueries
from shared.projections.runbook_catalog.queries import RunbookQueries
from shared.projections.service_catalog.queries import ServiceCatalogQueries
from shared.projections.slo_burndown.queries import SLOQueries

EVERYBODY = frozenset(Role)
READERS = EVERYBODY - {Role.INTEGRATION}
RESPONDERS = frozenset({Role.RESPONDER, Role.APPROVER, Role.ADMIN})
#: What they ask for may still need an approval; the domain says so.
RESPONDERS_AND_AGENTS = RESPONDERS | {Role.AGENT}
SENDERS = frozenset({Role.INTEGRATION, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an intent is made from."""

    caller: Credential
    ids: Mapping[str, UUID]
    request: BaseModel
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """Everything that can be read; nothing here can write."""

    state: CurrentState
    incidents: IncidentQueries
    alerts: AlertQueries
    health: FleetHealthQueries
    knowledge: KnowledgeQueries
    postmortems: PostmortemQueries
    runbooks: RunbookQueries
    services: ServiceCatalogQueries
    slos: SLOQueries
    quarantine: QuarantineReads
    past: PastFacts
    feed: Feed
    #: Budgets, rotations and silences are answered as of now.
    clock: Clock = field(default_factory=SystemClock)


def _nothing(_intent: Any) -> Iterable[Reference]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Operation):
    kind: Literal["command", "query", "procedure"] = "command"
    method: Literal["GET", "POST", "PUT", "DELETE"] = "POST"
    response: Any = CommandAnswer
    intent: Callable[[Draft], Intent]
    #: The aggregate may be new; otherwise it must be there.
    creates: bool = False
    #: Other things of the tenant that must be there.
    refers: Callable[[Any], Iterable[Reference]] = _nothing
    #: Where the aggregate can be read, when the command's success is that there is one.
    location: str | None = None
    #: A field that is filled with the time of asking; a repeatable command must bring it, or it would not be the same.
    timed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Operation):
    kind: Literal["command", "query", "procedure"] = "query"
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    answer: Callable[[Reads, Asked], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a procedure works with."""

    reads: Reads
    gate: CommandGate
    clock: Clock
    parsers: Mapping[ImportKind, Parser]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Operation):
    kind: Literal["command", "query", "procedure"] = "procedure"
    method: Literal["GET", "POST", "PUT", "DELETE"] = "POST"
    answer: Callable[[Means, Asked], Answer]


def straight(intent: type[Intent]) -> Callable[[Draft], Intent]:
    """The body as it is, about the aggregate in the path."""

    def build(draft: Draft) -> Intent:
        return intent.model_validate({**given(draft.request), intent.id_field: draft.ids[intent.id_field]})

    return build
