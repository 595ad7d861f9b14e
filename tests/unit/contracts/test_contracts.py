"""What is published in docs/contracts is what the code says, and is never rewritten."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from shared.adapters.contracts.json_schema import file_name
from shared.bootstrap.contracts import MESSAGES, TARGET, complaints, generated
from shared.kernel.wire import wire_name, wire_type

_TOPICS = {
    "intent": "sre.domain.intents.v1",
    "fact": "sre.domain.facts.v1",
    "process-fact": "sre.process.facts.v1",
}
SCHEMAS = [f"json-schema/{file_name(message)}" for message in MESSAGES]
ASYNCAPI = json.loads((TARGET / "asyncapi.json").read_text("utf-8"))


def test_nothing_is_stale_and_nothing_breaks_what_was_published():
    assert complaints() == []


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TARGET, tmp_path / "contracts"))


def test_a_published_schema_that_would_change_needs_another_version(kept: Path):
    file = kept / "json-schema" / "silence" / "silence-created.1.0.0.json"
    schema = json.loads(file.read_text("utf-8"))
    schema["properties"]["gone"] = {"type": "string"}
    file.write_text(json.dumps(schema), "utf-8")
    rewritten = "json-schema/silence/silence-created.1.0.0.json is published and would change"
    assert complaints(kept) == [
        f"{rewritten}: raise schema_version of its message",
        "silence-created 1.0.0 breaks silence-created.1.0.0.json: /gone: it is gone",
    ]


def test_what_is_said_of_a_published_schema_may_be_said_better(kept: Path):
    file = kept / "json-schema" / "silence" / "silence-created.1.0.0.json"
    schema = json.loads(file.read_text("utf-8"))
    schema["properties"]["definition"]["description"] = "Badly said."
    file.write_text(json.dumps(schema), "utf-8")
    stale = "json-schema/silence/silence-created.1.0.0.json is stale"
    assert complaints(kept) == [f"{stale}: run python -m shared.bootstrap.contracts"]


def test_a_missing_file_is_stale(kept: Path):
    (kept / "asyncapi.json").unlink()
    assert complaints(kept) == ["asyncapi.json is stale: run python -m shared.bootstrap.contracts"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_file_is_a_json_schema(name: str):
    schema = json.loads(generated()[name])
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith("urn:ameide:sre:")


def test_every_message_travels_on_one_topic_with_its_schema():
    channels = {name: topic for topic, of in ASYNCAPI["channels"].items() for name in of["messages"] if name != "batch"}
    assert channels.keys() == {wire_name(message) for message in MESSAGES}
    for message in MESSAGES:
        described = ASYNCAPI["components"]["messages"][wire_name(message)]
        assert described["name"] == wire_type(message)
        assert (TARGET / described["payload"]["$ref"]).exists()
        kind = wire_type(message).split(".")[3]
        assert channels[wire_name(message)] == _TOPICS[kind]


def test_every_reference_of_the_asyncapi_document_leads_somewhere():
    def references(value):
        if isinstance(value, dict):
            yield from ([value["$ref"]] if "$ref" in value else [])
            value = list(value.values())
        if isinstance(value, list):
            for part in value:
                yield from references(part)

    found = [each for each in references(ASYNCAPI) if each.startswith("#/")]
    assert len(found) > 100
    for each in found:
        place = ASYNCAPI
        for part in each[2:].split("/"):
            place = place[part]
