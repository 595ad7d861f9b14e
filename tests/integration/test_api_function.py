"""The API and the writer through their real entry points: a command is decided, answered and seen at once."""

from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

from local.hosting import load_function
from shared.adapters.http.service_identity import make_local_identity
from shared.bootstrap.openapi import TARGET
from shared.bootstrap.writer import build_writer
from shared.kernel.ids import derive
from tests.support.json_client import JsonClient
from tests.support.served import served

TENANT = derive("test", "tenant", "whole")
TOKENS = {role: f"sre_{role}{'0' * 40}" for role in ("admin", "agent", "integration")}


@pytest.fixture
def identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    jwk, jwks = make_local_identity(tmp_path)
    environment = {
        "DATABASE_URL": database_url,
        "IDENTITY_KEY": str(jwk),
        "IDENTITY_JWKS": str(jwks),
        "IDENTITY_ISSUER": "https://issuer.example",
        "IDENTITY_AUDIENCE": "https://writer.example",
        "IDENTITY_CALLERS": "api@issuer.example",
        "IDENTITY_EMAIL": "api@issuer.example",
        "WRITER_AUDIENCE": "https://writer.example",
    }
    for name, value in environment.items():
        monkeypatch.setenv(f"SRE_{name}", value)
    with psycopg.connect(database_url) as connection:
        connection.execute("INSERT INTO access.tenant VALUES (%s, 'whole', 'Whole')", (TENANT,))
        for role, token in TOKENS.items():
            connection.execute(
                "INSERT INTO access.api_key (tenant_id, key_id, name, role, token_hash) VALUES (%s, %s, 'ada', %s, %s)",
                (TENANT, derive(role), role, sha256(token.encode()).digest()),
            )


@pytest.fixture
def api(identity: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[JsonClient]:
    with ExitStack() as stack:
        build_writer.cache_clear()
        stack.callback(build_writer.cache_clear)
        url = stack.enter_context(served(load_function("domain_writer", "domain_writer_http")))
        monkeypatch.setenv("SRE_WRITER_URL", f"{url}/")
        yield JsonClient(load_function("api", "api"))


def ask(api: JsonClient, method: str, path: str, body: Any = None, *, role: str = "admin", **headers: str):
    sent = {"Authorization": f"Bearer {TOKENS[role]}"} | {n.replace("_", "-"): v for n, v in headers.items()}
    return api.open(path, method=method, json=body, headers=sent)


def test_an_incident_lives_through_the_api_from_opening_to_closing(api: JsonClient):
    opened = ask(api, "POST", "/v1/incidents", {"title": "Checkout fails", "severity": "high"}, Idempotency_Key="a")
    again = ask(api, "POST", "/v1/incidents", {"title": "Checkout fails", "severity": "high"}, Idempotency_Key="a")
    other = ask(api, "POST", "/v1/incidents", {"title": "Another", "severity": "high"}, Idempotency_Key="a")
    assert (opened.status_code, again.json["replayed"], other.status_code) == (201, True, 409)
    assert opened.json["position"] == again.json["position"] > 0
    one = opened.headers["Location"]
    shown = ask(api, "GET", one)
    assert (shown.json["number"], shown.json["status"], shown.headers["ETag"]) == (1, "open", '"1"')
    assert shown.json["created_by"] == "human:ada"

    assert ask(api, "POST", f"{one}/acknowledge", {}, If_Match='"1"').json["version"] == 2
    assert ask(api, "POST", f"{one}/severity", {"severity": "low", "reason": "r"}, If_Match='"1"').status_code == 412
    early = ask(api, "POST", f"{one}/close", {})
    assert (early.status_code, early.json["allowed_transitions"]) == (409, ["investigating", "mitigating"])
    agent = ask(api, "POST", f"{one}/resolve", {"summary": "done"}, role="agent")
    assert (agent.status_code, agent.content_type) == (409, "application/problem+json")
    assert ask(api, "GET", f"/v1/messages/{agent.json['message_id']}/outcome").json["status"] == "rejected"

    assert [item["number"] for item in ask(api, "GET", "/v1/incidents/open").json["items"]] == [1]
    assert ask(api, "POST", f"{one}/resolve", {"summary": "rolled back"}).status_code == 200
    gate = ask(api, "POST", f"{one}/close", {})
    assert (gate.status_code, gate.json["code"]) == (409, "incident.postmortem_required")
    assert ask(api, "GET", one).json["postmortem_required"] is True
    assert ask(api, "POST", f"{one}/close", {"waive_postmortem": "a drill"}).status_code == 200
    shown = ask(api, "GET", one).json
    assert (shown["postmortem_required"], shown["waived_by"], shown["waiver_reason"]) == (False, "human:ada", "a drill")
    assert ask(api, "GET", "/v1/incidents/open").json["items"] == []
    assert ask(api, "GET", one).json["resolution_summary"] == "rolled back"


def test_an_alert_and_a_rule_can_be_put_through_the_api(api: JsonClient):
    alert = {
        "source": "custom",
        "source_name": "cron",
        "fingerprint": "backup",
        "status": "firing",
        "name": "BackupFailed",
        "severity": "low",
        "labels": {"host": "db1"},
        "annotations": {},
        "starts_at": "2026-03-01T12:00:00Z",
    }
    told = ask(api, "POST", "/v1/alerts", alert, role="integration")
    assert (told.status_code, told.json["version"]) == (200, 1)
    one = f"/v1/alerts/{told.json['aggregate_id']}"
    assert ask(api, "GET", one).json["labels"] == {"host": "db1"}
    assert ask(api, "POST", f"{one}/acknowledge", {"note": "seen"}).json["version"] == 2
    incident = ask(api, "POST", "/v1/incidents", {"title": "Backups", "severity": "low"}).headers["Location"]
    body = {"alerts": [{"alert_id": told.json["aggregate_id"], "episode": 1}]}
    assert ask(api, "POST", f"{incident}/alerts", body).json["status"] == "accepted"
    assert ask(api, "GET", incident).json["alerts"] == body["alerts"]

    rule = f"/v1/correlation-rules/{derive('rule')}"
    definition = {"definition": {"name": "by host", "group_by": ["host"]}}
    assert ask(api, "PUT", rule, definition).json["version"] == 1
    assert ask(api, "DELETE", rule).json["version"] == 2
    again = ask(api, "DELETE", rule)
    assert (again.status_code, again.json["version"], again.json["fact_ids"]) == (200, 2, [])
    assert ask(api, "DELETE", f"/v1/correlation-rules/{derive('never')}").status_code == 404


def test_the_function_says_what_it_offers_and_whether_it_works(api: JsonClient):
    assert api.get("/healthz").json == {"status": "ok"}
    document = api.get("/openapi.json")
    assert (document.status_code, document.get_json()["openapi"]) == (200, "3.1.0")
    assert document.data == TARGET.read_bytes()


def test_the_reference_is_read_without_a_key_as_the_document_is_and_nothing_beside_it(api: JsonClient):
    assert "CreateIncident" in api.get("/docs/incidents").text
    assert (api.get("/docs/style.css").mimetype, api.get("/docs").status_code) == ("text/css", 200)
    assert (api.get("/docs/nothing").status_code, api.get("/docs/../v1/incidents").status_code) == (401, 401)


def test_a_body_that_is_too_large_is_refused_before_the_framework_sees_it(api: JsonClient):
    answer = api.post("/v1/incidents", data=b"x" * 10_000_000, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (413, "body.too-large")
