"""What breaks a published schema: for whoever writes it, for whoever reads it."""

from typing import Any

import pytest

from shared.adapters.contracts.compatibility import breaking
from shared.adapters.contracts.shape import shape

TEXT = {"type": "string"}


def of(required=(), definitions=None, **properties):
    return {"type": "object", "properties": properties, "required": list(required), "$defs": definitions or {}}


def listed(items):
    return {"type": "array", "items": items}


COLOUR = {"Colour": {"enum": ["red", "green"], "type": "string"}}
RED = {"Colour": {"enum": ["red"], "type": "string"}}
COLOURED = {"$ref": "#/$defs/Colour"}


@pytest.mark.parametrize("side", ["intent", "fact"])
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (of(a=TEXT), of(), "/a: it is gone"),
        (of(a=TEXT), of(b=TEXT), "/a: it is gone"),
        (of(a=TEXT), of(["b"], a=TEXT, b=TEXT), "/b: it is required now"),
        (of(a=of(b=TEXT)), of(a=of()), "/a/b: it is gone"),
        (
            of(a={"type": "array", "items": of(b=TEXT)}),
            of(a={"type": "array", "items": of()}),
            "/a/items/b: it is gone",
        ),
    ],
)
def test_what_breaks_both(side, old, new, told):
    assert breaking(old, new, side) == [told]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (of(a={"type": ["string", "integer"]}), of(a={"type": "integer"}), "/a: string is not taken any more"),
        (of(a={"anyOf": [TEXT, {"type": "null"}]}), of(a=TEXT), "/a: null is not taken any more"),
        (of(a={"type": "number"}), of(a={"type": "integer"}), "/a: number is not taken any more"),
        (of(a=COLOURED, definitions=COLOUR), of(a=COLOURED, definitions=RED), "/a: green is not taken any more"),
        (of(a=TEXT), of(a={**TEXT, "maxLength": 5}), "/a: maxLength is 5 now"),
        (of(a={**TEXT, "minLength": 1}), of(a={**TEXT, "minLength": 2}), "/a: minLength is 2 now"),
        (of(a=TEXT), of(a={**TEXT, "pattern": "^a"}), "/a: pattern is ^a now"),
        (of(), {**of(), "additionalProperties": False}, ": unknown fields are refused now"),
    ],
)
def test_an_intent_may_not_take_less(old, new, told):
    assert breaking(old, new, "intent") == [told]
    assert breaking(new, old, "intent") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (of(a=TEXT), of(a={"anyOf": [TEXT, {"type": "null"}]}), "/a: null was not to be expected"),
        (of(a={"type": "integer"}), of(a={"type": "number"}), "/a: number was not to be expected"),
    ],
)
def test_a_fact_may_not_say_what_its_readers_do_not_know(old, new, told):
    assert breaking(old, new, "fact") == [told]
    assert breaking(new, old, "fact") == []


@pytest.mark.parametrize("side", ["intent", "fact"])
def test_an_optional_field_more_breaks_nobody(side):
    assert breaking(of(["a"], a=TEXT), of(["a"], a=TEXT, b=TEXT), side) == []


def test_a_schema_that_holds_itself_comes_to_an_end():
    node = {"Node": of(next={"$ref": "#/$defs/Node"}, a=TEXT)}
    schema = of(n={"$ref": "#/$defs/Node"}, definitions=node)
    assert breaking(schema, schema, "intent") == []


@pytest.mark.parametrize("side", ["intent", "fact"])
def test_what_an_object_is_called_is_nothing_that_breaks(side):
    def held(name):
        return of(definitions={name: {**of(a=TEXT), "title": name}}, each=listed({"$ref": f"#/$defs/{name}"}))

    assert breaking(held("Step"), held("RunbookStep"), side) == []


def test_two_schemas_of_one_shape_differ_in_words_only():
    old = of(definitions=COLOUR, title=COLOURED)
    new = of(definitions={"Paint": COLOUR["Colour"]}, title={"$ref": "#/$defs/Paint", "description": "Of a flag."})
    assert shape({**old, "examples": [{"title": "red"}]}) == shape({**new, "title": "Flag"})


@pytest.mark.parametrize(
    "other",
    [of(description=TEXT), of(["title"], title=TEXT), of(title={**TEXT, "default": ""}), of(title=listed(TEXT))],
)
def test_another_field_bound_or_default_is_another_shape(other):
    assert shape(of(title=TEXT)) != shape(other)


def test_the_shape_of_a_schema_that_holds_itself_is_finite():
    node = {"Node": of(next={"$ref": "#/$defs/Node"}, a=TEXT)}
    other = {"Knot": of(next={"$ref": "#/$defs/Knot"}, a=TEXT)}
    assert shape(of(n={"$ref": "#/$defs/Node"}, definitions=node)) == shape(
        of(n={"$ref": "#/$defs/Knot"}, definitions=other)
    )


def test_a_further_alternative_that_a_word_tells_apart_is_like_a_further_word():
    def steps(*names: str) -> dict[str, Any]:
        alternatives = [{"title": name, "type": "object", "properties": {"kind": {"const": name}}} for name in names]
        step = {"oneOf": alternatives, "discriminator": {"propertyName": "kind"}}
        return {"type": "object", "properties": {"step": step}}

    assert breaking(steps("walk"), steps("walk", "run"), "fact") == []
    assert breaking(steps("walk", "run"), steps("walk"), "intent") != []
