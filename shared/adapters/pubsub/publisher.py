"""Publish to Google Cloud Pub/Sub: one plain request for many ordering keys, in order, with a deadline."""

from collections.abc import Iterator, Sequence
from typing import Any

from google.api_core import exceptions
from google.auth.exceptions import GoogleAuthError
from google.cloud import pubsub_v1  # type: ignore[import-untyped]
from google.pubsub_v1 import PublisherClient as PlainPublisher
from google.pubsub_v1.types import PubsubMessage

from shared.adapters.pubsub.limits import MAX_REQUEST_BYTES, MAX_REQUEST_MESSAGES, refusal, weight
from shared.ports.failpoint import failpoint
from shared.ports.transport import OutboundMessage, PublishRefused, TransportUnavailable


class PubSubPublisher:
    """Not the client's own batching: its ordered mode has one batch per key in flight, a tenth of the speed (ADR 0003).

    Requests go out one after the other and the first failure ends the call, so order per key holds over requests too.
    """

    def __init__(self, project: str, *, deadline_s: float = 10.0, client: Any = None) -> None:
        self._project = project
        self._deadline_s = deadline_s
        self._client = client

    def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        answers: list[PublishRefused | None] = [refusal(message) for message in messages]
        by_topic: dict[str, list[int]] = {}
        for index, message in enumerate(messages):
            if answers[index] is None:
                by_topic.setdefault(message.topic, []).append(index)
        for topic, indexes in by_topic.items():
            for request in _requests(messages, indexes):
                self._publish(topic, [messages[index] for index in request], request, answers)
        return answers

    def _publish(
        self,
        topic: str,
        messages: Sequence[OutboundMessage],
        indexes: Sequence[int],
        answers: list[PublishRefused | None],
    ) -> None:
        failpoint("transport.publish")
        try:
            PlainPublisher.publish(
                self._connected(),
                topic=f"projects/{self._project}/topics/{topic}",
                messages=[_wire(message) for message in messages],
                timeout=self._deadline_s,
                retry=None,
            )
        except exceptions.InvalidArgument as invalid:
            if len(messages) == 1:
                answers[indexes[0]] = PublishRefused(f"Pub/Sub: {invalid.message}"[:500])
                return
            for message, index in zip(messages, indexes, strict=True):
                self._publish(topic, [message], [index], answers)
        except (exceptions.GoogleAPIError, GoogleAuthError) as away:
            raise TransportUnavailable(f"Pub/Sub does not take messages: {type(away).__name__}") from away
        failpoint("transport.published")

    def _connected(self) -> Any:
        """Made at first use: credentials and channel cost time that a cold start should not pay."""
        if self._client is None:
            self._client = pubsub_v1.PublisherClient()
        return self._client


def _wire(message: OutboundMessage) -> PubsubMessage:
    return PubsubMessage(data=message.data, attributes=dict(message.attributes), ordering_key=message.ordering_key)


def _requests(messages: Sequence[OutboundMessage], indexes: Sequence[int]) -> Iterator[list[int]]:
    request: list[int] = []
    size = 0
    for index in indexes:
        more = weight(messages[index])
        if request and (len(request) >= MAX_REQUEST_MESSAGES or size + more > MAX_REQUEST_BYTES):
            yield request
            request, size = [], 0
        request.append(index)
        size += more
    if request:
        yield request
