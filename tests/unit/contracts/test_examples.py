"""Every operation and every message has an example, and each example is what it is an example of."""

import json
import re
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from shared.adapters.contracts.command_line import arguments_of
from shared.adapters.contracts.published_files import asyncapi, message_schema, openapi
from shared.app.operations.catalogue import OPERATIONS
from shared.bootstrap.contracts import MESSAGES, TARGET
from shared.domain.published import FACTS
from shared.kernel.wire import wire_name
from shared.ports.operation import Operation
from tests.support.golden import file_of

DESCRIBED = {
    operation["operationId"]: operation for items in openapi()["paths"].values() for operation in items.values()
}
#: Not times: a schedule's hand-off is a local time without an offset, and is called a date-time nevertheless.
FORMATS = jsonschema.FormatChecker(("uuid", "date"))
EVERY = {operation.name: operation for operation in OPERATIONS}


def check(value: Any, schema: Any) -> None:
    whole = {"components": openapi()["components"], **schema}
    jsonschema.Draft202012Validator(whole, format_checker=FORMATS).validate(value)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_the_example_of_a_request_is_one(operation: Operation):
    described = DESCRIBED[operation.name]
    arguments = arguments_of(operation)
    operation.request.model_validate_json(json.dumps(arguments))
    if "requestBody" in described:
        content = described["requestBody"]["content"]["application/json"]
        assert content["example"] == arguments
        check(content["example"], content["schema"])
    for parameter in described["parameters"]:
        if "example" in parameter:
            check(parameter["example"], parameter["schema"])
        assert "example" in parameter or parameter["in"] != "path"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_the_example_of_an_answer_is_what_the_operation_answers_with(operation: Operation):
    response = DESCRIBED[operation.name]["responses"]["200"]
    (content,) = response["content"].values()
    check(content["example"], content["schema"])
    answer = json.loads(content["example"]["data"]) if operation.streams else content["example"]
    adapter = TypeAdapter(operation.response)
    assert adapter.dump_python(adapter.validate_python(answer), mode="json") == answer


def test_the_example_of_a_command_is_about_what_was_asked_for():
    example = DESCRIBED["AcknowledgeIncident"]["responses"]["200"]["content"]["application/json"]["example"]
    assert example["aggregate_type"] == "incident"
    assert example["aggregate_id"] == EVERY["AcknowledgeIncident"].example["incident_id"]
    example = DESCRIBED["PutCorrelationRule"]["responses"]["200"]["content"]["application/json"]["example"]
    assert example["aggregate_type"] == "correlation_rule"


@pytest.mark.parametrize("message", MESSAGES, ids=wire_name)
def test_the_example_of_a_message_is_one_and_travels_with_its_attributes(message):
    described = asyncapi()["components"]["messages"][wire_name(message)]
    schema = message_schema(described["payload"]["$ref"])
    (example,) = described["examples"]
    assert schema["examples"] == [example["payload"]]
    jsonschema.Draft202012Validator(schema, format_checker=FORMATS).validate(example["payload"])
    assert json.loads(message.model_validate(example["payload"]).model_dump_json()) == example["payload"]
    jsonschema.Draft202012Validator(asyncapi()["components"]["schemas"]["attributes"]).validate(example["headers"])
    assert example["headers"]["ce-dataschema"] == schema["$id"]


@pytest.mark.parametrize("fact", FACTS, ids=wire_name)
def test_a_kept_event_is_what_the_published_schema_of_its_version_says(fact):
    described = asyncapi()["components"]["messages"][wire_name(fact)]
    kept = json.loads(file_of(fact).read_text("utf-8"))["event"]
    jsonschema.Draft202012Validator(message_schema(described["payload"]["$ref"])).validate(kept["data"])
    assert kept["dataschema"] == described["examples"][0]["headers"]["ce-dataschema"]


def test_no_refusal_is_without_an_example():
    for status, response in openapi()["components"]["responses"].items():
        content = response["content"]["application/problem+json"]
        check(content["example"], content["schema"])
        assert content["example"]["status"] == int(status)


def test_nothing_in_the_documents_looks_like_a_secret():
    """Keys, tokens, and long words of hexadecimal or Base64 with nothing repeated in them."""
    for file in TARGET.rglob("*.json"):
        text = file.read_text("utf-8")
        assert not re.search(r"sre_[0-9a-f]{8}|eyJ[A-Za-z0-9_-]{6}|AKIA|-----BEGIN|Bearer [A-Za-z0-9]", text), file
        long = list(re.findall(r'"([A-Fa-f0-9]{16,}|[A-Za-z0-9+/]{40,}={0,2})"', text))
        assert all(len(set(word)) <= 4 for word in long), (file, long)
