"""What another system's events become: requests that are durable at the broker before the events are acknowledged."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.app.publish_alerts import batched_events
from shared.app.unreadable_event import unreadable_event
from shared.kernel.envelope import Envelope
from shared.kernel.wire import INTENTS_TOPIC, lane_key, lane_of
from shared.ports.clock import Clock
from shared.ports.failpoint import failpoint
from shared.ports.tenants import TenantDirectory
from shared.ports.transport import OutboundMessage, Publisher
from shared.ports.unreadable_events import UnreadableEvents

#: None is an event of a kind that is not ours. Raises ValueError whose text is the reason.
ReadEvent = Callable[[Mapping[str, Any], datetime], Envelope[Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """It counts what became of the events of one delivery."""

    asked: int
    #: Of kinds that nobody here listens to.
    unknown: int
    #: Kept with their reason.
    unreadable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveBacklog:
    """It asks for what another system's events tell. ``encode`` gives the event as it travels; ``batch_attributes`` and
    ``batch_data`` are the binding of the wire.
    """

    read: ReadEvent
    tenants: TenantDirectory
    unreadable: UnreadableEvents
    publisher: Publisher
    encode: Callable[[Envelope[Any]], str]
    batch_attributes: Callable[..., Mapping[str, str]]
    batch_data: Callable[[Sequence[str]], bytes]
    clock: Clock

    def __call__(self, events: Sequence[Mapping[str, Any]]) -> Received:
        """Raises StoreUnavailable, TransportUnavailable: deliver all of it again; the ids are the same."""
        now = self.clock.now()
        asked: list[Envelope[Any]] = []
        unreadable = []
        for event in events:
            try:
                envelope = self._read(event, now)
            except ValueError as reason:
                unreadable.append(unreadable_event(event, str(reason)))
                continue
            if envelope is not None:
                asked.append(envelope)
        if unreadable:
            self.unreadable.keep(unreadable)
        self._publish(asked)
        unknown = len(events) - len(asked) - len(unreadable)
        return Received(asked=len(asked), unknown=unknown, unreadable=len(unreadable))

    def keep_unreadable(self, delivery: Mapping[str, Any], reason: str) -> None:
        """Keeps a delivery whose outside is not ours; the caller acknowledges it."""
        self.unreadable.keep([unreadable_event(delivery, reason)])

    def _read(self, event: Mapping[str, Any], now: datetime) -> Envelope[Any] | None:
        envelope = self.read(event, now)
        if envelope is not None and not self.tenants.known(envelope.tenant_id):
            raise ValueError("unknown tenant")
        return envelope

    def _publish(self, envelopes: Sequence[Envelope[Any]]) -> None:
        batches = list(self._batches(envelopes))
        if not batches:
            return
        failpoint("backlog.publish")
        answers = self.publisher.publish([message for message, _ in batches])
        failpoint("backlog.published")
        for (_, events), refused in zip(batches, answers, strict=True):
            if refused is not None:
                reason = f"the broker refuses it: {refused.reason}"
                self.unreadable.keep([unreadable_event(json.loads(event), reason) for event in events])

    def _batches(self, envelopes: Sequence[Envelope[Any]]) -> Iterator[tuple[OutboundMessage, Sequence[str]]]:
        """What must stay in order travels together."""
        lanes: dict[tuple[Any, int], list[Envelope[Any]]] = {}
        for envelope in envelopes:
            lanes.setdefault((envelope.tenant_id, lane_of(envelope.partition_key)), []).append(envelope)
        for (tenant_id, lane), together in lanes.items():
            ids = "/".join(str(envelope.message_id) for envelope in together)
            for index, events in enumerate(batched_events([self.encode(envelope) for envelope in together])):
                attributes = self.batch_attributes(
                    tenant_id=tenant_id,
                    ordering_key=lane_key(tenant_id, lane),
                    batch_id=f"{ids}/{index}",
                    producer=together[0].producer,
                    aggregate_types=[envelope.aggregate_type for envelope in together],
                )
                yield (
                    OutboundMessage(
                        topic=INTENTS_TOPIC,
                        ordering_key=lane_key(tenant_id, lane),
                        attributes=attributes,
                        data=self.batch_data(events),
                    ),
                    events,
                )
