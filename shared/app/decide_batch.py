"""Turns a batch of intents into what has to be written, by folding them one by one over the loaded aggregates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from shared.app.loaded_aggregates import LoadedAggregate, aggregate_rows, load_aggregates
from shared.app.public_states import PublicStates
from shared.kernel.aggregate import Aggregate, consults_nobody
from shared.kernel.decider import Context, Ignored, Named, PublicState, Rejected
from shared.kernel.envelope import Envelope
from shared.kernel.ids import derive_from
from shared.kernel.message import Fact, Intent
from shared.kernel.wire import lane_of, partition_key, wire_type
from shared.ports.fact_store import AggregateKey, FactRow, InboxRow, RecordedOutcome, Write, WriteSession
from shared.ports.outcome import Outcome, Problem

PRODUCER = "/sre/domain_writer"

Encode = Callable[[Envelope[Fact]], str]


@dataclass(frozen=True, slots=True)
class Decided:
    """One outcome for each envelope, in their order, and everything that must be written for them to be true."""

    outcomes: Sequence[Outcome]
    write: Write


@dataclass(slots=True)
class _Batch:
    encode: Encode
    loaded: dict[AggregateKey, LoadedAggregate]
    recorded: dict[UUID, RecordedOutcome]
    numbers: dict[str, list[int]]
    public_states: PublicStates
    facts: list[FactRow] = field(default_factory=list)
    inbox: list[InboxRow] = field(default_factory=list)


def decide_batch(
    session: WriteSession, aggregates: Mapping[str, Aggregate], encode: Encode, envelopes: Sequence[Envelope[Intent]]
) -> Decided:
    """Decides intents of one tenant, in order; each sees what those before it have changed.

    It reads through the session and writes nothing: the caller writes ``Decided.write`` in the same transaction. A
    message id that is recorded already answers with its recorded outcome. Raises StoreUnavailable.
    """
    recorded = dict(session.recorded([envelope.message_id for envelope in envelopes]))
    fresh = [envelope for envelope in envelopes if envelope.message_id not in recorded]
    keys = [key_of(envelope) for envelope in fresh]
    loaded = load_aggregates(session, aggregates, set(keys))
    ones = [loaded[key] for key in keys]
    numbers = _draw_numbers(session, zip(keys, ones, fresh, strict=True))
    batch = _Batch(encode, loaded, recorded, numbers, PublicStates(session, aggregates))
    consulted = {key for one, envelope in zip(ones, fresh, strict=True) for key in _consulted(one, envelope)}
    batch.public_states.of(consulted - loaded.keys())
    outcomes = [_outcome(batch, envelope) for envelope in envelopes]
    return Decided(outcomes, Write(facts=batch.facts, aggregates=aggregate_rows(loaded), inbox=batch.inbox))


def key_of(envelope: Envelope[Any]) -> AggregateKey:
    return AggregateKey(envelope.aggregate_type, envelope.aggregate_id)


def hash_of(envelope: Envelope[Any]) -> bytes:
    """Digests what is asked: two deliveries of one request agree on it, another request under the same id does not."""
    message: Intent = envelope.data
    body = message.model_dump_json(exclude=set(message.volatile) or None)
    return sha256(f"{wire_type(type(message))}\n{envelope.aggregate_version}\n{body}".encode()).digest()


def _draw_numbers(
    session: WriteSession, fresh: Iterable[tuple[AggregateKey, LoadedAggregate, Envelope[Intent]]]
) -> dict[str, list[int]]:
    """Draws a number for each aggregate that this batch may create, with one statement per counter."""
    creators: dict[str, set[AggregateKey]] = {}
    for key, one, envelope in fresh:
        if one.is_created_by(envelope):
            creators.setdefault(one.aggregate.counter, set()).add(key)
    return {counter: list(session.draw_numbers(counter, len(keys))) for counter, keys in creators.items()}


def _outcome(batch: _Batch, envelope: Envelope[Intent]) -> Outcome:
    request = hash_of(envelope)
    before = batch.recorded.get(envelope.message_id)
    if before is not None:
        if before.request_hash != request:
            problem = Problem(code="message.id_reused", title="This message id was used before for another request")
            return Outcome(message_id=envelope.message_id, status="conflict", aggregate_version=0, problem=problem)
        return replace(before.outcome, replayed=True)
    key = key_of(envelope)
    outcome = _decide(batch, envelope, key)
    batch.inbox.append(InboxRow(request_hash=request, outcome=outcome, key=key))
    batch.recorded[envelope.message_id] = RecordedOutcome(request, outcome)
    return outcome


def _decide(batch: _Batch, envelope: Envelope[Intent], key: AggregateKey) -> Outcome:
    loaded = batch.loaded[key]
    expected = envelope.aggregate_version
    if expected is not None and expected != loaded.version:
        detail = f"expected version {expected}, it is at {loaded.version}: read it again, then decide"
        problem = Problem(code="version.conflict", title="Somebody else was faster", detail=detail)
        return Outcome(
            message_id=envelope.message_id, status="conflict", aggregate_version=loaded.version, problem=problem
        )
    try:
        decision = loaded.aggregate.decider.decide(envelope.data, loaded.state, _context(batch, envelope, loaded))
    except Rejected as rejected:
        title = rejected.code.replace(".", ": ").replace("_", " ")
        problem = Problem(code=rejected.code, title=title, detail=rejected.detail)
        return Outcome(
            message_id=envelope.message_id, status="rejected", aggregate_version=loaded.version, problem=problem
        )
    ignored, facts = (decision, decision.facts) if isinstance(decision, Ignored) else (None, decision)
    if facts and loaded.is_created_by(envelope):
        batch.numbers[loaded.aggregate.counter].pop(0)
    fact_ids = tuple(_append(batch, envelope, key, fact, index) for index, fact in enumerate(facts))
    if ignored is None:
        loaded.sight(envelope)
    return Outcome(
        message_id=envelope.message_id,
        status="accepted" if ignored is None else "ignored",
        aggregate_version=loaded.version,
        fact_ids=fact_ids,
        problem=Problem(code=ignored.reason, title="Accepted, and nothing follows") if ignored else None,
    )


def _context(batch: _Batch, envelope: Envelope[Intent], loaded: LoadedAggregate) -> Context:
    number = batch.numbers[loaded.aggregate.counter][0] if loaded.is_created_by(envelope) else None
    return Context(
        at=envelope.occurred_at,
        actor=envelope.actor,
        message_id=envelope.message_id,
        number=number,
        sighted_at=loaded.seen_at or loaded.sighted_at,
        public_states=_public_states(batch, loaded, envelope),
    )


def _consulted(one: LoadedAggregate, envelope: Envelope[Intent]) -> set[AggregateKey]:
    if one.aggregate.consults is consults_nobody:
        return set()
    return {AggregateKey(*named) for named in one.aggregate.consults(envelope.data, one.state, envelope.tenant_id)}


def _public_states(batch: _Batch, one: LoadedAggregate, envelope: Envelope[Intent]) -> Mapping[Named, PublicState]:
    """Gives what the consulted aggregates say of themselves; those in the batch as it has left them so far.

    The others were read with the first that was asked; only one to which the state before the batch did not point is
    read now.
    """
    consulted = _consulted(one, envelope)
    if not consulted:
        return {}
    here = {key: batch.loaded[key] for key in consulted & batch.loaded.keys()}
    return {
        **batch.public_states.of(consulted - here.keys()),
        **{key: other.aggregate.public_state(other.state) for key, other in here.items() if other.version > 0},
    }


def _append(batch: _Batch, cause: Envelope[Intent], key: AggregateKey, fact: Fact, index: int) -> UUID:
    loaded = batch.loaded[key]
    loaded.version += 1
    loaded.state = loaded.aggregate.decider.evolve(loaded.state, fact)
    envelope = Envelope(
        message_id=derive_from(cause.message_id, index),
        tenant_id=cause.tenant_id,
        data=fact,
        occurred_at=cause.occurred_at,
        producer=PRODUCER,
        actor=cause.actor,
        correlation_id=cause.correlation_id,
        causation_id=cause.message_id,
        aggregate_version=loaded.version,
        traceparent=cause.traceparent,
        tracestate=cause.tracestate,
    )
    event = batch.encode(envelope)
    loaded.hash = sha256(loaded.hash + event.encode()).digest()
    batch.facts.append(
        FactRow(
            key=key,
            version=loaded.version,
            fact_id=envelope.message_id,
            type=wire_type(type(fact)),
            lane=lane_of(partition_key(cause.tenant_id, *key)),
            event=event,
            hash=loaded.hash,
        )
    )
    return envelope.message_id
