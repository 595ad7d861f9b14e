"""What is published explains itself: every field has a description, and nobody meets the name of a module."""

import json
from collections import Counter
from enum import StrEnum
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic_core import core_schema

from shared.adapters.contracts.attribute_docs import attribute_docs
from shared.adapters.contracts.schema_generator import DescribedJsonSchema
from shared.app.operations.catalogue import OPERATIONS
from shared.bootstrap.contracts import MESSAGES, TARGET
from shared.domain.incident.intents import CreateIncident


class Recording(DescribedJsonSchema):
    """Keeps what every class that is met became."""

    met: dict[type, dict[str, Any]] = {}  # noqa: RUF012 - one test's, filled once

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        made = super().model_schema(schema)
        return self.met.setdefault(schema["cls"], made) and made

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> dict[str, Any]:
        made = super().dataclass_schema(schema)
        return self.met.setdefault(schema["cls"], made) and made


@pytest.fixture(scope="module")
def undescribed() -> list[str]:
    """Names of fields, by their class."""
    TypeAdapter.json_schemas(
        [(each.name, "validation", TypeAdapter(each.request)) for each in OPERATIONS]
        + [(each.name, "serialization", TypeAdapter(each.response)) for each in OPERATIONS],
        schema_generator=Recording,
    )
    for message in MESSAGES:
        message.model_json_schema(schema_generator=Recording)
    return [
        f"{cls.__module__}.{cls.__name__}.{name}"
        for cls, schema in Recording.met.items()
        for name, described in schema.get("properties", {}).items()
        if not described.get("description")
    ]


def test_each_published_field_says_what_it_means(undescribed: list[str]):
    assert undescribed == []
    assert len(Recording.met) > 300


def test_no_schema_is_called_by_its_module():
    kept = json.loads((TARGET / "openapi.json").read_text("utf-8"))
    assert not [name for name in kept["components"]["schemas"] if "__" in name]
    for file in (TARGET / "json-schema").rglob("*.json"):
        assert not [name for name in json.loads(file.read_text("utf-8")).get("$defs", {}) if "__" in name], file


class Colour(StrEnum):
    """Of a flag."""

    RED = "red"
    """Stop."""
    GREEN = "green"


class Painted(BaseModel):
    colour: Colour
    """What it is
    painted in.
    """
    size: int


class PaintedBig(Painted):
    size: int
    """In metres."""


def test_a_string_below_a_field_describes_it_and_so_it_does_in_what_inherits():
    schema = PaintedBig.model_json_schema(schema_generator=DescribedJsonSchema)
    assert schema["properties"]["colour"]["description"] == "What it is painted in."
    assert schema["properties"]["size"]["description"] == "In metres."
    assert "description" not in Painted.model_json_schema(schema_generator=DescribedJsonSchema)["properties"]["size"]


def test_a_choice_is_described_with_its_enumeration():
    schema = Painted.model_json_schema(schema_generator=DescribedJsonSchema)
    assert schema["$defs"]["Colour"]["description"] == "Of a flag.\n\n- `red`: Stop."


def test_what_is_derived_at_run_time_keeps_the_words_of_its_origin():
    body = next(each.request for each in OPERATIONS if each.name == "CreateIncident")
    assert attribute_docs(body)["title"] == attribute_docs(CreateIncident)["title"]
    assert body.model_fields.keys() - attribute_docs(body).keys() == set()


@pytest.mark.usefixtures("undescribed")
def test_no_two_descriptions_of_one_class_say_the_same():
    """A word that was copied describes at most one of its two fields."""
    for cls, schema in Recording.met.items():
        told = Counter(each["description"] for each in schema.get("properties", {}).values() if "description" in each)
        assert not [text for text, times in told.items() if times > 1], cls
