"""Whatever a stranger or an unlucky client sends, the answer is a clear 4xx problem and the writer is not bothered."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.app.operations.catalogue import OPERATIONS
from shared.ports.operation import Operation
from tests.support.api import ADA, Api

DEEP = 100_000


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with connect_pool(database_url, role="sre_query", application="api-test") as pool:
        yield Api(database_url, pool)


BODIES = [
    (b"", 422, "request.invalid"),
    (b"null", 422, "request.invalid"),
    (b"[]", 422, "request.invalid"),
    (b'"title"', 422, "request.invalid"),
    (b"{", 400, "body.not-json"),
    (b"\x00" * 100, 400, "body.not-json"),
    (b"\xff" * 100, 400, "body.not-utf8"),
    (b'{"title": "a\\u0000b", "severity": "low"}', 422, "body.unstorable-text"),
    (b'{"title": "\\ud800", "severity": "low"}', 422, "body.unstorable-text"),
    (b'{"title": "a", "title": "b", "severity": "low"}', 400, "body.duplicate-key"),
    (b'{"title": "a", "severity": NaN}', 400, "body.number"),
    (b'{"title": ' + b"9" * 5_000 + b', "severity": "low"}', 400, "body.number"),
    (b"[" * DEEP + b"]" * DEEP, 400, "body.too-deep"),
    (b'{"title":' * DEEP + b"1" + b"}" * DEEP, 400, "body.too-deep"),
    (b'{"title": "' + b"x" * 10_000_000 + b'", "severity": "low"}', 413, "body.too-large"),
    (b'{"title": "' + b"x" * 501 + b'", "severity": "low"}', 422, "request.invalid"),
    (b'{"title": "a", "severity": "low", "tenant_id": "x"}', 422, "request.invalid"),
    (b'{"title": "a", "severity": "low", "actor": "human:eve"}', 422, "request.invalid"),
    (b'{"title": "a", "severity": "low", "detected_at": "2026-01-01T00:00:00"}', 422, "request.invalid"),
    (b'{"title": "a", "severity": "low", "detected_at": 1e300}', 422, "request.invalid"),
    (b'{"title": "a", "severity": "low", "detected_at": "9999-12-31T23:59:59-14:00"}', 422, "request.invalid"),
    (b'{"title": "a", "severity": "low", "incident_id": "INC-1"}', 422, "request.invalid"),
    (b'{"title": "a", "severity": "low", "__class__": {}}', 422, "request.invalid"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES, ids=lambda value: str(value)[:30])
def test_a_hostile_body_is_answered_with_its_reason(api: Api, body: bytes, status: int, code: str):
    answer = api.ask("POST", "/v1/incidents", key=api.key(ADA, "admin"), body=body)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert len(answer.data) < 4_000, "what was sent is not echoed"
    assert api.gate.asked == []


COMMANDS = [o for o in OPERATIONS if o.kind != "query" and o.method != "DELETE"]


def _worsened(example: Any, text: str) -> Any:
    """The same shape with another text in every place that holds one."""
    if isinstance(example, dict):
        return {name: _worsened(value, text) for name, value in example.items()}
    if isinstance(example, list):
        return [_worsened(value, text) for value in example]
    return text if isinstance(example, str) else example


def _hostile(operation: Operation) -> Iterator[tuple[bytes, int, set[str]]]:
    example = {name: value for name, value in operation.example.items() if name not in operation.path_parameters}
    whole = json.dumps(example)
    name, first = (json.dumps(next(iter(example), "x")), json.dumps(next(iter(example.values()), 1)))
    more = whole[1:] if example else "}"
    comma = "," if example else ""
    unstorable = {"body.unstorable-text", "request.invalid"}
    for text in ("a\0b", "\ud800"):
        worsened = _worsened(example, text)
        yield json.dumps({"x": text} if worsened == example else worsened).encode(), 422, unstorable
    yield f"{{{name}: {first}, {name}: {first}{comma}{more}".encode(), 400, {"body.duplicate-key"}
    yield f'{{"n": NaN{comma}{more}'.encode(), 400, {"body.number"}
    yield f'{{"n": {"9" * 5_000}{comma}{more}'.encode(), 400, {"body.number"}
    yield f'{{"n": {"[" * DEEP}{"]" * DEEP}{comma}{more}'.encode(), 400, {"body.too-deep"}
    yield f'{{"n": "{"x" * 10_000_000}"{comma}{more}'.encode(), 413, {"body.too-large"}
    yield f'{{"tenant_id": "{ADA}"{comma}{more}'.encode(), 422, {"request.invalid"}


@pytest.mark.parametrize("operation", COMMANDS, ids=lambda operation: operation.name)
def test_every_command_answers_every_hostile_body_with_its_reason(api: Api, operation: Operation):
    key = api.key(ADA, "admin")
    path = operation.path.format(**operation.example)
    for body, status, codes in _hostile(operation):
        answer = api.ask(operation.method, path, key=key, body=body)
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), body[:60]
        assert answer.json["code"] in codes, (body[:60], answer.json)
        assert len(answer.data) < 40_000, "what was sent is not echoed"
    assert api.gate.asked == []


def test_an_episode_that_no_counter_reaches_is_refused_before_the_writer(api: Api):
    alerts = b'{"alerts": [{"alert_id": "%s", "episode": 99999999999999999999}]}' % str(api.alert(ADA)).encode()
    answer = api.ask("POST", f"/v1/incidents/{api.incident(ADA)}/alerts", key=api.key(ADA, "admin"), body=alerts)
    assert (answer.status_code, answer.json["code"]) == (400, "body.number")


def test_what_is_wrong_is_pointed_at_and_not_repeated(api: Api):
    body = {"title": "secret-" * 100, "severity": "awful", "extra-secret": 1}
    answer = api.ask("POST", "/v1/incidents", key=api.key(ADA, "admin"), body=body)
    assert [error["pointer"] for error in answer.json["errors"]] == ["/title", "/severity", "/extra-secret"]
    assert "secret-secret" not in answer.text


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Content-Type": "text/plain"}, 415, "body.media-type"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415, "body.media-type"),
        ({"Transfer-Encoding": "chunked"}, 411, "body.length-required"),
    ],
)
def test_a_body_must_be_announced_as_what_it_is(api: Api, headers: dict[str, str], status: int, code: str):
    answer = api.ask("POST", "/v1/incidents", key=api.key(ADA, "admin"), body=b"{}", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_command_takes_no_query_parameters(api: Api):
    answer = api.ask(
        "POST", "/v1/incidents?tenant_id=x", key=api.key(ADA, "admin"), body={"title": "t", "severity": "low"}
    )
    assert (answer.status_code, answer.json["code"]) == (422, "query.unexpected")


@pytest.mark.parametrize("traceparent", ["", "x", "00-" + "g" * 32 + "-1-01", "a\tb" * 100])
def test_a_malformed_trace_is_replaced_by_one_of_our_own(api: Api, traceparent: str):
    headers = {"traceparent": traceparent, "tracestate": "x" * 5_000}
    body = {"title": "t", "severity": "low"}
    assert api.ask("POST", "/v1/incidents", key=api.key(ADA, "admin"), body=body, headers=headers).status_code == 201
    (told,) = api.gate.asked
    assert (len(told.traceparent or ""), told.tracestate) == (55, None)
