"""The function as it is deployed: a pushed batch through the framework's own entry point."""

import base64
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from functions_framework import create_app

from shared.adapters.cloudevents.binding import PUBSUB_PUSH_TYPE, batch_attributes, batch_data
from shared.adapters.http.service_identity import TokenSigner, make_local_identity
from tests.support import facts as make
from tests.support.facts import CODEC, TENANT, Log, commit

pytestmark = pytest.mark.postgres

ISSUER, AUDIENCE, CALLER = "https://issuer.example", "https://us.example", "broker@issuer.example"
MAIN = Path(__file__).parents[2] / "functions" / "projectors" / "main.py"


@pytest.fixture
def identity(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    jwk, jwks = make_local_identity(tmp_path)
    for name, value in {
        "SRE_DATABASE_URL": database_url,
        "SRE_IDENTITY_JWKS": str(jwks),
        "SRE_IDENTITY_ISSUER": ISSUER,
        "SRE_IDENTITY_AUDIENCE": AUDIENCE,
        "SRE_IDENTITY_CALLERS": CALLER,
    }.items():
        monkeypatch.setenv(name, value)
    token = TokenSigner(str(jwk), issuer=ISSUER, caller_email=CALLER).token(AUDIENCE)
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(params=["alert_groups", "incident_timeline"])
def function(request: pytest.FixtureRequest, identity: dict[str, str]) -> FlaskClient:
    return create_app(request.param, str(MAIN)).test_client()


def pushed(function: FlaskClient, identity: dict[str, str], events: list[str]) -> int:
    """As Pub/Sub pushes one message whose payload is a batch of ours."""
    attributes = batch_attributes(
        tenant_id=TENANT, ordering_key="k", batch_id="1", producer="/sre/outbox_relay", aggregate_types=["alert"]
    )
    message = {
        "attributes": attributes,
        "data": base64.b64encode(batch_data(events)).decode(),
        "messageId": "1",
        "publishTime": "2026-03-01T12:00:00Z",
    }
    outside = {
        "ce-specversion": "1.0",
        "ce-type": PUBSUB_PUSH_TYPE,
        "ce-id": "1",
        "ce-source": "//pubsub.googleapis.com/topics/facts",
        "Content-Type": "application/json",
    }
    body = json.dumps({"message": message, "subscription": "projects/p/subscriptions/s"})
    return function.post("/", data=body, headers=identity | outside).status_code


def committed(database_url: str) -> list[str]:
    log = Log()
    log.add(make.ingested())
    log.add(make.created())
    log.add(make.correlated())
    commit(database_url, log.facts)
    return [CODEC.encode(fact) for fact in log.facts]


def value(url: str, statement: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement.encode()).fetchone()
        return row and row[0]


def test_a_pushed_batch_is_in_the_view_when_it_is_acknowledged(
    database_url: str, function: FlaskClient, identity: dict[str, str], request: pytest.FixtureRequest
) -> None:
    status = pushed(function, identity, committed(database_url))

    projection = request.node.callspec.params["function"]
    assert status == 200
    assert value(database_url, f"SELECT sum(version) FROM {projection}.progress") == 3
    assert value(database_url, f"SELECT count(*) FROM {projection}.member") == 1


def test_an_event_that_cannot_be_read_is_parked_acknowledged_and_blocks_nobody(
    database_url: str, function: FlaskClient, identity: dict[str, str], request: pytest.FixtureRequest
) -> None:
    strange = json.dumps({"id": "s", "type": "from-the-future", "tenantid": str(TENANT), "nul": "\x00"})

    status = pushed(function, identity, [strange, *committed(database_url)])

    projection = request.node.callspec.params["function"]
    assert status == 200
    assert value(database_url, f"SELECT sum(version) FROM {projection}.progress") == 3
    assert value(database_url, "SELECT array_agg(projection || ' ' || event_id) FROM projection.unread") == [
        f"{projection} s"
    ]


def test_a_fact_whose_predecessors_are_nowhere_is_asked_for_again(
    function: FlaskClient, identity: dict[str, str]
) -> None:
    log = Log()
    log.add(make.ingested())
    log.add(make.acknowledged())

    assert pushed(function, identity, [CODEC.encode(log.facts[1])]) == 500


def test_a_stranger_is_turned_away(function: FlaskClient) -> None:
    assert pushed(function, {}, []) == 401
