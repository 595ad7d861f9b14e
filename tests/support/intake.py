"""Sources, recorded webhook bodies and small changes to them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.adapters.alertmanager.webhook import parse_alertmanager
from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.intake import MemoryQuarantine, MemoryReconcileRequests
from shared.app.accept_webhook import AcceptWebhook, Delivery, Receipt
from shared.app.publish_alerts import PublishAlerts
from shared.bootstrap.source_kinds import SOURCE_KINDS, by_name
from shared.domain.alert.intents import IngestAlert
from shared.domain.health_check.intents import RecordHealthCheck
from shared.kernel.ids import TenantId
from shared.ports.intake import Source, SourceSettings
from shared.ports.webhook import ParsedWebhook
from tests.support.publishers import RecordingPublisher

PAYLOADS = Path(__file__).parent.parent / "payloads"
TENANT = TenantId(UUID(int=1))
OTHER_TENANT = TenantId(UUID(int=2))
NOW = datetime(2026, 11, 23, 3, 16, 30, tzinfo=UTC)


def a_source(kind: Any = "alertmanager", *, tenant_id: TenantId = TENANT, **settings: Any) -> Source:
    return Source(
        tenant_id=tenant_id, name="main", kind=kind, environment_id="prod", settings=SourceSettings(**settings)
    )


def recorded(name: str) -> dict[str, Any]:
    return json.loads((PAYLOADS / name).read_text("utf-8"))


def changed(payload: dict[str, Any], index: int = 0, **fields: Any) -> dict[str, Any]:
    """A copy whose alert at ``index`` has these fields."""
    copy = json.loads(json.dumps(payload))
    copy["alerts"][index] |= fields
    return copy


def as_body(payload: Any) -> bytes:
    return json.dumps(payload).encode()


def read(payload: Any, source: Source | None = None, at: datetime = NOW) -> ParsedWebhook:
    return parse_alertmanager(as_body(payload), source or a_source(), at)


class Intake:
    """The whole use case over memory."""

    def __init__(self, encode: Callable[[Any], str] | None = None, publisher: RecordingPublisher | None = None) -> None:
        self.publisher = publisher or RecordingPublisher()
        self.quarantine = MemoryQuarantine()
        self.reconcile = MemoryReconcileRequests()
        self.publish = PublishAlerts(
            publisher=self.publisher,
            encode=encode or Codec((IngestAlert, RecordHealthCheck)).encode,
            batch_attributes=batch_attributes,
            batch_data=batch_data,
        )
        self.accept = AcceptWebhook(
            kinds=by_name(SOURCE_KINDS), publish=self.publish, quarantine=self.quarantine, reconcile=self.reconcile
        )

    def send(self, payload: Any, source: Source | None = None, at: datetime = NOW) -> Receipt:
        body = payload if isinstance(payload, bytes) else as_body(payload)
        delivery = Delivery(body=body, size=len(body), content_type="application/json", received_at=at)
        return self.accept(source or a_source(), delivery)
