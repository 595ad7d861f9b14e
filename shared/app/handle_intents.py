"""The only write path: a batch of intents of one tenant becomes facts, in one transaction, with the effect of once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.app.decide_batch import decide_batch, hash_of, key_of
from shared.kernel.aggregate import Aggregate
from shared.kernel.batches import batched
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact, Intent
from shared.ports.fact_store import FactStore, InboxRow, LostRace, Unstorable, Write
from shared.ports.outcome import Outcome, Problem
from shared.ports.store import StoreUnavailable
from shared.ports.wake import RELAY, Waker

MAX_BATCH = 500
_ATTEMPTS = 6

IntentEnvelope = Envelope[Intent]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleIntents:
    """``encode`` turns a fact's envelope into the text that is stored, hashed and published."""

    store: FactStore
    aggregates: Mapping[str, Aggregate]
    encode: Callable[[Envelope[Fact]], str]
    waker: Waker

    def __call__(self, tenant_id: TenantId, envelopes: Sequence[IntentEnvelope]) -> list[Outcome]:
        """Decides and stores; gives outcomes in the order of the envelopes.

        Raises StoreUnavailable: nothing is known, deliver again.
        """
        outcomes: list[Outcome] = []
        for some in batched(envelopes, MAX_BATCH):
            outcomes += self._storable(tenant_id, some)
        if any(outcome.fact_ids and not outcome.replayed for outcome in outcomes):
            self.waker.wake(RELAY)
        return outcomes

    def _storable(self, tenant_id: TenantId, batch: Sequence[IntentEnvelope]) -> list[Outcome]:
        """Halves the batch until an intent whose values the database refuses stands alone, so that its neighbours do
        not fail.
        """
        try:
            return self._retrying(tenant_id, batch)
        except Unstorable as refused:
            if len(batch) == 1:
                return [self._refuse(tenant_id, batch[0], str(refused))]
            middle = len(batch) // 2
            return self._storable(tenant_id, batch[:middle]) + self._storable(tenant_id, batch[middle:])

    def _retrying(self, tenant_id: TenantId, batch: Sequence[IntentEnvelope]) -> list[Outcome]:
        for _ in range(_ATTEMPTS):
            try:
                return self._once(tenant_id, batch)
            except LostRace:
                continue
        raise StoreUnavailable(f"lost the race for the same aggregates {_ATTEMPTS} times")

    def _once(self, tenant_id: TenantId, batch: Sequence[IntentEnvelope]) -> list[Outcome]:
        with self.store.session(tenant_id) as session:
            decided = decide_batch(session, self.aggregates, self.encode, batch)
            positions = session.write(decided.write) if decided.write.inbox else {}
        return [
            replace(outcome, position=positions[outcome.fact_ids[-1]])
            if outcome.fact_ids and outcome.fact_ids[-1] in positions
            else outcome
            for outcome in decided.outcomes
        ]

    def _refuse(self, tenant_id: TenantId, envelope: IntentEnvelope, reason: str) -> Outcome:
        problem = Problem(
            code="message.unstorable", title="The message holds a value that cannot be stored", detail=reason
        )
        outcome = Outcome(message_id=envelope.message_id, status="rejected", aggregate_version=0, problem=problem)
        row = InboxRow(request_hash=hash_of(envelope), outcome=outcome, key=key_of(envelope))
        with self.store.session(tenant_id) as session:
            known = session.recorded([envelope.message_id])
            if envelope.message_id in known:
                return replace(known[envelope.message_id].outcome, replayed=True)
            session.write(Write(facts=(), aggregates=(), inbox=(row,)))
        return outcome
