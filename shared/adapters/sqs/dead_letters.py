"""Dead letters in their queues: a look receives without deleting, a redrive sends to the queue they came from."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from shared.adapters.cloudevents.codec import rfc3339
from shared.adapters.sqs.connection import SqsConnection, unavailable
from shared.adapters.sqs.packing import unpack
from shared.adapters.sqs.settings import dead_letter_name, queue_name
from shared.ports.transport import DeadLetter, Subscription

#: While somebody looks, nobody else sees them.
_LOOKED_AT_S = 30
_AT_A_TIME = 10
_MOST = 1_000


class SqsDeadLetters:
    """For the operator's hands: of one key at most ten are seen at a time, of a subscription at most a thousand.

    SQS records how often a message was given out, not why it was refused. What is no message of ours stays where it
    is, for the operator of the account.
    """

    def __init__(self, connection: SqsConnection, subscriptions: Sequence[Subscription]) -> None:
        self._connection = connection
        self._subscriptions = {subscription.name: subscription for subscription in subscriptions}

    def list(self, *, subscription: str | None, limit: int) -> Sequence[DeadLetter]:
        found: list[DeadLetter] = []
        for name in [subscription] if subscription else self._subscriptions:
            with self._received(name) as received:
                found += [self._dead_letter(name, message) for message in received]
        return found[:limit]

    def redrive(self, dead_letter_ids: Sequence[int] | None) -> int:
        return sum(self._redrive_all(name, dead_letter_ids) for name in self._subscriptions)

    def count(self) -> int:
        return sum(map(self._number_of, self._subscriptions))

    def _redrive_all(self, name: str, ids: Sequence[int] | None) -> int:
        """Until a look finds none of them: behind the ten of a key there may be more."""
        redriven = 0
        while True:
            with self._received(name) as received:
                chosen = [message for message in received if ids is None or _id(message) in ids]
                for message in chosen:
                    self._send_back(name, message)
            redriven += len(chosen)
            if not chosen:
                return redriven

    def _send_back(self, name: str, message: Any) -> None:
        """A new name for SQS, which would take it for the one that it has delivered already."""
        sqs, prefix = self._connection.sqs, self._connection.prefix
        sqs.send_message(
            QueueUrl=self._connection.queue_url(queue_name(prefix, name)),
            MessageBody=message["Body"],
            MessageGroupId=message["Attributes"]["MessageGroupId"],
            MessageDeduplicationId=uuid4().hex,
        )
        url = self._connection.queue_url(dead_letter_name(prefix, name))
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    @contextmanager
    def _received(self, name: str) -> Iterator[Sequence[Any]]:
        """All that can be seen now, in order; given back at the end."""
        with unavailable():
            url = self._connection.queue_url(dead_letter_name(self._connection.prefix, name))
            received: list[Any] = []
            while len(received) < _MOST and (more := self._receive(url)):
                received += more
            try:
                yield [message for message in received if self._is_ours(name, message)]
            finally:
                for message in received:
                    self._give_back(url, message["ReceiptHandle"])

    def _receive(self, url: str) -> Sequence[Any]:
        answer = self._connection.sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=_AT_A_TIME,
            VisibilityTimeout=_LOOKED_AT_S,
            MessageSystemAttributeNames=["MessageGroupId", "SentTimestamp"],
        )
        messages: Sequence[Any] = answer.get("Messages", [])
        return messages

    def _give_back(self, url: str, handle: str) -> None:
        sqs = self._connection.sqs
        try:
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
        except (sqs.exceptions.ReceiptHandleIsInvalid, sqs.exceptions.MessageNotInflight):
            return  # it was redriven

    def _number_of(self, name: str) -> int:
        counted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        with unavailable():
            url = self._connection.queue_url(dead_letter_name(self._connection.prefix, name))
            said = self._connection.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=counted)["Attributes"]
        return sum(int(said[each]) for each in counted)

    def _is_ours(self, name: str, message: Any) -> bool:
        try:
            unpack(message["Body"], name, 1)
        except ValueError:
            return False
        return True

    def _dead_letter(self, name: str, message: Any) -> DeadLetter:
        line = self._subscriptions[name]
        inbound = unpack(message["Body"], name, line.max_attempts)
        died = datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC)
        return DeadLetter(
            dead_letter_id=_id(message),
            subscription=name,
            topic=line.topic,
            ordering_key=inbound.ordering_key,
            attributes=inbound.attributes,
            data=inbound.data,
            attempts=line.max_attempts,
            reason=f"refused {line.max_attempts} times",
            died_at=rfc3339(died),
            tenant_id=inbound.attributes.get("ce-tenantid"),
        )


def _id(message: Any) -> int:
    return UUID(message["MessageId"]).int
