"""A JSON Schema for people: each field with its type, its bounds and what it means."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.adapters.reference.markup import Html, Part, code, element, joined, link, prose, sentence, table

Schema = Mapping[str, Any]
_BOUNDS = (
    ("minimum", "at least {}"),
    ("exclusiveMinimum", "above {}"),
    ("maximum", "at most {}"),
    ("exclusiveMaximum", "below {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} items"),
    ("maxItems", "at most {} items"),
    ("pattern", "pattern {}"),
)
#: Goes without saying.
_PLAIN = {("minimum", 0), ("minLength", 1)}
_HEAD = ("Field", "Type", "Meaning")


class Shapes:
    """The named schemas of a document, and which of them a page has spoken of."""

    def __init__(self, named: Mapping[str, Schema]) -> None:
        self._named = named
        self._met: dict[str, None] = {}

    def resolved(self, schema: Schema) -> Schema:
        return self._named[_name(schema)] if "$ref" in schema else schema

    def type_of(self, schema: Schema) -> Html:
        """In words, with links to shapes that stand further down on the page."""
        if "$ref" in schema:
            name = _name(schema)
            self._met[name] = None
            return link(f"#shape-{name}", name)
        choices = schema.get("anyOf") or schema.get("oneOf")
        if choices:
            return _between(" or ", (self.type_of(each) for each in choices))
        if "const" in schema:
            return code(str(schema["const"]))
        if "enum" in schema:
            return _between(" · ", (code(str(each)) for each in schema["enum"]))
        return self._of_kind(schema)

    def _of_kind(self, schema: Schema) -> Html:
        kind = schema.get("type", "anything")
        if kind == "array":
            return joined(["list of ", self.type_of(schema.get("items", {}))])
        if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
            return joined(["map of ", self.type_of(schema["additionalProperties"])])
        return joined([str(schema.get("format", kind)).replace("date-time", "time")])

    def rows(self, schema: Schema, *, given: bool) -> Iterator[tuple[Part, Part, Part]]:
        required = schema.get("required", ()) if given else ()
        for name, of in schema.get("properties", {}).items():
            yield self.row(name, of, of.get("description", ""), required=name in required)

    def row(self, name: str, schema: Schema, meaning: str, *, required: bool) -> tuple[Part, Part, Part]:
        must = element("span", "required", class_="must") if required else None
        words = [sentence(meaning)] if meaning else []
        bounds = [each for each in _bounds(schema) if each not in meaning]
        if bounds:
            words.append(element("span", "; ".join(bounds), class_="bounds"))
        return joined([code(name), must]), self.type_of(schema), joined(_spaced(words))

    def fields(self, schema: Schema, *, given: bool = True) -> Html | None:
        """None when there are no fields. Of what is ``given`` it is said what must be; of an answer all of it is."""
        rows = list(self.rows(self.resolved(schema), given=given))
        return table(_HEAD, rows) if rows else None

    def sections(self) -> Iterator[Html]:
        """Every shape that was met, and those that are met in them."""
        done: set[str] = set()
        while waiting := [name for name in self._met if name not in done]:
            for name in waiting:
                done.add(name)
                yield self._section(name)

    def _section(self, name: str) -> Html:
        schema = self._named[name]
        description = schema.get("description")
        values = None if "properties" in schema else element("p", self.type_of(schema))
        return element(
            "section",
            element("h3", name),
            prose(description) if description else None,
            self.fields(schema),
            values,
            id=f"shape-{name}",
            class_="shape",
        )


def _name(schema: Schema) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def _between(separator: str, parts: Iterator[Html]) -> Html:
    first, *others = parts
    return joined([first, *(each for other in others for each in (separator, other))])


def _spaced(parts: list[Html]) -> list[Part]:
    return [each for index, part in enumerate(parts) for each in ((" ", part) if index else (part,))]


def _bounds(schema: Schema) -> Iterator[str]:
    """Of the schema itself or of its one choice that is not null."""
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    bound = {**schema, **choices[0]} if len(choices) == 1 else schema
    for word, said in _BOUNDS:
        if word in bound and (word, bound[word]) not in _PLAIN:
            value = bound[word]
            yield said.format(f"{value:,}" if isinstance(value, int) else value)
    default = schema.get("default")
    if default not in (None, "", [], {}):
        yield f"default {default}"
