"""How events travel: batches out, and whatever shape a delivery takes back into a list of structured events."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from shared.adapters.cloudevents.codec import Unreadable
from shared.kernel.ids import derive
from shared.kernel.wire import BATCH_TYPE, routing_attribute, type_attribute

PUBSUB_PUSH_TYPE = "google.cloud.pubsub.topic.v1.messagePublished"


def batch_data(events: Sequence[str]) -> bytes:
    """Structured events, already JSON text, as the ``data`` of one batch event."""
    return f"[{','.join(events)}]".encode()


def batch_attributes(
    *,
    tenant_id: object,
    ordering_key: str,
    batch_id: str,
    producer: str,
    aggregate_types: Sequence[str],
    fact_types: Sequence[str] = (),
) -> dict[str, str]:
    """CloudEvents binary mode: attributes of the message, percent-encoded; and one for each type.

    ``fact_types``: of process facts, as CloudEvents call them. Brokers route by these last attributes: who wants events
    of a type is handed what has its attribute.
    """
    attributes = {
        "ce-specversion": "1.0",
        "ce-type": BATCH_TYPE,
        "ce-id": str(derive("batch", batch_id)),
        "ce-source": producer,
        "ce-tenantid": str(tenant_id),
        "ce-partitionkey": percent_encode(ordering_key),
        "Content-Type": "application/json",
    }
    routing = {*map(routing_attribute, aggregate_types), *map(type_attribute, fact_types)}
    return attributes | dict.fromkeys(sorted(routing), "1")


def percent_encode(value: str) -> str:
    """The HTTP binding's encoding: all but printable ASCII, and of that the percent sign, the quote and the space."""
    return quote(value, safe="!#$&'()*+,/:;=?@[\\]-._~<>^`{|}")


def events_of(attributes: Mapping[str, Any], data: Any, *, structured: bool = False) -> list[Mapping[str, Any]]:
    """The structured events inside one received CloudEvent: a single one, our batch, or a wrapped Pub/Sub push.

    ``structured``: it came as one JSON document, where attributes are plain text; in binary mode, which is how brokers
    deliver, they are percent-encoded.

    Raises Unreadable when the outside is not one of these; an unreadable event inside a batch is the codec's to find.
    """
    event_type = attributes.get("type")
    if event_type == PUBSUB_PUSH_TYPE:
        return _from_push_envelope(data)
    if event_type == BATCH_TYPE:
        events = _json(data)
        if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
            raise Unreadable("a batch event whose data is not a list of events")
        return events
    plain = attributes if structured else {name: _decoded(value) for name, value in attributes.items()}
    return [{**plain, "data": _json(data)}]


def is_structured(content_type: str | None) -> bool:
    """Whether a delivery's CloudEvent came as one JSON document."""
    return (content_type or "").partition(";")[0].strip().lower() == "application/cloudevents+json"


def _from_push_envelope(data: Any) -> list[Mapping[str, Any]]:
    message = data.get("message") if isinstance(data, dict) else None
    if not isinstance(message, dict):
        raise Unreadable("a Pub/Sub push without a message")
    try:
        body = base64.b64decode(message.get("data", ""), validate=True)
    except (binascii.Error, TypeError, ValueError) as invalid:
        raise Unreadable("a Pub/Sub push whose data is not base64") from invalid
    inner = message.get("attributes") or {}
    if not isinstance(inner, dict):
        raise Unreadable("a Pub/Sub push whose attributes are not names and values")
    attributes = {name.removeprefix("ce-"): value for name, value in inner.items() if name.startswith("ce-")}
    if "type" in attributes:
        return events_of(attributes, body)
    parsed = _json(body)
    events = parsed if isinstance(parsed, list) else [parsed]
    if not all(isinstance(event, dict) for event in events):
        raise Unreadable("a Pub/Sub push that holds no CloudEvent")
    return events


def _decoded(value: Any) -> Any:
    return unquote(value) if isinstance(value, str) else value


def _json(data: Any) -> Any:
    if not isinstance(data, str | bytes):
        return data
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as invalid:
        raise Unreadable("data is not JSON") from invalid
