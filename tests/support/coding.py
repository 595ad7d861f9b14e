"""Approvals decided by the real domain in memory, and coders that carry them out in a world that logs everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.execution_journal import MemoryExecutionJournal
from shared.adapters.memory.fact_store import MemoryFactStore
from shared.app.coder.carry_out import CarryOut
from shared.app.coder.dry_run import dry_run_of
from shared.app.coder.means import Means
from shared.app.coder.orders import Hands
from shared.app.coder.standing import ExecutionStanding
from shared.app.handle_intents import HandleIntents
from shared.domain.approval.intents import GrantApproval, RequestApproval
from shared.domain.approval.values import ApprovalDefinition
from shared.domain.incident.intents import CloseIncident, CreateIncident, ResolveIncident
from shared.domain.published import FACTS, INTENTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.envelope import Envelope
from shared.kernel.ids import ApprovalId, IncidentId, TenantId
from shared.kernel.message import Intent
from shared.kernel.vocabulary import RiskTier, Severity
from shared.ports.current_state import Reference, Stored
from shared.ports.fact_store import AggregateKey
from shared.ports.outcome import Outcome, WriterUnavailable
from shared.ports.wake import NoWaker
from shared.remediation.actions import Action, ArgoSync
from shared.remediation.plan_text import plan_text_of
from shared.remediation.proposal import Precondition, RemediationPlan
from tests.support.facts import T0, TENANT
from tests.support.outside import Outside

ANA, AGENT = "human:ana", "agent:sre"
_CODEC = Codec((*INTENTS, *FACTS))


@dataclass
class MovedClock:
    at: datetime = T0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


def a_plan(*actions: Action, revision: int = 1, summary: str = "Synchronise shop") -> RemediationPlan:
    """A plan that rests, for each of its applications, on the world's revision."""
    actions = actions or (ArgoSync(application="shop"),)
    applications = dict.fromkeys(getattr(action, "application", "shop") for action in actions)
    return RemediationPlan(
        hypothesis_ids=("h1",),
        actions=actions,
        summary=summary,
        risk=RiskTier.HIGH,
        preconditions=tuple(
            Precondition(what="base_commit", subject=f"Application argocd/{each}", expected=str(revision))
            for each in applications
        ),
        expires_at=T0 + timedelta(days=1),
        plan_hash="0" * 64,
    )


class DecidingGate:
    """The writer itself, in memory; ``away``: it does not answer coders."""

    def __init__(self) -> None:
        self.store = MemoryFactStore()
        self.away = False
        self._handle = HandleIntents(
            store=self.store, aggregates=AGGREGATES_BY_TYPE, encode=_CODEC.encode, waker=NoWaker()
        )

    def submit(self, envelopes: Sequence[Envelope[Any]]) -> Sequence[Outcome]:
        if self.away:
            raise WriterUnavailable("the writer is away")
        return self.decide(envelopes)

    def decide(self, envelopes: Sequence[Envelope[Any]]) -> Sequence[Outcome]:
        """As people reach it, whoever else does not."""
        return self._handle(envelopes[0].tenant_id, envelopes)


class DecidedState:
    """What the writer left, by id."""

    def __init__(self, store: MemoryFactStore) -> None:
        self._store = store

    def get(self, tenant_id: TenantId, reference: Reference) -> Stored | None:
        key = AggregateKey(reference.aggregate_type, str(reference.aggregate_id))
        # A session copies everything; who only reads need not.
        found = self._store._tables.aggregates.get((tenant_id, key))
        if found is None:
            return None
        return Stored(
            aggregate_id=reference.aggregate_id, version=found.version, state=found.state, updated_at=T0, said={}
        )


@dataclass
class CodingWorld:
    """One writer, one outside, one journal, and any number of coders."""

    clock: MovedClock = field(default_factory=MovedClock)
    gate: DecidingGate = field(default_factory=DecidingGate)
    paused: set[TenantId] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._ids = count(1)
        self.outside = Outside(self.clock)
        self.journal = MemoryExecutionJournal(
            paused=lambda tenant: tenant in self.paused, monotonic=self.clock.monotonic
        )
        self.state: Any = DecidedState(self.gate.store)
        self.hands = Hands(dict.fromkeys(self.outside.kinds, self.outside))

    def coder(self, **changed: Any) -> CarryOut:
        means: Mapping[str, Any] = {
            "state": self.state,
            "gate": self.gate,
            "hands": self.hands,
            "preconditions": self.outside,
            "journal": self.journal,
            "new_id": self.new_id,
            "clock": self.clock,
            "monotonic": self.clock.monotonic,
        }
        return CarryOut(Means(**{**means, **changed}))

    def new_id(self) -> UUID:
        return UUID(int=next(self._ids))

    def ask(self, intent: Intent, actor: str = ANA, tenant: TenantId = TENANT) -> Outcome:
        message_id = self.new_id()
        envelope = Envelope(
            message_id=message_id,
            tenant_id=tenant,
            data=intent,
            occurred_at=self.clock.now(),
            producer="/test",
            actor=actor,
            correlation_id=message_id,
        )
        (outcome,) = self.gate.decide([envelope])
        return outcome

    def an_incident(self) -> IncidentId:
        incident_id = IncidentId(self.new_id())
        opened = CreateIncident(incident_id=incident_id, title="shop is down", severity=Severity.LOW)
        assert self.ask(opened).status == "accepted"
        return incident_id

    def close(self, incident_id: IncidentId) -> None:
        for intent in (
            ResolveIncident(incident_id=incident_id, summary="done by hand"),
            CloseIncident(incident_id=incident_id),
        ):
            outcome = self.ask(intent)
            assert outcome.status == "accepted", outcome

    def requested(
        self,
        plan: RemediationPlan | None = None,
        *,
        valid_for_s: int = 3_600,
        text: str = "",
        incident_id: IncidentId | None = None,
    ) -> UUID:
        """Asks for an approval, with the dry run as the world is now."""
        plan = plan or a_plan(revision=self.outside.revision)
        dry = dry_run_of(self.hands, TENANT, plan, self.clock.monotonic() + 60)
        approval_id = ApprovalId(self.new_id())
        definition = ApprovalDefinition(
            title=plan.summary,
            incident_id=incident_id,
            plan=text or plan_text_of(plan),
            dry_run=dry.text,
            risk=plan.risk,
            valid_for_s=valid_for_s,
        )
        asked = RequestApproval(approval_id=approval_id, definition=definition, received_at=self.clock.now())
        assert self.ask(asked, AGENT).status == "accepted"
        return approval_id

    def granted(self, plan: RemediationPlan | None = None, **said: Any) -> UUID:
        approval_id = self.requested(plan, **said)
        assert self.grant(approval_id).status == "accepted"
        return approval_id

    def grant(self, approval_id: UUID) -> Outcome:
        state = self.approval(approval_id)
        return self.ask(
            GrantApproval(
                approval_id=ApprovalId(approval_id),
                plan_hash=state["plan_hash"],
                dry_run_hash=state["dry_run_hash"],
            )
        )

    def approval(self, approval_id: UUID) -> Mapping[str, Any]:
        stored = self.state.get(TENANT, Reference("approval", approval_id))
        assert stored is not None
        state: Mapping[str, Any] = stored.state
        return state

    def carry_out(self, approval_id: UUID, *actions: int, within_s: float = 60, **changed: Any) -> ExecutionStanding:
        until = self.clock.monotonic() + within_s
        return self.coder(**changed)(TENANT, approval_id, actions=actions, until=until)
