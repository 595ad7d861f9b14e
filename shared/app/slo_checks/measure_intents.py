"""What was counted, as requests to the writer, and what is wrong with counting, as alerts.

The id of a request is derived from what it says and from what it corrects: a repeat is once, and a count that goes
there and back is three requests.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.app.publish_alerts import batched_events
from shared.domain.alert.intents import IngestAlert
from shared.domain.slo.intents import RecordSLIWindow
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId, derive
from shared.kernel.wire import INTENTS_TOPIC
from shared.ports.measuring import Measured, Objective, ToldWindow
from shared.ports.transport import OutboundMessage, Publisher

PRODUCER: Final = "/sre/slo_checks"
ACTOR: Final = str(Actor(ActorKind.PROCESS, "slo_checks"))
#: Objectives of a tenant are told in so many orders beside each other.
_LANES: Final = 16

MeasuredIntent = RecordSLIWindow | IngestAlert


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishMeasured:
    """``encode`` gives the event as it travels; ``batch_attributes`` and ``batch_data`` are the binding of the wire."""

    publisher: Publisher
    encode: Callable[[Envelope[MeasuredIntent]], str]
    batch_attributes: Callable[..., Mapping[str, str]]
    batch_data: Callable[[Sequence[str]], bytes]

    def __call__(self, tenant_id: TenantId, envelopes: Sequence[Envelope[MeasuredIntent]]) -> None:
        """Publishes all of them, in order per aggregate. Raises TransportUnavailable: publish all of them again."""
        if envelopes:
            self.publisher.publish([*self._messages(tenant_id, envelopes)])

    def _messages(
        self, tenant_id: TenantId, envelopes: Iterable[Envelope[MeasuredIntent]]
    ) -> Iterator[OutboundMessage]:
        lanes: dict[tuple[str, int], list[Envelope[MeasuredIntent]]] = defaultdict(list)
        for each in envelopes:
            lanes[each.aggregate_type, derive(each.aggregate_id).int % _LANES].append(each)
        for (aggregate_type, lane), together in lanes.items():
            key = f"{tenant_id}/slo_checks/{aggregate_type}-{lane}"
            for events in batched_events([self.encode(each) for each in together]):
                attributes = self.batch_attributes(
                    tenant_id=tenant_id,
                    ordering_key=key,
                    batch_id=str(derive(key, *events)),
                    producer=PRODUCER,
                    aggregate_types=[aggregate_type],
                )
                data = self.batch_data(events)
                yield OutboundMessage(topic=INTENTS_TOPIC, ordering_key=key, attributes=attributes, data=data)


def enveloped(tenant_id: TenantId, intent: MeasuredIntent, now: datetime, *after: object) -> Envelope[MeasuredIntent]:
    """``after`` is what it corrects or comes after, as far as the intent itself does not say it."""
    said = intent.model_dump_json(exclude=set(intent.volatile))
    message_id = derive(tenant_id, PRODUCER, said, *map(str, after))
    return Envelope(
        message_id=message_id,
        tenant_id=tenant_id,
        data=intent,
        occurred_at=now,
        producer=PRODUCER,
        actor=ACTOR,
        correlation_id=message_id,
    )


def windows_told(
    objective: Objective, before: Measured, windows: Iterable[ToldWindow], now: datetime
) -> Iterator[Envelope[MeasuredIntent]]:
    """Gives a request for each window that was not told so already, oldest first."""
    known = {(each.start_at, each.end_at): each for each in before.recent}
    for window in sorted(windows):
        earlier = known.get((window.start_at, window.end_at))
        if earlier != window:
            intent = RecordSLIWindow(
                slo_id=objective.slo_id,
                window_start=window.start_at,
                window_end=window.end_at,
                good=window.good,
                total=window.total,
                source=objective.definition.indicator.source,
                excluded=window.excluded,
            )
            yield enveloped(objective.tenant_id, intent, now, earlier)
