"""From a stored or delivered event to an envelope, or to a record of what could not be read."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from shared.adapters.cloudevents.codec import Codec, Unreadable
from shared.kernel.ids import TenantId
from shared.ports.projections import FactEnvelope, ProjectedAggregate, Unread
from shared.projections.projection import aggregate_of


class FactReader:
    def __init__(self, codec: Codec) -> None:
        self._codec = codec

    def read_event(self, event: Mapping[str, Any]) -> FactEnvelope | Unread:
        """A delivered event, parsed JSON. What it says about itself is believed only as far as it can be parsed."""
        try:
            envelope: FactEnvelope = self._codec.decode(event)
            if envelope.aggregate_version is not None:
                return envelope
            reason = "a fact without aggregateversion"
        except Unreadable as unreadable:
            reason = str(unreadable)
        text = json.dumps(event, default=str, sort_keys=True)
        event_id = event.get("id")
        tenant = _uuid(event.get("tenantid"))
        return Unread(
            event_id=event_id if isinstance(event_id, str) and event_id else sha256(text.encode()).hexdigest(),
            tenant_id=TenantId(tenant) if tenant else None,
            aggregate=None,
            version=None,
            reason=reason,
            event=text,
        )

    def read_fact(
        self, text: str, *, tenant_id: TenantId, fact_id: UUID, aggregate: ProjectedAggregate, version: int
    ) -> FactEnvelope | Unread:
        """A fact of the log: its columns say where it belongs even if its text cannot be read."""
        try:
            envelope: FactEnvelope = self._codec.decode(json.loads(text))
        except (Unreadable, ValueError) as unreadable:
            reason = str(unreadable)
        else:
            place = (envelope.tenant_id, envelope.aggregate_type, envelope.aggregate_version)
            if place == (tenant_id, aggregate[0], version) and aggregate_of(envelope.data) == aggregate[1]:
                return envelope
            reason = "the event's attributes differ from the log's columns"
        return Unread(
            event_id=str(fact_id), tenant_id=tenant_id, aggregate=aggregate, version=version, reason=reason, event=text
        )


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError):
        return None
