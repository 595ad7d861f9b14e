"""Whatever the document allows or forbids, the API answers as it says: tried by schemathesis for every role."""

import json
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shared.adapters.contracts.published_files import openapi_text
from shared.adapters.postgres.projections.freshness import FreshReads
from shared.ports.credentials import Role
from tests.support import postgres
from tests.support.api import ADA, Api
from tests.support.places import everything_of
from tests.support.writing_gate import deciding_api

DOCUMENT = json.loads(openapi_text())
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def api(postgres_server: str) -> Iterator[Api]:
    """Whoever waits for a write that never was is told so at once, as after the wait: nobody writes meanwhile."""
    with (
        pytest.MonkeyPatch.context() as patched,
        postgres.fresh_database(postgres_server) as url,
        deciding_api(url) as api,
    ):
        patched.setattr(FreshReads, "_wait_for", FreshReads._has_arrived)
        everything_of(api, ADA)
        yield api


@pytest.fixture(scope="module")
def requests(api: Api) -> list[tuple[Any, list[Any]]]:
    """Each operation with what is sent to it, by whatever role; to invent that takes longer than to send it."""
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    schema.app = api.client.application
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    return [(operation, _invented(operation)) for operation in operations]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", list(Role))
def test_no_answer_is_one_that_the_document_does_not_know(api: Api, requests: list[tuple[Any, list[Any]]], role: Role):
    key = api.key(ADA, role)
    tried = [_tried(operation, invented, key, role) for operation, invented in requests]
    assert len(tried) == sum(len(methods) for methods in DOCUMENT["paths"].values())
    print(f"{role}: {sum(tried)} requests to {len(tried)} operations")


def _invented(operation: Any) -> list[Any]:
    invented: list[Any] = []

    @hypothesis.given(case=operation.as_strategy())
    @hypothesis.settings(
        max_examples=6,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    def keep(case: Any) -> None:
        invented.append(case)

    keep()
    assert invented, operation.label
    return invented


def _tried(operation: Any, invented: list[Any], key: str, role: Role) -> int:
    """A role that may not is refused whatever it sends; one that may gets an answer that the document knows."""
    allowed, statuses = role in operation.definition.raw["x-roles"], []
    for case in invented if allowed and role is Role.ADMIN else invented[:2]:
        response = case.call(headers={"Authorization": f"Bearer {key}"})
        statuses.append(response.status_code)
        case.validate_response(response, checks=CHECKS)
    assert allowed or set(statuses) <= {403, 404}, (operation.label, statuses)
    return len(statuses)
