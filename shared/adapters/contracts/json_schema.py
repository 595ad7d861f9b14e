"""One JSON Schema per message and schema version; what was published keeps its shape, its words may get better."""

import inspect
import json
from typing import Any

from pydantic import TypeAdapter

from shared.adapters.contracts.examples import example_of
from shared.adapters.contracts.schema_generator import DescribedJsonSchema
from shared.kernel.message import Message
from shared.kernel.wire import kebab, wire_name, wire_type


def file_name(message: type[Message]) -> str:
    """Below ``json-schema/``."""
    return f"{message.aggregate_type}/{kebab(wire_name(message))}.{message.schema_version}.json"


def schema_id(message: type[Message]) -> str:
    return f"urn:ameide:sre:{kebab(wire_name(message))}:{message.schema_version}"


def schema_of(message: type[Message]) -> dict[str, Any]:
    """``$id`` is the event's ``dataschema``."""
    schema = message.model_json_schema(schema_generator=DescribedJsonSchema)
    described = inspect.getdoc(message) if message.__doc__ else None
    schema.pop("description", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_id(message),
        **schema,
        "title": wire_name(message),
        **({"description": described} if described else {}),
        "x-type": wire_type(message),
        "x-aggregate": message.aggregate_type,
        "examples": [example_of(TypeAdapter(message), "validation")],
    }


def text_of(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
