"""Examples, made from a schema and proved by its model: the same one every time, with every field in it."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from shared.adapters.contracts.sample_values import ANY_ID, IDS, MAPS, MATCHER, RARE, TEXTS, TIMES, URL

Schema = Mapping[str, Any]
_DAY = "2026-03-02"
_DEEPEST = 12


def example_of(adapter: TypeAdapter[Any], mode: JsonSchemaMode) -> Any:
    """As JSON holds it. Raises ValidationError when what was made is not what the model takes."""
    schema = adapter.json_schema(mode=mode)
    made = _Maker(schema.get("$defs", {})).value("", schema)
    return adapter.dump_python(adapter.validate_python(made), mode="json")


class _Maker:
    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self._definitions = definitions

    def value(self, name: str, schema: Schema, depth: int = 0) -> Any:
        if "$ref" in schema:
            return self.value(name, self._definitions[schema["$ref"].rsplit("/", 1)[-1]], depth + 1)
        choices = schema.get("anyOf") or schema.get("oneOf")
        if choices:
            return self.value(name, next(each for each in choices if each.get("type") != "null"), depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        return self._of_kind(name, schema, depth)

    def _of_kind(self, name: str, schema: Schema, depth: int) -> Any:
        kind = schema.get("type")
        if kind == "object":
            return self._object(name, schema, depth)
        if kind == "array":
            return self._array(name, schema, depth)
        if kind in ("integer", "number"):
            return number(name, schema)
        if kind == "boolean":
            return bool(schema.get("default", name not in RARE))
        return text(name, schema)

    def _object(self, name: str, schema: Schema, depth: int) -> Any:
        if "properties" in schema:
            return {key: self.value(key, of, depth) for key, of in schema["properties"].items()}
        if name in MAPS:
            return dict(MAPS[name])
        of = schema.get("additionalProperties", {"type": "string"})
        names = schema.get("propertyNames", {})
        key = self.value("", names) if "enum" in names or "$ref" in names else "checkout"
        return {key: self.value(_singular(name), of, depth)} if isinstance(of, Mapping) else {}

    def _array(self, name: str, schema: Schema, depth: int) -> Any:
        if depth > _DEEPEST:
            return []
        parts = schema.get("prefixItems")
        if parts:
            return [self.value(name, part, depth) for part in parts]
        return [self.value(_singular(name), schema.get("items", {"type": "string"}), depth + 1)]


def number(name: str, schema: Schema) -> float:
    """Within its bounds: 1, or what the name asks for."""
    wanted = {"number": 42, "position": 4711, "total": 100_000, "good": 99_950, "target": 99.9, "seconds": 14_400}
    least: float = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1 if "exclusiveMinimum" in schema else 1)
    most: float = schema.get("maximum", schema.get("exclusiveMaximum", float("inf")))
    value: float = wanted.get(name, 3_600 if name.endswith("_s") else 1)
    fits = isinstance(value, int) or schema["type"] == "number"
    return min(max(value, least), most) if fits else least


def text(name: str, schema: Schema) -> str:
    """By its format, then by its name; always what its pattern takes and no longer than it may be."""
    kind = schema.get("format")
    if kind == "uuid":
        return next((known for noun, known in IDS.items() if noun in name), ANY_ID)
    if kind == "date-time":
        return moment(name) + ("" if name == "first_handoff" else "Z")
    if kind == "date":
        return _DAY
    taken = [each for each in _words(name) if _takes(schema, each)]
    return (taken[0] if taken else "text")[: schema.get("maxLength")]


def moment(name: str) -> str:
    """A local time of one morning, such that what is called an end is after what is called a start."""
    known = [time for word, time in TIMES if word in name]
    return f"{_DAY}T{known[-1] if known else '12:00:00'}"


def _words(name: str) -> tuple[str, ...]:
    actor = "human:ana" if name.endswith("_by") or name == "actor" else None
    address = URL if "url" in name else None
    own = MATCHER if name in ("matcher", "trigger_condition") else None
    said = TEXTS.get(name) or own or actor or address or (name.replace("_", " ") if name else "text")
    return (said, "checkout", URL, "09:00", "17:00", MATCHER, "FREQ=DAILY", "42", "labels.severity")


def _takes(schema: Schema, value: str) -> bool:
    return re.search(schema.get("pattern", ""), value) is not None and len(value) >= schema.get("minLength", 0)


def _singular(name: str) -> str:
    return name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")
