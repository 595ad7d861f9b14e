"""What a schema demands, without its words: two schemas of one shape take and say the same."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
#: What is said of a schema, and what its parts are called.
_WORDS = frozenset({"title", "description", "examples", "$defs", "$ref"})
_NAMED = frozenset({"properties", "patternProperties"})
_LISTED = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
_SINGLE = frozenset({"items", "additionalProperties", "propertyNames", "contains", "not"})


def shape(schema: Schema) -> dict[str, Any]:
    """Definitions stand where they are referred to, so that their names do not matter."""
    return _shape(schema, schema.get("$defs", {}), ())


def _shape(schema: Schema, definitions: Mapping[str, Schema], within: tuple[str, ...]) -> dict[str, Any]:
    name = schema["$ref"].rsplit("/", 1)[-1] if "$ref" in schema else None
    if name in within:
        return {"again": len(within) - within.index(name)}
    meant = _shape(definitions[name], definitions, (*within, name)) if name is not None else {}
    return meant | {key: _part(key, value, definitions, within) for key, value in schema.items() if key not in _WORDS}


def _part(key: str, value: Any, definitions: Mapping[str, Schema], within: tuple[str, ...]) -> Any:
    if key in _NAMED:
        return {name: _shape(each, definitions, within) for name, each in value.items()}
    if key in _LISTED:
        return [_shape(each, definitions, within) for each in value]
    if key in _SINGLE and isinstance(value, Mapping):
        return _shape(value, definitions, within)
    if key == "discriminator":
        return {"propertyName": value["propertyName"], "values": sorted(value.get("mapping", ()))}
    return value
