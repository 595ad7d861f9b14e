"""Dead-letter subscriptions as a port: a look is a pull that is not acknowledged, a redrive publishes again."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from google.api_core import exceptions
from google.cloud import pubsub_v1  # type: ignore[import-untyped]
from google.pubsub_v1.types import PubsubMessage, ReceivedMessage

from shared.adapters.cloudevents.codec import rfc3339
from shared.adapters.pubsub.publisher import PubSubPublisher
from shared.adapters.pubsub.settings import dead_letter_name
from shared.ports.transport import DeadLetter, OutboundMessage, Subscription, TransportUnavailable

_DEADLINE_S = 10.0
_QUIET_S = 1.0
_PAGE = 1_000
_SOURCE = "CloudPubSubDeadLetterSource"
#: How often a message was given back by itself.
GIVEN_BACK = "sre-given-back"


class PubSubDeadLetters:
    """For the operator's hands: at most a thousand per subscription are seen at a time.

    A redriven message goes to the topic it came from, so every subscription of that topic receives it again; consumers
    are idempotent. Pub/Sub records how often a message was refused, not why.
    """

    def __init__(
        self, project: str, subscriptions: Sequence[Subscription], publisher: PubSubPublisher, *, client: Any = None
    ) -> None:
        self._project = project
        self._subscriptions = {subscription.name: subscription for subscription in subscriptions}
        self._publisher = publisher
        self._client = client

    def list(self, *, subscription: str | None, limit: int) -> Sequence[DeadLetter]:
        found: list[DeadLetter] = []
        for name in [subscription] if subscription else self._subscriptions:
            with self._pulled(name) as received:
                found += [self._dead_letter(name, item.message) for item in received]
        return sorted(found, key=lambda dead: dead.dead_letter_id)[:limit]

    def redrive(self, dead_letter_ids: Sequence[int] | None) -> int:
        return sum(self._redrive(name, dead_letter_ids) for name in self._subscriptions)

    def give_back(self, times: int) -> int:
        """Publishes again what was given back fewer than ``times`` times, and gives how many messages that were.

        A message that died in several subscriptions is published once, for its topic hands it to all of them.
        Raises TransportUnavailable: what was published is there twice at most.
        """
        with ExitStack() as stack:
            pulled = {name: stack.enter_context(self._pulled(name)) for name in self._subscriptions}
            young = {
                name: [each for each in received if _given_back(each) < times] for name, received in pulled.items()
            }
            once = {
                (self._subscriptions[name].topic, _identity(each)): self._again(name, each)
                for name, received in young.items()
                for each in received
            }
            self._publisher.publish([*once.values()])
            for name, received in young.items():
                self._acknowledge(name, received)
        return len(once)

    def _again(self, name: str, item: ReceivedMessage) -> OutboundMessage:
        alive = self._alive(name, item.message)
        return replace(alive, attributes={**alive.attributes, GIVEN_BACK: str(_given_back(item) + 1)})

    def _acknowledge(self, name: str, items: Sequence[ReceivedMessage]) -> None:
        if items:
            ack_ids = [item.ack_id for item in items]
            self._api().acknowledge(subscription=self._path(name), ack_ids=ack_ids, timeout=_DEADLINE_S)

    def count(self) -> int:
        return len(self.list(subscription=None, limit=_PAGE * max(1, len(self._subscriptions))))

    def _redrive(self, name: str, dead_letter_ids: Sequence[int] | None) -> int:
        with self._pulled(name) as received:
            chosen = [
                item for item in received if dead_letter_ids is None or int(item.message.message_id) in dead_letter_ids
            ]
            if chosen:
                self._publisher.publish([self._alive(name, item.message) for item in chosen])
                self._acknowledge(name, chosen)
        return len(chosen)

    @contextmanager
    def _pulled(self, name: str) -> Iterator[Sequence[ReceivedMessage]]:
        """All that is there now, in order of death; given back at the end unless acknowledged."""
        received: list[ReceivedMessage] = []
        try:
            while len(received) < _PAGE and (more := self._pull(name)):
                received += more
            yield sorted(received, key=lambda item: int(item.message.message_id))
        except (exceptions.ServerError, exceptions.RetryError, exceptions.TooManyRequests) as away:
            raise TransportUnavailable(f"Pub/Sub does not answer: {type(away).__name__}") from away
        finally:
            if received:
                self._api().modify_ack_deadline(
                    subscription=self._path(name),
                    ack_ids=[item.ack_id for item in received],
                    ack_deadline_seconds=0,
                    timeout=_DEADLINE_S,
                )

    def _pull(self, name: str) -> Sequence[ReceivedMessage]:
        try:
            answer = self._api().pull(subscription=self._path(name), max_messages=_PAGE, timeout=_QUIET_S, retry=None)
        except exceptions.DeadlineExceeded:
            return []
        return list(answer.received_messages)

    def _dead_letter(self, name: str, message: PubsubMessage) -> DeadLetter:
        alive = self._alive(name, message)
        count = message.attributes.get(f"{_SOURCE}DeliveryCount", "0")
        return DeadLetter(
            dead_letter_id=int(message.message_id),
            subscription=name,
            topic=alive.topic,
            ordering_key=alive.ordering_key,
            attributes=alive.attributes,
            data=alive.data,
            attempts=int(count),
            reason=f"refused {count} times",
            died_at=rfc3339(message.publish_time),
            tenant_id=alive.attributes.get("ce-tenantid"),
        )

    def _alive(self, name: str, message: PubsubMessage) -> OutboundMessage:
        attributes = {key: value for key, value in message.attributes.items() if not key.startswith(_SOURCE)}
        return OutboundMessage(
            topic=self._subscriptions[name].topic,
            ordering_key=message.ordering_key,
            attributes=attributes,
            data=message.data,
        )

    def _path(self, name: str) -> str:
        return f"projects/{self._project}/subscriptions/{dead_letter_name(name)}"

    def _api(self) -> Any:
        if self._client is None:
            self._client = pubsub_v1.SubscriberClient()
        return self._client


def _given_back(item: ReceivedMessage) -> int:
    given = item.message.attributes.get(GIVEN_BACK, "0")
    return int(given) if given.isdecimal() else 0


def _identity(item: ReceivedMessage) -> str:
    """What stays the same when a message is forwarded: its CloudEvents id; a stranger's has none and is for itself."""
    return item.message.attributes.get("ce-id") or f"message/{item.message.message_id}"
