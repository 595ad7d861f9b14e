"""One webhook of a known source: everything in it is safe before it is accepted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.app.publish_alerts import PublishAlerts
from shared.ports.intake import Quarantine, QuarantinedBody, ReconcileRequests, Source
from shared.ports.webhook import SourceKinds, UnexpectedPayload, UnreadableBody

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
    kinds: SourceKinds
    publish: PublishAlerts
    quarantine: Quarantine
    reconcile: ReconcileRequests

    def __call__(self, source: Source, delivery: Delivery) -> Receipt:
        """Raises TransportUnavailable and IntakeUnavailable: the sender must come again, and what is safe stays so.

        Publishing comes first: neighbours of an unreadable alert do not wait for the quarantine.
        """
        if delivery.size != len(delivery.body):
            return self._put_aside(source, delivery, f"{delivery.size} bytes; cut off", status="too_large")
        kind = self.kinds[source.kind]
        if delivery.size > kind.max_parsed_bytes:
            return self._put_aside(source, delivery, f"more than {kind.max_parsed_bytes} bytes; not parsed")
        try:
            parsed = kind.parse(delivery.body, source, delivery.received_at)
        except UnreadableBody as unreadable:
            return self._put_aside(source, delivery, str(unreadable))
        except UnexpectedPayload as other:
            return self._put_aside(source, delivery, str(other), status="not_ours")
        published = self.publish(source, parsed, received_at=delivery.received_at, traceparent=delivery.traceparent)
        if published.refused:
            self._keep(source, delivery, published.refused[0], delivery.body)
        if parsed.invalid:
            self._keep(source, delivery, reason_of(parsed.invalid), parsed.rest)
        if parsed.truncated:
            self.reconcile.request(source, group_key=parsed.group_key, truncated=parsed.truncated)
        return Receipt(
            message_ids=published.message_ids,
            quarantined=len(parsed.invalid) + len(published.refused),
            reason=reason_of(parsed.invalid + published.refused),
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
            QuarantinedBody(
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
