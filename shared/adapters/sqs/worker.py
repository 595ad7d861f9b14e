"""Take a subscription's messages out of its queue and push them to its endpoint: what a push subscription is elsewhere.

SQS does the rest: it gives nobody a message of a key of which one is in hand, counts how often it gave each, and moves
what it gave too often to the dead letters. One message is taken at a time, because whatever is taken counts: those
behind a refused one would use up their attempts without having been pushed.
"""

from threading import Event
from typing import Any

from shared.adapters.deadline import deadline
from shared.adapters.observe import observed
from shared.adapters.sqs.connection import SqsConnection, unavailable
from shared.adapters.sqs.packing import unpack
from shared.adapters.sqs.settings import IN_HAND_S, LONG_POLL_S, PUSH_S, queue_name
from shared.ports.heartbeat import Heartbeat, NoHeartbeat
from shared.ports.transport import Endpoint, InboundMessage, Subscription, TransportUnavailable

_AWAY_S = 5.0


class SqsWorker:
    """Several may serve one queue, in any process: SQS keeps the order among them."""

    def __init__(
        self,
        connection: SqsConnection,
        subscription: Subscription,
        endpoint: Endpoint,
        *,
        heartbeat: Heartbeat | None = None,
        deadline_s: float = PUSH_S,
    ) -> None:
        """``deadline_s``: a push that takes longer is ended, and is a refusal: within ``IN_HAND_S``."""
        self._connection = connection
        self._subscription = subscription
        self._endpoint = endpoint
        self._heartbeat = heartbeat or NoHeartbeat()
        self._deadline_s = deadline_s

    def run(self, stop: Event, wait_s: int = LONG_POLL_S) -> None:
        """Serves the queue until ``stop`` is set; a look at an empty queue lasts ``wait_s``."""
        while not stop.is_set():
            self._heartbeat.beat(self._subscription.name)
            try:
                self.run_once(stop, wait_s)
            except TransportUnavailable as away:
                with observed("transport.trouble", subscription=self._subscription.name, away=str(away)):
                    stop.wait(_AWAY_S)

    def run_once(self, stop: Event, wait_s: int = 0) -> int:
        """Serves one message, if there is one; how many were acknowledged. Raises TransportUnavailable."""
        with unavailable():
            url = self._connection.queue_url(queue_name(self._connection.prefix, self._subscription.name))
            received = self._connection.sqs.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=1,
                WaitTimeSeconds=wait_s,
                VisibilityTimeout=IN_HAND_S,
                MessageSystemAttributeNames=["ApproximateReceiveCount"],
            ).get("Messages", [])
        return sum(self._serve(url, message, stop) for message in received)

    def _serve(self, url: str, message: Any, stop: Event) -> bool:
        attempt = int(message["Attributes"]["ApproximateReceiveCount"])
        handle = {"QueueUrl": url, "ReceiptHandle": message["ReceiptHandle"]}
        taken = self._pushed(message["Body"], attempt, handle, stop)
        with unavailable():
            if taken:
                self._connection.sqs.delete_message(**handle)
            else:
                self._connection.sqs.change_message_visibility(**handle, VisibilityTimeout=self._backoff_s(attempt))
        return taken

    def _pushed(self, body: str, attempt: int, handle: dict[str, str], stop: Event) -> bool:
        """Pushes until somebody is there to take or refuse it: waiting with it in hand uses up no attempt."""
        try:
            inbound = unpack(body, self._subscription.name, attempt)
        except ValueError as foreign:
            self._tell(attempt, str(foreign))
            return False
        while True:
            try:
                taken = self._push(inbound)
            except TransportUnavailable as away:
                self._tell(attempt, str(away) or "nobody answers")
                self._heartbeat.beat(self._subscription.name)
                with unavailable():
                    self._connection.sqs.change_message_visibility(**handle, VisibilityTimeout=IN_HAND_S)
                if stop.wait(_AWAY_S):
                    return False
                continue
            return taken

    def _push(self, inbound: InboundMessage) -> bool:
        """Raises TransportUnavailable; whatever else fails there is a refusal, told with its reason."""
        try:
            with deadline(self._deadline_s, f"push of {self._subscription.name}"):
                return self._endpoint.push(inbound)
        except TransportUnavailable:
            raise
        except Exception as defect:  # noqa: BLE001 - as above
            self._tell(inbound.attempt, f"{type(defect).__name__}: {defect}")
            return False

    def _backoff_s(self, attempt: int) -> int:
        """Whole seconds, which is how SQS counts, and never none: others come first."""
        line = self._subscription
        backoff_s: float = line.min_backoff_s * 2 ** min(attempt - 1, 10)
        return max(1, round(min(line.max_backoff_s, backoff_s)))

    def _tell(self, attempt: int, reason: str) -> None:
        with observed("transport.trouble", subscription=self._subscription.name, attempt=attempt, reason=reason):
            pass
