"""Does what the table says: who may ask, what the writer is told, and what its answer means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.app.operations.as_of import refuse_contradictory_times
from shared.app.operations.incident.view import transitions_of
from shared.app.operations.kinds import Command, CommandAnswer, CommandContext, Procedure, ProcedureContext, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.service.name_lookup import resolve_service_names
from shared.app.tenant_administration import TenantAdministration
from shared.kernel.envelope import Envelope
from shared.kernel.ids import derive
from shared.kernel.message import Intent
from shared.ports.clock import Clock
from shared.ports.coder import CoderReads
from shared.ports.current_state import Reference
from shared.ports.imports import ImportKind, Parser
from shared.ports.operation import Answer, Declined, Operation, OperationRequest, authorise, not_found
from shared.ports.outcome import CommandGate, Outcome, Problem
from shared.projections.page import InvalidQuery

PRODUCER = "/sre/api"
#: How many a tenant may have of what is tried on everything that comes in, and which of them count.
MAX_PER_AGGREGATE_TYPE: Mapping[str, tuple[int, Mapping[str, Any]]] = {
    "correlation_rule": (500, {"deleted": False}),
    "approval": (1_000, {"status": "requested"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueDispatcher:
    """It does what the catalogue says. ``new_id`` gives the ids of commands whose sender named none."""

    gate: CommandGate
    queries: QueryServices
    clock: Clock
    new_id: Callable[[], UUID]
    parsers: Mapping[ImportKind, Parser] = field(default_factory=dict)
    dry_runs: CoderReads | None = None
    administration: TenantAdministration | None = None

    def dispatch(self, operation: Operation, request: OperationRequest) -> Answer:
        """Raises Declined, and WriterUnavailable for commands and procedures."""
        authorise(operation, request.caller)
        request = resolve_service_names(self.queries, request)
        if isinstance(operation, Command):
            return self._command(operation, request)
        if isinstance(operation, Query):
            refuse_contradictory_times(request)
            try:
                return operation.answer(self.queries, request)
            except InvalidQuery as invalid:
                problem = Problem(
                    code="query.invalid", title="The query cannot be answered as asked", detail=str(invalid)
                )
                raise Declined("invalid", problem) from invalid
        if isinstance(operation, Procedure):
            context = ProcedureContext(
                queries=self.queries,
                gate=self.gate,
                clock=self.clock,
                parsers=self.parsers,
                dry_runs=self.dry_runs,
                administration=self.administration,
            )
            return operation.answer(context, request)
        raise TypeError(f"{operation.name} is neither a command nor a query nor a procedure")

    def _command(self, command: Command, request: OperationRequest) -> Answer:
        envelope = self._envelope(command, request)
        self._require_existing(command, request, envelope.data)
        if command.creates:
            self._refuse_too_many(request, envelope)
        (outcome,) = self.gate.submit([envelope])
        if outcome.status in ("accepted", "ignored"):
            return _accepted(command, envelope, outcome)
        raise self._declined(envelope, outcome, request)

    def _envelope(self, command: Command, request: OperationRequest) -> Envelope[Intent]:
        caller, key = request.caller, request.idempotency_key
        if (
            key is not None
            and command.time_field is not None
            and getattr(request.arguments, command.time_field) is None
        ):
            title = f"A command with an Idempotency-Key must say {command.time_field}: asked again, it would be another"
            raise Declined("invalid", Problem(code="body.time-missing", title=title))
        message_id = self.new_id() if key is None else derive(caller.tenant_id, "api", caller.key_id, key)
        at = self.clock.now()
        context = CommandContext(
            caller=caller, ids=request.ids, arguments=request.arguments, message_id=message_id, at=at
        )
        return Envelope(
            message_id=message_id,
            tenant_id=caller.tenant_id,
            data=command.intent(context),
            occurred_at=at,
            producer=PRODUCER,
            actor=caller.actor,
            correlation_id=message_id,
            aggregate_version=request.expected_version,
            traceparent=request.traceparent,
            tracestate=request.tracestate,
        )

    def _require_existing(self, command: Command, request: OperationRequest, intent: Intent) -> None:
        """Whatever the command names must be this tenant's; aggregates are never deleted, so asking first is safe."""
        named = set(command.references(intent))
        if not command.creates:
            named.add(Reference(intent.aggregate_type, UUID(intent.aggregate_id)))
        if named and self.queries.state.missing(request.caller.tenant_id, named):
            raise not_found()

    def _refuse_too_many(self, request: OperationRequest, envelope: Envelope[Intent]) -> None:
        """Several at once may exceed it by as many as they are: what bounds the work itself stands elsewhere."""
        most, counting = MAX_PER_AGGREGATE_TYPE.get(envelope.aggregate_type, (None, {}))
        if most is None:
            return
        held = self.queries.state.listed(
            request.caller.tenant_id, envelope.aggregate_type, holding=counting, after=None, limit=most
        )
        if len(held) < most or UUID(envelope.aggregate_id) in {stored.aggregate_id for stored in held}:
            return
        title = f"There are {most} of them already; delete one that is no longer needed"
        raise Declined("rejected", Problem(code=f"{envelope.aggregate_type}.too_many", title=title))

    def _declined(self, envelope: Envelope[Intent], outcome: Outcome, request: OperationRequest) -> Declined:
        problem = outcome.problem or Problem(code=outcome.status, title="The writer refused without a reason")
        more: dict[str, Any] = {"message_id": str(outcome.message_id)}
        if outcome.status == "conflict":
            stale = request.expected_version is not None and problem.code == "version.conflict"
            current = {"version": outcome.aggregate_version} if stale else {}
            return Declined("version_conflict" if stale else "conflict", problem, more | current)
        if problem.code.endswith(".not_found"):
            return Declined("not_found", problem, more)
        if envelope.aggregate_type == "incident":
            reference = Reference("incident", UUID(envelope.aggregate_id))
            stored = self.queries.state.get(request.caller.tenant_id, reference)
            more |= {} if stored is None else {"allowed_transitions": transitions_of(stored)}
        return Declined("rejected", problem, more)


def _accepted(command: Command, envelope: Envelope[Intent], outcome: Outcome) -> Answer:
    content = CommandAnswer(
        message_id=outcome.message_id,
        status="accepted" if outcome.status == "accepted" else "ignored",
        aggregate_type=envelope.aggregate_type,
        aggregate_id=UUID(envelope.aggregate_id),
        version=outcome.aggregate_version,
        fact_ids=outcome.fact_ids,
        position=outcome.position,
        reason=outcome.problem.code if outcome.problem is not None else None,
        replayed=outcome.replayed,
    )
    created = None
    if command.location is not None and outcome.fact_ids:
        created = command.location.replace(f"{{{envelope.data.id_field}}}", envelope.aggregate_id)
    return Answer(content=content, version=outcome.aggregate_version, created=created)
