"""Alerts of one webhook to the broker, under ids that a repetition of the same news repeats.

The id covers exactly what the writer compares when an id comes back: the whole intent but its volatile fields. So an id
never comes back with another content, whatever is configured meanwhile. Added to it is *when*, in steps:

- Within a step, the same news is one message: a retry, or the second of a pair of highly available senders, is absorbed
  by the inbox.
- In a later step, the same news is another message: a repeat after hours moves when the alert was last seen.
- A re-fire under an unchanged start must reach the decider. Its id equals that of the first firing only within one
  step, and a step is never longer than the retry window, in which the decider would take it for a late retry anyway.
- A step is never longer than the sender's group interval either: nobody who groups reports a change sooner than that,
  so news that goes there and back (A, B, A) is three messages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from uuid import UUID

from shared.domain.alert.intents import IngestAlert
from shared.domain.health_check.intents import RecordHealthCheck
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.batches import batched_by_size
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId, derive
from shared.kernel.wire import INTENTS_TOPIC
from shared.ports.failpoint import failpoint
from shared.ports.intake import Source, SourceSettings
from shared.ports.transport import OutboundMessage, Publisher
from shared.ports.webhook import ParsedWebhook

PRODUCER = "/sre/ingest_alert"
MAX_EVENTS = 100
MAX_BYTES = 900_000
_LONGEST_STEP_S = 60

#: What a webhook may become.
WebhookIntent = IngestAlert | RecordHealthCheck


@dataclass(frozen=True, slots=True)
class Published:
    """``refused``: what the broker will never take, by reason."""

    message_ids: tuple[UUID, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishAlerts:
    """``encode`` gives the event as it travels; ``batch_attributes`` and ``batch_data`` are the binding of the wire."""

    publisher: Publisher
    encode: Callable[[Envelope[WebhookIntent]], str]
    batch_attributes: Callable[..., Mapping[str, str]]
    batch_data: Callable[[Sequence[str]], bytes]

    def __call__(
        self, source: Source, parsed: ParsedWebhook, *, received_at: datetime, traceparent: str | None = None
    ) -> Published:
        """Publishes all of them in one call of the broker, and what it refuses together once more one by one.

        Raises TransportUnavailable: publish all of them again.
        """
        intents: Sequence[WebhookIntent] = (*parsed.intents, *parsed.health)
        if not intents:
            return Published((), ())
        step = step_of(received_at, source.settings)
        ids = [message_id_of(source.tenant_id, intent, step) for intent in intents]
        correlation_id = derive(source.tenant_id, "webhook", source.name, parsed.group_key, *ids)
        actor = str(Actor(ActorKind.INTEGRATION, source.name))
        envelopes: list[Envelope[WebhookIntent]] = [
            Envelope(
                message_id=message_id,
                tenant_id=source.tenant_id,
                data=intent,
                occurred_at=received_at,
                producer=PRODUCER,
                actor=actor,
                correlation_id=correlation_id,
                traceparent=traceparent,
            )
            for message_id, intent in zip(ids, intents, strict=True)
        ]
        batches = list(batched_events([self.encode(envelope) for envelope in envelopes]))
        message = partial(self._message, source, parsed, correlation_id)
        failpoint("ingest.publish")
        answers = self.publisher.publish([message(str(index), batch) for index, batch in enumerate(batches)])
        singly = [
            message(f"{index}.{place}", [event])
            for index, (batch, answer) in enumerate(zip(batches, answers, strict=True))
            if answer is not None
            for place, event in enumerate(batch)
        ]
        refused = [answer for answer in self.publisher.publish(singly) if answer is not None] if singly else ()
        failpoint("ingest.published")
        return Published(tuple(ids), tuple(f"the broker refuses it: {answer.reason}" for answer in refused))

    def _message(
        self, source: Source, parsed: ParsedWebhook, correlation_id: UUID, index: str, events: Sequence[str]
    ) -> OutboundMessage:
        """One group stays in order, as its sender tells it; other groups of the same sender do not wait for it."""
        key = f"{source.tenant_id}/{source.name}/{sha256(parsed.group_key.encode()).hexdigest()[:16]}"
        attributes = self.batch_attributes(
            tenant_id=source.tenant_id,
            ordering_key=key,
            batch_id=f"{correlation_id}/{index}",
            producer=PRODUCER,
            aggregate_types=[told[0].aggregate_type for told in (parsed.intents, parsed.health) if told],
        )
        return OutboundMessage(
            topic=INTENTS_TOPIC, ordering_key=key, attributes=attributes, data=self.batch_data(events)
        )


def message_id_of(tenant_id: TenantId, intent: WebhookIntent, step: str) -> UUID:
    return derive(tenant_id, "ingest", intent.model_dump_json(exclude=set(intent.volatile)), step)


def step_of(received_at: datetime, settings: SourceSettings) -> str:
    """Every moment is a step of its own where the sender has no retry window."""
    length = min(settings.retry_window_s, settings.group_interval_s, _LONGEST_STEP_S)
    return f"{length}:{int(received_at.timestamp()) // length}" if length else received_at.isoformat()


def batched_events(events: Sequence[str]) -> Iterator[list[str]]:
    """Encoded events in order, in messages within the broker's limits; each but the last costs a comma too.

    A message is not divided by whoever takes turns between tenants: one of a full batch is a long turn.
    """
    return batched_by_size(events, most=MAX_EVENTS, most_bytes=MAX_BYTES, size_of=lambda event: len(event.encode()) + 1)
