"""Whatever a stranger or an unlucky client sends, the answer is a clear 4xx problem and the writer is not bothered."""

from collections.abc import Iterator

import pytest

from shared.adapters.postgres.connection import connect_pool
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


def test_every_command_takes_every_hostile_body_without_a_server_error(api: Api):
    incident, alert = api.incident(ADA), api.alert(ADA)
    key = api.key(ADA, "admin")
    paths = [f"/v1/incidents/{incident}/{verb}" for verb in ("timeline", "severity", "resolve", "merge", "alerts")]
    for path in [*paths, f"/v1/alerts/{alert}/acknowledge", "/v1/alerts"]:
        for body, _, _ in BODIES[1:]:
            assert api.ask("POST", path, key=key, body=body).status_code in range(400, 500), (path, body[:40])
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
    assert (len(told.traceparent), told.tracestate) == (55, None)
