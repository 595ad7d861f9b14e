"""One subscription of the test Pub/Sub: its messages in order, pushed over HTTP or leased to a puller."""

import base64
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread

import httpx
from google.pubsub_v1 import types as t

_ACKNOWLEDGED = {102, 200, 201, 202, 204}
_HAS = re.compile(r'attributes:"([^"]+)"')
_PUSH_TIMEOUT_S = 60.0


@dataclass(slots=True, eq=False)
class Waiting:
    message: t.PubsubMessage
    attempts: int = 0
    due_at: float = 0.0


class SubscriptionQueue:
    """A push subscription has a thread that hands over one message at a time; a key waits behind its head."""

    def __init__(self, subscription: t.Subscription, publish: Callable[[str, t.PubsubMessage], str]) -> None:
        self.subscription = subscription
        self._publish = publish
        self._waiting: list[Waiting] = []
        self._changed = Condition()
        self._stopped = False
        self._thread = Thread(target=self._serve, daemon=True)
        if subscription.push_config.push_endpoint:
            self._thread.start()

    def put(self, message: t.PubsubMessage) -> None:
        if not _matches(self.subscription.filter, message):
            return
        with self._changed:
            self._waiting.append(Waiting(message))
            self._changed.notify_all()

    def lease(self, limit: int) -> list[Waiting]:
        with self._changed:
            now = time.monotonic()
            leased = [waiting for waiting in self._waiting if waiting.due_at <= now][:limit]
            for waiting in leased:
                waiting.attempts += 1
                waiting.due_at = now + self.subscription.ack_deadline_seconds
            return leased

    def acknowledge(self, message_ids: set[str]) -> None:
        with self._changed:
            self._waiting = [waiting for waiting in self._waiting if waiting.message.message_id not in message_ids]

    def extend(self, message_ids: set[str], seconds: int) -> None:
        with self._changed:
            for waiting in self._waiting:
                if waiting.message.message_id in message_ids:
                    waiting.due_at = time.monotonic() + seconds

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout=_PUSH_TIMEOUT_S)

    def _serve(self) -> None:
        with httpx.Client(timeout=_PUSH_TIMEOUT_S) as client:
            while True:
                with self._changed:
                    waiting = self._next()
                    while waiting is None and not self._stopped:
                        self._changed.wait(0.02)
                        waiting = self._next()
                    if self._stopped or waiting is None:
                        return
                self._settle(waiting, self._push(client, waiting))

    def _next(self) -> Waiting | None:
        held: set[str] = set()
        now = time.monotonic()
        for waiting in self._waiting:
            key = waiting.message.ordering_key
            if waiting.due_at <= now and key not in held:
                return waiting
            if key:
                held.add(key)
        return None

    def _push(self, client: httpx.Client, waiting: Waiting) -> bool:
        config = self.subscription.push_config
        plain = "no_wrapper" in config
        body, headers = self._plain(waiting.message) if plain else self._wrapped(waiting.message)
        try:
            answer = client.post(config.push_endpoint, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code in _ACKNOWLEDGED

    def _plain(self, message: t.PubsubMessage) -> tuple[bytes, dict[str, str]]:
        headers = {
            "x-goog-pubsub-subscription-name": self.subscription.name,
            "x-goog-pubsub-message-id": message.message_id,
        }
        if message.ordering_key:
            headers["x-goog-ordering-key"] = message.ordering_key
        return message.data, dict(message.attributes) | headers

    def _wrapped(self, message: t.PubsubMessage) -> tuple[bytes, dict[str, str]]:
        inner = {
            "data": base64.b64encode(message.data).decode(),
            "messageId": message.message_id,
            "attributes": dict(message.attributes),
        }
        body = {"subscription": self.subscription.name, "message": inner}
        return json.dumps(body).encode(), {"Content-Type": "application/json"}

    def _settle(self, waiting: Waiting, acknowledged: bool) -> None:
        waiting.attempts += 1
        policy = self.subscription.dead_letter_policy
        dead = bool(policy.dead_letter_topic) and waiting.attempts >= policy.max_delivery_attempts
        if not acknowledged and dead:
            self._publish(policy.dead_letter_topic, self._buried(waiting))
        with self._changed:
            if acknowledged or dead:
                self._waiting.remove(waiting)
            else:
                waiting.due_at = time.monotonic() + self._backoff_s(waiting.attempts)

    def _backoff_s(self, attempts: int) -> float:
        least = self.subscription.retry_policy.minimum_backoff.total_seconds()
        most = self.subscription.retry_policy.maximum_backoff.total_seconds()
        return min(most, least * 2 ** (attempts - 1))

    def _buried(self, waiting: Waiting) -> t.PubsubMessage:
        source = {
            "CloudPubSubDeadLetterSourceDeliveryCount": str(waiting.attempts),
            "CloudPubSubDeadLetterSourceSubscription": self.subscription.name.rpartition("/")[2],
        }
        return t.PubsubMessage(
            data=waiting.message.data,
            attributes=dict(waiting.message.attributes) | source,
            ordering_key=waiting.message.ordering_key,
        )


def _matches(expression: str, message: t.PubsubMessage) -> bool:
    """Only the form our topology writes: presence of attributes, joined by OR."""
    terms = expression.split(" OR ") if expression else []
    found = [_HAS.fullmatch(term) for term in terms]
    if not all(found):
        raise ValueError(f"not a filter that this server knows: {expression}")
    return not terms or any(match and match[1] in message.attributes for match in found)
