"""One webhook of a known source: everything in it is safe before it is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.app.publish_alerts import PublishAlerts
from shared.ports.intake import Quarantine, Quarantined, ReconcileRequests, Source
from shared.ports.webhook import NotOurs, Reader, UnreadableBody

#: Larger bodies are kept and not parsed.
MAX_PARSED_BYTES = 10 * 1024 * 1024
_LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """``size`` is larger than the body when only its beginning was taken."""

    body: bytes
    size: int
    content_type: str
    received_at: datetime
    traceparent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """``accepted``: safe. ``not_ours`` and ``too_large``: kept too, and the sender should be told why."""

    status: Literal["accepted", "not_ours", "too_large"] = "accepted"
    message_ids: tuple[UUID, ...] = ()
    quarantined: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptWebhook:
    readers: Mapping[str, Reader]
    publish: PublishAlerts
    quarantine: Quarantine
    reconcile: ReconcileRequests
    max_parsed_bytes: int = MAX_PARSED_BYTES

    def __call__(self, source: Source, delivery: Delivery) -> Receipt:
        """Raises TransportUnavailable and IntakeUnavailable: the sender must come again, and what is safe stays so.

        Publishing comes first: neighbours of an unreadable alert do not wait for the quarantine.
        """
        if delivery.size != len(delivery.body):
            return self._put_aside(source, delivery, f"{delivery.size} bytes; cut off", status="too_large")
        if delivery.size > self.max_parsed_bytes:
            return self._put_aside(source, delivery, f"more than {self.max_parsed_bytes} bytes; not parsed")
        try:
            reading = self.readers[source.kind](delivery.body, source, delivery.received_at)
        except UnreadableBody as unreadable:
            return self._put_aside(source, delivery, str(unreadable))
        except NotOurs as other:
            return self._put_aside(source, delivery, str(other), status="not_ours")
        published = self.publish(source, reading, received_at=delivery.received_at, traceparent=delivery.traceparent)
        if published.refused:
            self._keep(source, delivery, published.refused[0], delivery.body)
        if reading.refused:
            self._keep(source, delivery, reason_of(reading.refused), reading.rest)
        if reading.truncated:
            self.reconcile.request(source, group_key=reading.group_key, truncated=reading.truncated)
        return Receipt(
            message_ids=published.message_ids,
            quarantined=len(reading.refused) + len(published.refused),
            reason=reason_of(reading.refused + published.refused),
        )

    def _put_aside(
        self,
        source: Source,
        delivery: Delivery,
        reason: str,
        *,
        status: Literal["accepted", "not_ours", "too_large"] = "accepted",
    ) -> Receipt:
        self._keep(source, delivery, reason, delivery.body)
        return Receipt(status=status, quarantined=1, reason=reason)

    def _keep(self, source: Source, delivery: Delivery, reason: str, body: bytes) -> None:
        self.quarantine.keep(
            Quarantined(
                tenant_id=source.tenant_id,
                source_name=source.name,
                received_at=delivery.received_at,
                reason=reason,
                content_type=delivery.content_type,
                body=body,
                size=delivery.size if body is delivery.body else len(body),
            )
        )


def reason_of(reasons: tuple[str, ...]) -> str:
    return "; ".join(reasons)[:_LONGEST_REASON]
