"""The OpenAPI document is valid, complete, and the one in the repository is the one that is served."""

import json
from collections import Counter
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from shared.adapters.contracts.published_files import openapi_text
from shared.app.operations.catalogue import OPERATIONS
from shared.bootstrap.openapi import TARGET, main

DOCUMENT: dict[str, Any] = json.loads(openapi_text())


def described() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, item) for path, items in DOCUMENT["paths"].items() for method, item in items.items()]


def test_the_document_is_valid_openapi():
    validate(DOCUMENT, cls=OpenAPIV31SpecValidator)
    assert DOCUMENT["openapi"].startswith("3.1.")


def test_every_operation_is_described_exactly_once_under_its_name():
    names = Counter(item["operationId"] for _, _, item in described())
    assert names == Counter(operation.name for operation in OPERATIONS)


def test_every_operation_says_how_it_can_be_refused_and_by_whom_it_may_be_used():
    for path, method, item in described():
        assert {"401", "403", "422", "503"} <= set(item["responses"]), (method, path)
        assert item["x-roles"], (method, path)
    for response in DOCUMENT["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]
    assert DOCUMENT["security"] == [{"key": []}, {"oidc": []}]


def test_every_reference_leads_somewhere_and_every_schema_is_referred_to():
    text = json.dumps(DOCUMENT)
    for name in DOCUMENT["components"]["schemas"]:
        assert f'"#/components/schemas/{name}"' in text, name


def test_the_kept_document_is_not_stale():
    assert main(["--check"]) == 0, f"{TARGET} is stale: run python -m shared.bootstrap.openapi"
