"""The function as it is deployed: deliveries and ticks through the framework's own entry points."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from functions_framework import create_app

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.http.service_identity import TokenSigner, make_local_identity
from shared.bootstrap.triage import build_triage
from shared.domain.alert.facts import Change
from tests.support.facts import CODEC, T0, TENANT, Log, ingested

pytestmark = pytest.mark.postgres

ISSUER, AUDIENCE, CALLER = "https://issuer.example", "https://us.example", "broker@issuer.example"
NOTHING_DUE = {
    "alert_correlation": 0,
    "incident_triage": 0,
    "runbook_execution": 0,
    "change_verification": 0,
    "on_call_handoff": 0,
}
MAIN = Path(__file__).parents[2] / "functions" / "triage_steps" / "main.py"


@pytest.fixture
def identity(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    jwk, jwks = make_local_identity(tmp_path)
    for name, value in {
        "SRE_DATABASE_URL": database_url,
        "SRE_IDENTITY_JWKS": str(jwks),
        "SRE_IDENTITY_ISSUER": ISSUER,
        "SRE_IDENTITY_AUDIENCE": AUDIENCE,
        "SRE_IDENTITY_CALLERS": CALLER,
    }.items():
        monkeypatch.setenv(name, value)
    build_triage.cache_clear()
    token = TokenSigner(str(jwk), issuer=ISSUER, caller_email=CALLER).token(AUDIENCE)
    yield {"Authorization": f"Bearer {token}"}
    build_triage.cache_clear()


def pushed(identity: dict[str, str], body: bytes) -> int:
    """One batch event in binary mode, as a push subscription without wrapping sends it."""
    attributes = batch_attributes(
        tenant_id=TENANT, ordering_key="k", batch_id="1", producer="/sre/outbox_relay", aggregate_types=["alert"]
    )
    function: FlaskClient = create_app("alert_correlation", str(MAIN)).test_client()
    return function.post("/", data=body, headers=identity | attributes).status_code


def ticked(identity: dict[str, str]) -> tuple[int, Any]:
    function: FlaskClient = create_app("tick", str(MAIN), "http").test_client()
    answer = function.post("/", headers=identity)
    return answer.status_code, answer.get_json()


def cleared() -> bytes:
    log = Log()
    log.add(ingested())
    over = ingested(change=Change.RESOLVED, status="resolved", ends_at=T0)
    log.add(over, at=T0 + timedelta(minutes=1))
    return batch_data([CODEC.encode(fact) for fact in log.facts])


def asked(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT event::json ->> 'type' FROM process.outbox ORDER BY position").fetchall()
    return [row[0].removeprefix("io.ameide.sre.intent.").removesuffix("-requested.v1") for row in rows]


def test_a_pushed_batch_and_a_tick_open_and_resolve_an_incident(database_url, identity):
    assert pushed(identity, cleared()) == 200
    assert asked(database_url) == ["create-incident", "correlate-alerts-to-incident"]
    assert ticked(identity) == (
        200,
        {"fired": NOTHING_DUE | {"alert_correlation": 1}},
    )
    assert asked(database_url)[2:] == ["resolve-incident"]
    assert ticked(identity) == (
        200,
        {"fired": NOTHING_DUE},
    )


def test_the_trace_of_the_fact_goes_on_in_what_is_asked_for(database_url, identity):
    (fact, *_) = json.loads(cleared())
    traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    assert pushed(identity, json.dumps([fact | {"traceparent": traceparent}]).encode()) == 200
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT DISTINCT event::json ->> 'traceparent' FROM process.outbox").fetchall()
    assert rows == [(traceparent,)]


def test_a_delivery_that_is_no_batch_of_events_is_kept_and_acknowledged(database_url, identity):
    assert pushed(identity, b'{"not": "a list"}') == 200
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT reason FROM process.unreadable").fetchall() == [
            ("a batch event whose data is not a list of events",)
        ]


def test_a_database_that_is_away_makes_the_broker_deliver_again(identity, monkeypatch):
    monkeypatch.setenv("SRE_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    monkeypatch.setattr("shared.adapters.postgres.connection._GET_S", 0.2)
    build_triage.cache_clear()
    assert pushed(identity, cleared()) == 503
    assert ticked(identity)[0] == 503


def test_a_stranger_is_turned_away(identity):
    assert pushed({}, cleared()) == 401
    assert ticked({})[0] == 401
