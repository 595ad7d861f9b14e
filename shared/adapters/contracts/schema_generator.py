"""JSON Schema as pydantic makes it, with the words that stand in the source below each field and each choice."""

import inspect
from collections.abc import Mapping
from enum import Enum
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from shared.adapters.contracts.attribute_docs import attribute_docs


class DescribedJsonSchema(GenerateJsonSchema):
    """For ``schema_generator=``. A field's docstring stands above a description that its type brings."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        return _described(super().model_schema(schema), schema["cls"])

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        return _described(super().dataclass_schema(schema), schema["cls"])

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        """The class's docstring, then one line for each choice that has one."""
        described, cls = super().enum_schema(schema), schema["cls"]
        words = attribute_docs(cls)
        lines = [
            f"- `{each.value}`: {words[each.name]}" for each in cls if isinstance(each, Enum) and each.name in words
        ]
        told = [*([inspect.cleandoc(cls.__doc__)] if cls.__doc__ else []), *(["\n".join(lines)] if lines else [])]
        return {**described, "description": "\n\n".join(told)} if told else described


def _described(schema: JsonSchemaValue, cls: type) -> JsonSchemaValue:
    words = attribute_docs(cls)
    properties: Mapping[str, dict[str, Any]] = schema.get("properties", {})
    for name, described in properties.items():
        if name in words:
            described["description"] = words[name]
    return schema
