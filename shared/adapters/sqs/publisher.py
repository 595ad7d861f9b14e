"""Publish to Amazon SNS: in order, ten at a time, each group of ten within what SNS takes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shared.adapters.sqs.connection import SqsConnection, unavailable
from shared.adapters.sqs.packing import (
    MAX_REQUEST_BYTES,
    MAX_REQUEST_MESSAGES,
    deduplication_of,
    group_of,
    pack,
    refusal,
    weight,
)
from shared.adapters.sqs.settings import HOLDS, holds
from shared.ports.failpoint import failpoint
from shared.ports.transport import OutboundMessage, PublishRefused, TransportUnavailable


@dataclass(frozen=True, slots=True)
class _Packed:
    index: int
    message: OutboundMessage
    body: str


class SnsPublisher:
    """Requests go out one after the other and the first failure ends the call, so order per key holds over them too.

    What is published again then is known to SNS for five minutes, and not delivered twice.
    """

    def __init__(self, connection: SqsConnection) -> None:
        self._connection = connection

    def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        packed = [_Packed(index, message, pack(message)) for index, message in enumerate(messages)]
        answers = [refusal(each.message, each.body) for each in packed]
        by_topic: dict[str, list[_Packed]] = {}
        for each in packed:
            if answers[each.index] is None:
                by_topic.setdefault(each.message.topic, []).append(each)
        with unavailable():
            for topic, of_topic in by_topic.items():
                for request in _requests(of_topic):
                    failpoint("sns.publish")
                    self._send(topic, request)
        return answers

    def _send(self, topic: str, request: Sequence[_Packed]) -> None:
        answer = self._connection.sns.publish_batch(
            TopicArn=self._connection.topic_arn(topic),
            PublishBatchRequestEntries=[_entry(number, each) for number, each in enumerate(request)],
        )
        if answer.get("Failed"):
            failed = answer["Failed"][0]
            raise TransportUnavailable(f"SNS did not take a message: {failed.get('Code')}: {failed.get('Message')}")


def _entry(number: int, packed: _Packed) -> dict[str, Any]:
    deduplication = deduplication_of(packed.message, packed.body)
    entry: dict[str, Any] = {
        "Id": str(number),
        "Message": packed.body,
        "MessageGroupId": group_of(packed.message, deduplication),
        "MessageDeduplicationId": deduplication,
    }
    held = holds(packed.message.attributes)
    if held:
        entry["MessageAttributes"] = {HOLDS: {"DataType": "String.Array", "StringValue": json.dumps(held)}}
    return entry


def _requests(packed: Sequence[_Packed]) -> Iterator[list[_Packed]]:
    request: list[_Packed] = []
    size = 0
    for each in packed:
        more = weight(each.body)
        if request and (len(request) >= MAX_REQUEST_MESSAGES or size + more > MAX_REQUEST_BYTES):
            yield request
            request, size = [], 0
        request.append(each)
        size += more
    if request:
        yield request
