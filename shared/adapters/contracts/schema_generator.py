"""JSON Schema as pydantic makes it, with the words that stand in the source below each field and each choice."""

import inspect
from collections.abc import Mapping
from enum import Enum
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from shared.adapters.contracts.attribute_docs import attribute_docs


class DescribedJsonSchema(GenerateJsonSchema):
    """For ``schema_generator=``. A field's docstring stands above a description that its type brings."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        return _described(super().model_schema(schema), schema["cls"])

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        return _described(super().dataclass_schema(schema), schema["cls"])

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        """An enumeration's core schema says at last what describes it, so the choices are said after that."""
        return super().generate_inner(_worded(schema) if schema["type"] == "enum" else schema)


def _worded(schema: core_schema.EnumSchema) -> core_schema.EnumSchema:
    """Its class's docstring, then one line for each choice that has one."""
    cls = schema["cls"]
    words, metadata = attribute_docs(cls), schema.get("metadata", {})
    lines = [f"- `{each.value}`: {words[each.name]}" for each in cls if isinstance(each, Enum) and each.name in words]
    if not lines:
        return schema
    told = "\n\n".join([*([inspect.cleandoc(cls.__doc__)] if cls.__doc__ else []), "\n".join(lines)])

    def say(inner: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        made = handler(inner)
        handler.resolve_ref_schema(made)["description"] = told
        return made

    return {**schema, "metadata": {**metadata, "pydantic_js_functions": [*metadata["pydantic_js_functions"], say]}}


def _described(schema: JsonSchemaValue, cls: type) -> JsonSchemaValue:
    words = attribute_docs(cls)
    properties: Mapping[str, dict[str, Any]] = schema.get("properties", {})
    for name, described in properties.items():
        if name in words:
            described["description"] = words[name]
    return schema
