"""The AsyncAPI document: topics, what travels on them, and the attributes of every event."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from shared.adapters.contracts.examples import example_of
from shared.adapters.contracts.json_schema import file_name, schema_id
from shared.adapters.contracts.sample_values import ANY_ID, IDS
from shared.kernel.message import Fact, Intent, Message, ProcessFact
from shared.kernel.wire import (
    BATCH_TYPE,
    FACTS_TOPIC,
    INTENTS_TOPIC,
    PROCESS_FACTS_TOPIC,
    partition_key,
    wire_name,
    wire_type,
)


def _text(description: str, **more: str) -> dict[str, str]:
    return {"type": "string", **more, "description": description}


_REQUIRED = {
    "ce-specversion": {"const": "1.0", "description": "The version of CloudEvents."},
    "ce-id": _text("The message's id: told twice under one id, done once.", format="uuid"),
    "ce-type": _text("What kind of message this is, such as `io.ameide.sre.fact.incident-created.v1`."),
    "ce-source": _text("Which part of the system says it."),
    "ce-subject": _text("What it is about: `aggregate_type/aggregate_id`."),
    "ce-time": _text("When it happened or was asked for, in UTC.", format="date-time"),
    "ce-dataschema": _text("The `$id` of the payload's JSON Schema."),
    "ce-tenantid": _text("The tenant whose message this is.", format="uuid"),
    "ce-schemaversion": _text("The semantic version of the payload's schema."),
    "ce-correlationid": _text(
        "Joins everything that one outside stimulus caused; never used to recognise repetitions.", format="uuid"
    ),
    "ce-actor": _text("Who asks or did it: `human:…`, `agent:…`, `integration:…` or `process:…`."),
    "ce-partitionkey": _text("What stays in order: the messages of one aggregate."),
}
_OPTIONAL = {
    "ce-causationid": _text("The id of the message that caused this one.", format="uuid"),
    "ce-aggregateversion": _text(
        "Of a fact: 1, 2, 3… without gaps. Of an intent: the version that its sender expects.", pattern="^[0-9]+$"
    ),
    "ce-traceparent": _text("W3C Trace Context."),
    "ce-tracestate": _text("W3C Trace Context, what vendors add."),
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
        **({"description": inspect.cleandoc(message.__doc__)} if message.__doc__ else {}),
        "headers": {"$ref": "#/components/schemas/attributes"},
        "payload": {"$ref": f"json-schema/{file_name(message)}"},
        "examples": [_example(message)],
    }


def _example(message: type[Message]) -> dict[str, Any]:
    """The payload of the message's JSON Schema, with the attributes that it would travel with."""
    payload = example_of(TypeAdapter(message), "validation")
    aggregate_id = payload[message.id_field]
    attributes = {
        "ce-specversion": "1.0",
        "ce-id": IDS["message"],
        "ce-type": wire_type(message),
        "ce-source": "/sre/api" if issubclass(message, Intent) else "/sre/domain_writer",
        "ce-subject": f"{message.aggregate_type}/{aggregate_id}",
        "ce-time": "2026-03-02T09:05:00.000000Z",
        "ce-dataschema": schema_id(message),
        "ce-tenantid": ANY_ID,
        "ce-schemaversion": message.schema_version,
        "ce-correlationid": IDS["fact"],
        "ce-actor": "human:ana",
        "ce-partitionkey": partition_key(ANY_ID, message.aggregate_type, aggregate_id),
    }
    if issubclass(message, Fact):
        attributes |= {"ce-causationid": IDS["message"], "ce-aggregateversion": "1"}
    return {"name": wire_name(message), "headers": attributes, "payload": payload}


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
