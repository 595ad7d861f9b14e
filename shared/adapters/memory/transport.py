"""The transport in memory: one process, nothing moves until ``deliver_all``, retries need no waiting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from shared.kernel.wire import flow_of
from shared.ports.transport import (
    DeadLetter,
    Endpoint,
    InboundMessage,
    OutboundMessage,
    PublishRefused,
    Subscription,
    TransportUnavailable,
)

MAX_MESSAGE_BYTES = 10_000_000


@dataclass(slots=True, eq=False)
class _Waiting:
    message: OutboundMessage
    attempts: int = 0


class MemoryTransport:
    """A Publisher and DeadLetters; ``away`` makes it refuse like a broker that cannot be reached."""

    def __init__(self, subscriptions: Iterable[Subscription], endpoints: Mapping[str, Endpoint]) -> None:
        self.away = False
        self._subscriptions = {subscription.name: subscription for subscription in subscriptions}
        self._endpoints = endpoints
        self._queues: dict[str, list[_Waiting]] = {name: [] for name in self._subscriptions}
        self._dead: dict[int, DeadLetter] = {}
        self._last_dead = 0

    def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        if self.away:
            raise TransportUnavailable("the memory transport was told to be away")
        return [self._publish_one(message) for message in messages]

    def deliver_all(self) -> int:
        """Push until every queue is empty or its endpoint is away; how many messages were acknowledged."""
        return sum(self._deliver(subscription) for subscription in self._subscriptions.values())

    def waiting(self, subscription: str) -> int:
        return len(self._queues[subscription])

    def list(self, *, subscription: str | None, limit: int) -> Sequence[DeadLetter]:
        return [dead for dead in self._dead.values() if subscription in {None, dead.subscription}][:limit]

    def redrive(self, dead_letter_ids: Sequence[int] | None) -> int:
        ids = [*self._dead] if dead_letter_ids is None else sorted({*dead_letter_ids} & {*self._dead})
        for dead in [self._dead.pop(dead_letter_id) for dead_letter_id in ids]:
            message = OutboundMessage(
                topic=dead.topic, ordering_key=dead.ordering_key, attributes=dead.attributes, data=dead.data
            )
            self._queues[dead.subscription].append(_Waiting(message))
        return len(ids)

    def count(self) -> int:
        return len(self._dead)

    def _publish_one(self, message: OutboundMessage) -> PublishRefused | None:
        if len(message.data) > MAX_MESSAGE_BYTES:
            return PublishRefused(f"{len(message.data)} bytes; the limit is {MAX_MESSAGE_BYTES}")
        kept = replace(message, attributes=dict(message.attributes))
        for name, subscription in self._subscriptions.items():
            if subscription.topic == message.topic and subscription.wants(message.attributes):
                self._queues[name].append(_Waiting(kept))
        return None

    def _deliver(self, subscription: Subscription) -> int:
        """Rounds over the queue, flows in turn: a refused message holds its key for the rest of its round."""
        acknowledged = 0
        while self._queues[subscription.name]:
            held: set[str] = set()
            try:
                for waiting in _in_turn(self._queues[subscription.name]):
                    if waiting.message.ordering_key not in held:
                        acknowledged += self._push(subscription, waiting, held)
            except TransportUnavailable:
                break
        return acknowledged

    def _push(self, subscription: Subscription, waiting: _Waiting, held: set[str]) -> bool:
        message = waiting.message
        inbound = InboundMessage(
            subscription=subscription.name,
            ordering_key=message.ordering_key,
            attributes=message.attributes,
            data=message.data,
            attempt=waiting.attempts + 1,
        )
        reason = ""
        try:
            if self._endpoints[subscription.name].push(inbound):
                self._queues[subscription.name].remove(waiting)
                return True
        except TransportUnavailable:
            raise
        except Exception as defect:  # noqa: BLE001 - whatever else fails there is a refusal, told with its reason
            reason = f", at last: {type(defect).__name__}: {defect}"
        waiting.attempts += 1
        if waiting.attempts >= subscription.max_attempts:
            self._queues[subscription.name].remove(waiting)
            self._bury(subscription, waiting, reason)
        elif message.ordering_key:
            held.add(message.ordering_key)
        return False

    def _bury(self, subscription: Subscription, waiting: _Waiting, reason: str) -> None:
        message = waiting.message
        self._last_dead += 1
        self._dead[self._last_dead] = DeadLetter(
            dead_letter_id=self._last_dead,
            subscription=subscription.name,
            topic=message.topic,
            ordering_key=message.ordering_key,
            attributes=message.attributes,
            data=message.data,
            attempts=waiting.attempts,
            reason=f"refused {waiting.attempts} times{reason}",
            died_at="1970-01-01T00:00:00.000000Z",
            tenant_id=message.attributes.get("ce-tenantid"),
        )


def _in_turn(queue: Sequence[_Waiting]) -> list[_Waiting]:
    """One of each flow of each tenant, then a second one; first among the flows of a tenant, then among tenants."""
    flows: dict[tuple[str, str], list[_Waiting]] = {}
    for waiting in queue:
        flows.setdefault((_tenant(waiting), flow_of(waiting.message.ordering_key)), []).append(waiting)
    tenants: dict[str, list[list[_Waiting]]] = {}
    for (tenant, _flow), messages in flows.items():
        tenants.setdefault(tenant, []).append(messages)
    return _dealt([_dealt(of_tenant) for of_tenant in tenants.values()])


def _dealt(hands: Sequence[Sequence[_Waiting]]) -> list[_Waiting]:
    return [waiting for deal in zip_longest(*hands) for waiting in deal if waiting is not None]


def _tenant(waiting: _Waiting) -> str:
    return waiting.message.attributes.get("ce-tenantid", "")
