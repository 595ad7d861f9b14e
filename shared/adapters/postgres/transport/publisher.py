"""Publish through the database's one door: durable and fanned out in one statement."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from shared.adapters.postgres.connection import TRANSIENT, Pool
from shared.kernel.batches import batched_by_size
from shared.ports.failpoint import failpoint
from shared.ports.transport import OutboundMessage, PublishRefused, TransportUnavailable
from shared.ports.wake import Waker

MAX_MESSAGE_BYTES = 10_000_000
_MAX_CALL_BYTES = 64_000_000
_PUBLISH = b"SELECT transport.publish(%s::text[], %s::text[], %s::text[], %b::bytea[])"


def wake_name(subscription: str) -> str:
    """Names the one to wake when something waits for this subscription."""
    return f"transport/{subscription}"


class PostgresPublisher:
    """Whoever may publish may do nothing else here: the role needs EXECUTE on ``transport.publish`` only."""

    def __init__(self, pool: Pool, waker: Waker) -> None:
        self._pool = pool
        self._waker = waker

    def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        return _published(messages, self._call)

    def joined(self, connection: Connection[Any]) -> "JoinedPublisher":
        """Publishes in the transaction that is open there; whoever commits it then calls ``wake``."""
        return JoinedPublisher(connection, self._waker)

    def _call(self, messages: Sequence[OutboundMessage]) -> None:
        self._pool.open()
        with self._pool.connection() as connection:
            awaited = _stored(connection, messages)
        for subscription in awaited:
            self._waker.wake(wake_name(subscription))


class JoinedPublisher:
    """Publishes in somebody's transaction: messages are there when that is committed, and not before."""

    def __init__(self, connection: Connection[Any], waker: Waker) -> None:
        self._connection = connection
        self._waker = waker
        self._awaited: set[str] = set()

    def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        return _published(messages, self._call)

    def wake(self) -> None:
        """Wakes those who now have something to do; called after the commit."""
        for subscription in sorted(self._awaited):
            self._waker.wake(wake_name(subscription))

    def _call(self, messages: Sequence[OutboundMessage]) -> None:
        self._awaited.update(_stored(self._connection, messages))


def _published(
    messages: Sequence[OutboundMessage], call: Callable[[Sequence[OutboundMessage]], None]
) -> list[PublishRefused | None]:
    answers = [_refusal(message) for message in messages]
    taken = [message for message, refused in zip(messages, answers, strict=True) if refused is None]
    # One call for all, unless the parameters would become too large to hold twice.
    for chunk in batched_by_size(
        taken, most=len(taken), most_bytes=_MAX_CALL_BYTES, size_of=lambda message: len(message.data)
    ):
        failpoint("transport.publish")
        try:
            call(chunk)
        except TRANSIENT as away:
            raise TransportUnavailable(f"the database does not take messages: {type(away).__name__}") from away
        failpoint("transport.published")
    return answers


def _stored(connection: Connection[Any], messages: Sequence[OutboundMessage]) -> Sequence[str]:
    """Stores the messages, and names the subscriptions that have something to do now."""
    arrays = (
        [message.topic for message in messages],
        [message.ordering_key for message in messages],
        [json.dumps(dict(message.attributes)) for message in messages],
        [message.data for message in messages],
    )
    row = connection.execute(_PUBLISH, arrays).fetchone()
    return row[0] if row else ()


def _refusal(message: OutboundMessage) -> PublishRefused | None:
    if len(message.data) > MAX_MESSAGE_BYTES:
        return PublishRefused(f"{len(message.data)} bytes; the limit is {MAX_MESSAGE_BYTES}")
    texts = (message.topic, message.ordering_key, *message.attributes, *message.attributes.values())
    if not all(_storable(text) for text in texts):
        return PublishRefused("an attribute holds a NUL character or is not Unicode")
    tenant = message.attributes.get("ce-tenantid")
    if tenant and not _is_uuid(tenant):
        return PublishRefused("the attribute ce-tenantid is not a UUID")
    return None


def _storable(text: str) -> bool:
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
