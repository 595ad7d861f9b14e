"""What could be taken for something else is refused with its place: 0 is not false, 2026 is no moment in time."""

import json
from collections.abc import Iterator

import pytest

from shared.adapters.postgres.connection import connect_pool
from tests.support.api import ADA, Api


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with connect_pool(database_url, role="sre_query", application="api-test") as pool:
        yield Api(database_url, pool)


QUERIES = [
    ("/v1/feed?follow=0", "/follow"),
    ("/v1/feed?follow=yes", "/follow"),
    ("/v1/feed?follow=False", "/follow"),
    ("/v1/feed?follow=", "/follow"),
    ("/v1/incidents?limit=5.0", "/limit"),
    ("/v1/incidents?limit=1_0", "/limit"),
    ("/v1/incidents?limit=%2B5", "/limit"),
    ("/v1/incidents?limit=%205", "/limit"),
    ("/v1/incidents?limit=%D9%A3", "/limit"),
    ("/v1/incidents?limit=true", "/limit"),
    ("/v1/incidents/open?as_of=2026", "/as_of"),
    ("/v1/incidents/open?as_of=1700000000", "/as_of"),
    ("/v1/incidents/open?as_of=1700000000.5", "/as_of"),
]


def test_a_parameter_has_one_spelling(api: Api):
    key = api.key(ADA, "admin")
    for path, pointer in QUERIES:
        answer = api.ask("GET", path, key=key)
        assert (answer.status_code, answer.json["code"]) == (422, "request.invalid"), path
        assert [error["pointer"] for error in answer.json["errors"]] == [pointer], path
    for path in ("/v1/feed?follow=false", "/v1/incidents?limit=5"):
        assert api.ask("GET", path, key=key).status_code == 200, path


BODIES = [
    ("/v1/incidents", {"title": "t", "severity": "low", "detected_at": 1767225600}, "/detected_at"),
    ("/v1/incidents", {"title": "t", "severity": "low", "detected_at": "1767225600"}, "/detected_at"),
    ("/v1/incidents", {"title": 5, "severity": "low"}, "/title"),
    ("/v1/incidents/{id}/alerts", {"alerts": [{"alert_id": "{id}", "episode": "1"}]}, "/alerts/0/episode"),
    ("/v1/incidents/{id}/alerts", {"alerts": [{"alert_id": "{id}", "episode": 1.0}]}, "/alerts/0/episode"),
    ("/v1/incidents/{id}/alerts", {"alerts": [{"alert_id": "{id}", "episode": True}]}, "/alerts/0/episode"),
]


def test_a_value_in_a_body_is_of_the_kind_that_is_asked_for(api: Api):
    incident, key = str(api.incident(ADA)), api.key(ADA, "admin")
    for path, body, pointer in BODIES:
        sent = json.dumps(body).replace("{id}", incident).encode()
        answer = api.ask("POST", path.replace("{id}", incident), key=key, body=sent)
        assert (answer.status_code, answer.json["code"]) == (422, "request.invalid"), body
        assert answer.json["errors"][0]["pointer"] == pointer, body
    assert api.gate.asked == []
