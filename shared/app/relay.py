"""Carry committed events to the broker: in order per lane, in batches, at least once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from shared.kernel.batches import batched_by_size
from shared.kernel.wire import lane_key
from shared.ports.failpoint import failpoint
from shared.ports.outbox import Outbox, OutboxClaim, OutboxRow
from shared.ports.transport import OutboundMessage, Publisher

MAX_EVENTS = 500
MAX_BYTES = 900_000
_ROUNDS = 50

BatchAttributes = Callable[..., Mapping[str, str]]
BatchData = Callable[[Sequence[str]], bytes]


class RelayStep(NamedTuple):
    published: int
    #: Something may be left that could have gone out.
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """``batch_attributes`` and ``batch_data`` are the binding of the wire."""

    outboxes: Sequence[Outbox]
    publisher: Publisher
    batch_attributes: BatchAttributes
    batch_data: BatchData
    limit: int = 4 * MAX_EVENTS

    def drain(self) -> int:
        """Publish until nothing is left that can be, outboxes in turn; how many events went out.

        Whoever commits more meanwhile wakes the relay again.

        A storm may add as fast as it is carried off, so an end comes after some rounds; whoever called calls again.
        """
        published = 0
        for _ in range(_ROUNDS):
            steps = [self.step(outbox) for outbox in self.outboxes]
            published += sum(step.published for step in steps)
            if not any(step.more for step in steps):
                break
        return published

    def step(self, outbox: Outbox) -> RelayStep:
        """Takes one claim: publishes, waits for the broker's word, settles.

        Raises TransportUnavailable, StoreUnavailable.
        """
        with outbox.claim(self.limit) as claim:
            if not claim.rows:
                return RelayStep(0, claim.more)
            batches = list(batches_of(claim.rows))
            failpoint("relay.publish")
            answers = self._publisher_of(claim).publish([self._message(outbox, batch) for batch in batches])
            failpoint("relay.published")
            settled: list[OutboxRow] = []
            for batch, answer in zip(batches, answers, strict=True):
                settled += batch if answer is None else self._one_by_one(outbox, claim, batch)
            claim.settle(settled)
        return RelayStep(len(settled), claim.more)

    def _publisher_of(self, claim: OutboxClaim) -> Publisher:
        return claim.publisher or self.publisher

    def _one_by_one(self, outbox: Outbox, claim: OutboxClaim, batch: Sequence[OutboxRow]) -> list[OutboxRow]:
        """Publishes the events of a refused batch singly: parks the aggregate of the one to blame and lets the others
        flow.
        """
        settled: list[OutboxRow] = []
        parked: set[tuple[str, str, str]] = set()
        for row in batch:
            key = (row.tenant_id, row.aggregate_type, row.aggregate_id)
            if key in parked:
                continue
            answer = self._publisher_of(claim).publish([self._message(outbox, [row])])[0]
            if answer is None:
                settled.append(row)
            else:
                claim.park(row, answer.reason)
                parked.add(key)
        return settled

    def _message(self, outbox: Outbox, batch: Sequence[OutboxRow]) -> OutboundMessage:
        first = batch[0]
        key = lane_key(first.tenant_id, first.lane)
        attributes = self.batch_attributes(
            tenant_id=first.tenant_id,
            ordering_key=key,
            batch_id=f"{outbox.producer}/{first.position}-{batch[-1].position}",
            producer=outbox.producer,
            aggregate_types=[row.aggregate_type for row in batch],
            fact_types=[row.fact_type for row in batch if row.fact_type],
        )
        data = self.batch_data([row.event for row in batch])
        return OutboundMessage(topic=first.topic, ordering_key=key, attributes=attributes, data=data)


def batches_of(rows: Sequence[OutboxRow]) -> Iterator[list[OutboxRow]]:
    """Rows of one topic, tenant and lane travel together, oldest first, within the broker's limits."""

    def together(row: OutboxRow) -> tuple[Any, ...]:
        return (row.topic, row.tenant_id, row.lane)

    for _, group in groupby(sorted(rows, key=lambda row: (together(row), row.position)), key=together):
        # Between two events travels a comma, after the last one none.
        yield from batched_by_size(
            group, most=MAX_EVENTS, most_bytes=MAX_BYTES + 1, size_of=lambda row: len(row.event.encode()) + 1
        )
