"""The AsyncAPI document: topics, what travels on them, and the attributes of every event."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.adapters.contracts.json_schema import file_name
from shared.kernel.message import Fact, Intent, Message, ProcessFact
from shared.kernel.wire import BATCH_TYPE, FACTS_TOPIC, INTENTS_TOPIC, PROCESS_FACTS_TOPIC, wire_name, wire_type

_TEXT = {"type": "string"}
_ID = {"type": "string", "format": "uuid"}
_REQUIRED = {
    "ce-specversion": {"const": "1.0"},
    "ce-id": _ID,
    "ce-type": _TEXT,
    "ce-source": _TEXT,
    "ce-subject": {"type": "string", "description": "aggregate_type/aggregate_id"},
    "ce-time": {"type": "string", "format": "date-time"},
    "ce-dataschema": {"type": "string", "description": "$id of the payload's JSON Schema"},
    "ce-tenantid": _ID,
    "ce-schemaversion": {"type": "string", "description": "SemVer of the payload's schema"},
    "ce-correlationid": {"type": "string", "format": "uuid", "description": "joins what one outside stimulus caused"},
    "ce-actor": {"type": "string", "description": "human:…, agent:…, integration:…, process:…"},
    "ce-partitionkey": {"type": "string", "description": "what stays in order: the aggregate"},
}
_OPTIONAL = {
    "ce-causationid": _ID,
    "ce-aggregateversion": {"type": "string", "pattern": "^[0-9]+$"},
    "ce-traceparent": _TEXT,
    "ce-tracestate": _TEXT,
}
_TOPICS: Mapping[str, tuple[str, type[Message]]] = {
    INTENTS_TOPIC: ("Requests to change state; the domain writer answers each", Intent),
    FACTS_TOPIC: ("What happened; published by the domain writer only, after the commit", Fact),
    PROCESS_FACTS_TOPIC: ("What workflows did", ProcessFact),
}


def document(messages: Sequence[type[Message]], *, version: str) -> dict[str, Any]:
    """AsyncAPI 3.0 as plain data; payloads are references to the JSON Schema files beside it."""
    by_topic = {topic: [each for each in messages if _belongs(each, kind)] for topic, (_, kind) in _TOPICS.items()}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Ameide SRE", "version": version, "license": {"name": "Apache-2.0"}},
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, text, by_topic[topic]) for topic, (text, _) in _TOPICS.items()},
        "operations": {
            f"{action}-{topic}": {"action": action, "channel": {"$ref": f"#/channels/{_escaped(topic)}"}}
            for topic in _TOPICS
            for action in ("send", "receive")
        },
        "components": {
            "messages": {"batch": _batch(), **{wire_name(each): _message(each) for each in messages}},
            "schemas": {
                "attributes": {
                    "type": "object",
                    "required": list(_REQUIRED),
                    "properties": {**_REQUIRED, **_OPTIONAL},
                }
            },
        },
    }


def _belongs(message: type[Message], kind: type[Message]) -> bool:
    return issubclass(message, kind) and (kind is not Fact or not issubclass(message, ProcessFact))


def _channel(topic: str, text: str, messages: Sequence[type[Message]]) -> dict[str, Any]:
    names = ["batch", *(wire_name(each) for each in messages)]
    return {
        "address": topic,
        "description": text,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
    }


def _message(message: type[Message]) -> dict[str, Any]:
    return {
        "name": wire_type(message),
        "title": wire_name(message),
        "headers": {"$ref": "#/components/schemas/attributes"},
        "payload": {"$ref": f"json-schema/{file_name(message)}"},
    }


def _batch() -> dict[str, Any]:
    return {
        "name": BATCH_TYPE,
        "title": "Several events of one tenant and one ordering key",
        "headers": {"type": "object"},
        "payload": {
            "type": "array",
            "maxItems": 500,
            "items": {"type": "object", "description": "a CloudEvent, structured"},
        },
    }


def _escaped(topic: str) -> str:
    return topic.replace("~", "~0").replace("/", "~1")
