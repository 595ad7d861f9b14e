"""Each dependency of each function breaks in turn: told with trace and stack, and the answer names the trace."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg_pool import ConnectionPool
from werkzeug.test import Client, TestResponse

from local.hosting import load_function
from shared.adapters.http.key_set import KeySet, KeysUnavailable
from shared.adapters.http.service_identity import TokenSigner, make_local_identity
from shared.adapters.http.writer_client import WriterClient
from shared.adapters.postgres.credentials import PostgresCredentials
from shared.adapters.postgres.sources import PostgresSources
from shared.bootstrap.backlog import build_backlog
from shared.bootstrap.ingest import build_intake
from shared.bootstrap.relay import build_relay
from shared.bootstrap.triage import build_triage
from shared.bootstrap.writer import build_writer
from shared.kernel.ids import TenantId, derive
from shared.kernel.wire import BATCH_TYPE
from shared.ports.credentials import Credential, Role
from shared.ports.outcome import WriterUnavailable

ISSUER, AUDIENCE, CALLER = "https://issuer.example", "https://us.example", "broker@issuer.example"
TRACE, SECRET = "ab" * 16, "a secret of ours"
ADA = Credential(tenant_id=TenantId(derive("ada")), key_id=derive("key"), name="ada", role=Role.ADMIN)
EVENT = {
    "ce-specversion": "1.0",
    "ce-id": "1",
    "ce-source": "test",
    "ce-type": BATCH_TYPE,
    "ce-tenantid": str(derive("t")),
}


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    jwk, jwks = make_local_identity(tmp_path)
    environment = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "IDENTITY_KEY": str(jwk),
        "IDENTITY_JWKS": str(jwks),
        "IDENTITY_ISSUER": ISSUER,
        "IDENTITY_AUDIENCE": AUDIENCE,
        "IDENTITY_CALLERS": CALLER,
        "IDENTITY_EMAIL": CALLER,
        "WRITER_URL": "http://127.0.0.1:1/",
        "EMBEDDINGS": "none",
    }
    for name, value in environment.items():
        monkeypatch.setenv(f"SRE_{name}", value)
    for build in (build_backlog, build_intake, build_relay, build_triage, build_writer):
        build.cache_clear()
    return TokenSigner(str(jwk), issuer=ISSUER, caller_email=CALLER).token(AUDIENCE)


@pytest.fixture(autouse=True)
def _forgotten() -> Any:
    yield
    for build in (build_backlog, build_intake, build_relay, build_triage, build_writer):
        build.cache_clear()


def raising(error: Exception) -> Any:
    def break_down(*_arguments: Any, **_named: Any) -> Any:
        raise error

    return break_down


HTTP = [
    (("api", "api", "GET", "/v1/incidents/open"), "database.unavailable"),
    (("ingest_alert", "ingest_alert", "POST", "/alertmanager"), "intake.unavailable"),
    (("domain_writer", "domain_writer_http", "POST", "/"), "writer.unavailable"),
    (("domain_writer", "domain_writer_tick", "POST", "/"), "writer.unavailable"),
    (("outbox_relay", "outbox_relay", "POST", "/"), "relay.unavailable"),
    (("triage_steps", "tick", "POST", "/"), "triage.unavailable"),
]
EVENTS = [
    ("domain_writer", "domain_writer"),
    ("ingest_backlog", "ingest_backlog"),
    ("projectors", "incident_timeline"),
    ("projectors", "knowledge_index"),
    ("triage_steps", "alert_correlation"),
]
BREAKAGES = [(psycopg.OperationalError, 503), (RuntimeError, 500)]


def called(function: str, target: str, method: str, path: str, token: str, **more: str) -> TestResponse:
    credential = token if function not in ("api", "ingest_alert") else "sre_" + "0" * 40
    headers = {"Authorization": f"Bearer {credential}", "traceparent": f"00-{TRACE}-{'cd' * 8}-01", **more}
    body = None if method == "GET" else {"events": [{"id": "1"}]}
    return Client(load_function(function, target)).open(path, method=method, json=body, headers=headers)


def told(answer: TestResponse, capsys: pytest.CaptureFixture[str]) -> str:
    """The code of a problem that names the trace of the one line in the log that has the stack."""
    assert answer.content_type == "application/problem+json", answer.text
    said = capsys.readouterr().err
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line["severity"] == "ERROR"]
    assert answer.json is not None
    assert answer.json["trace_id"] == line["trace"]
    assert SECRET in line["stack"]
    assert SECRET not in answer.text
    code: str = answer.json["code"]
    return code


@pytest.mark.parametrize(("error", "status"), BREAKAGES)
@pytest.mark.parametrize(("where", "code"), HTTP, ids=str)
def test_the_database_of_what_is_called(
    token: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    where: tuple[str, str, str, str],
    code: str,
    error: type[Exception],
    status: int,
):
    monkeypatch.setattr(ConnectionPool, "getconn", raising(error(SECRET)))
    answer = called(*where, token)
    assert answer.status_code == status
    assert told(answer, capsys) == (code if status == 503 else "internal")


@pytest.mark.parametrize(("error", "status"), BREAKAGES)
@pytest.mark.parametrize(("function", "target"), EVENTS)
def test_the_database_of_what_is_pushed_to(
    token: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    function: str,
    target: str,
    error: type[Exception],
    status: int,
):
    monkeypatch.setattr(ConnectionPool, "getconn", raising(error(SECRET)))
    answer = called(function, target, "POST", "/", token, **EVENT)
    assert answer.status_code == status
    assert told(answer, capsys) in ("database.unavailable", "writer.unavailable", "triage.unavailable", "internal")


@pytest.mark.parametrize(("function", "target"), [*EVENTS, ("outbox_relay", "outbox_relay")])
def test_the_key_set(
    token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], function: str, target: str
):
    monkeypatch.setattr(KeySet, "key", raising(KeysUnavailable(SECRET)), raising=False)
    monkeypatch.setattr(KeySet, "find", raising(KeysUnavailable(SECRET)), raising=False)
    answer = called(function, target, "POST", "/", token)
    assert (answer.status_code, told(answer, capsys)) == (503, "identity.keys-unavailable")


def test_the_look_up_of_credentials(token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(PostgresCredentials, "find", raising(LookupError(SECRET)))
    answer = called("api", "api", "GET", "/v1/incidents/open", token)
    assert (answer.status_code, told(answer, capsys)) == (500, "internal")


def test_the_look_up_of_sources(token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(PostgresSources, "find", raising(LookupError(SECRET)))
    answer = called("ingest_alert", "ingest_alert", "POST", "/alertmanager", token)
    assert (answer.status_code, told(answer, capsys)) == (500, "internal")


@pytest.mark.parametrize(
    ("error", "status", "code"), [(WriterUnavailable, 503, "writer.unavailable"), (LookupError, 500, "internal")]
)
def test_the_way_to_the_writer(
    token: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: type[Exception],
    status: int,
    code: str,
):
    monkeypatch.setattr(PostgresCredentials, "find", lambda _self, _token: ADA)
    monkeypatch.setattr(WriterClient, "submit", raising(error(SECRET)))
    client = Client(load_function("api", "api"))
    answer = client.post("/v1/incidents", json={"title": "t", "severity": "low"}, headers={"Authorization": "Bearer k"})
    assert (answer.status_code, told(answer, capsys)) == (status, code)


def test_what_the_framework_cannot_read_is_refused_without_repeating_the_token(
    token: str, capsys: pytest.CaptureFixture[str]
):
    answer = called("domain_writer", "domain_writer", "POST", "/", token)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert token not in answer.text
