"""Envelopes to CloudEvents 1.0 JSON and back."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import to_json

from shared.adapters.cloudevents.recent import RecentEnvelopes
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact, Message
from shared.kernel.moment import plausible
from shared.kernel.wire import kebab, partition_key, wire_name, wire_type

_VERSION = re.compile(r"[0-9]{1,9}", re.ASCII)
_LONGEST_TRACE_CONTEXT = 512


class Unreadable(ValueError):  # noqa: N818 - names the message, not the mishap
    """Not one of our messages: the reason is safe to show and holds no payload."""


class Codec:
    """Knows the wire form of a closed set of messages.

    ``recent``: what other subscribers of this process have decoded already, and will find of what is decoded here.
    """

    def __init__(self, messages: Iterable[type[Message]], *, recent: RecentEnvelopes | None = None) -> None:
        self._recent = recent
        self._types: dict[str, type[Message]] = {wire_type(message): message for message in messages}
        self._heads = {message: _constant_attributes(message) for message in self._types.values()}

    def encode(self, envelope: Envelope[Message]) -> str:
        """Structured JSON, one line; for a fact these bytes are what is stored, hashed and published."""
        aggregate_id = envelope.aggregate_id
        attributes: dict[str, Any] = {
            "id": str(envelope.message_id),
            "source": envelope.producer,
            "subject": f"{envelope.aggregate_type}/{aggregate_id}",
            "time": rfc3339(envelope.occurred_at),
            "tenantid": str(envelope.tenant_id),
            "correlationid": str(envelope.correlation_id),
            "actor": envelope.actor,
            "partitionkey": partition_key(envelope.tenant_id, envelope.aggregate_type, aggregate_id),
        }
        if envelope.causation_id is not None:
            attributes["causationid"] = str(envelope.causation_id)
        if envelope.aggregate_version is not None:
            attributes["aggregateversion"] = str(envelope.aggregate_version)
        if envelope.traceparent is not None:
            attributes["traceparent"] = envelope.traceparent
        if envelope.tracestate is not None:
            attributes["tracestate"] = envelope.tracestate
        variable = to_json(attributes).decode()
        return f'{self._heads[type(envelope.data)]}{variable[1:-1]},"data":{envelope.data.model_dump_json()}}}'

    def decode(self, event: Mapping[str, Any]) -> Envelope[Any]:
        """One structured event (parsed JSON) to an envelope. Raises Unreadable."""
        if self._recent is None:
            return self._decode(event)
        envelope = self._recent.find(event)
        if envelope is None or type(envelope.data) not in self._heads:
            envelope = self._decode(event)
            self._recent.keep(event, envelope)
        return envelope

    def _decode(self, event: Mapping[str, Any]) -> Envelope[Any]:
        name = event.get("type")
        message_type = self._types.get(name) if isinstance(name, str) else None
        if message_type is None:
            raise Unreadable(f"unknown type {str(name)[:200]!a}")
        try:
            return self._envelope(message_type, event)
        except KeyError as missing:
            raise Unreadable(f"{event['type']}: attribute {missing} is missing") from missing
        except ValidationError as invalid:
            raise Unreadable(f"{event['type']}: {brief(invalid)}") from invalid
        except (ValueError, TypeError, AttributeError) as invalid:
            raise Unreadable(f"{event['type']}: malformed attribute ({type(invalid).__name__})") from invalid

    def _envelope(self, message_type: type[Message], event: Mapping[str, Any]) -> Envelope[Any]:
        data = event["data"]
        if issubclass(message_type, Fact) and event["schemaversion"] != message_type.schema_version:
            data = message_type.upcast(dict(data), event["schemaversion"])
        message = message_type.model_validate(data)
        envelope = Envelope(
            message_id=UUID(event["id"]),
            tenant_id=TenantId(UUID(event["tenantid"])),
            data=message,
            occurred_at=parse_rfc3339(event["time"]),
            producer=_one_line(event["source"]),
            actor=_one_line(event["actor"]),
            correlation_id=UUID(event["correlationid"]),
            causation_id=UUID(event["causationid"]) if event.get("causationid") else None,
            aggregate_version=_version(event.get("aggregateversion")),
            traceparent=_trace_context(event.get("traceparent")),
            tracestate=_trace_context(event.get("tracestate")),
        )
        if event.get("subject") != f"{envelope.aggregate_type}/{envelope.aggregate_id}":
            raise Unreadable(f"{event['type']}: subject names another aggregate than the data")
        return envelope


def rfc3339(moment: datetime) -> str:
    """UTC, microseconds, ``Z``; for times since 1970."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def parse_rfc3339(text: str) -> datetime:
    return plausible(datetime.fromisoformat(text))


def brief(error: ValidationError, limit: int = 3) -> str:
    """Where and what, never the value: payloads are hostile and may hold secrets."""
    found: Sequence[Any] = error.errors(include_url=False, include_context=False, include_input=False)
    shown = "; ".join(
        f"{'.'.join(str(part) for part in item['loc'])[:120]}: {item['msg'][:160]}" for item in found[:limit]
    )
    return shown + (f"; and {len(found) - limit} more" if len(found) > limit else "")


def _constant_attributes(message: type[Message]) -> str:
    """The part of the JSON that is the same for every event of a type, without the closing brace."""
    head = {
        "specversion": "1.0",
        "type": wire_type(message),
        "datacontenttype": "application/json",
        "dataschema": f"urn:ameide:sre:{kebab(wire_name(message))}:{message.schema_version}",
        "schemaversion": message.schema_version,
    }
    return json.dumps(head, separators=(",", ":"))[:-1] + ","


def _one_line(text: Any) -> str:
    if not isinstance(text, str) or not text or len(text) > 300 or not text.isprintable():  # noqa: PLR2004
        raise ValueError("not one line of text")
    return text


def _version(text: Any) -> int | None:
    """0 is a version: that of what does not exist yet."""
    if text is None or text == "":
        return None
    if not _VERSION.fullmatch(str(text)):
        raise ValueError("not a version")
    return int(text)


def _trace_context(text: Any) -> str | None:
    """A broken trace never breaks the message."""
    return text if isinstance(text, str) and len(text) <= _LONGEST_TRACE_CONTEXT and text.isprintable() else None
