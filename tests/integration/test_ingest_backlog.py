"""The function as it is deployed, and another system's backlog on its way through the whole system."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient
from functions_framework import create_app

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.http.service_identity import TokenSigner, make_local_identity
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.transport.publisher import PostgresPublisher
from shared.adapters.postgres.transport.topology import register
from shared.bootstrap.backlog import build_backlog
from shared.bootstrap.topology import SUBSCRIPTIONS
from shared.kernel.wire import TRANSFORMATION_FACTS_TOPIC
from shared.ports.transport import OutboundMessage
from shared.ports.wake import NoWaker
from tests.support.registered import register_tenant
from tests.support.transformation import document_of, pushed, recorded, told
from tests.support.world import Tenant, World, a_world

pytestmark = pytest.mark.postgres

ISSUER, AUDIENCE, CALLER = "https://issuer.example", "https://us.example", "broker@issuer.example"
MAIN = Path(__file__).parents[2] / "functions" / "ingest_backlog" / "main.py"
TENANT = UUID(int=10)


@pytest.fixture
def identity(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    jwk, jwks = make_local_identity(tmp_path)
    for name, value in {
        "SRE_DATABASE_URL": database_url,
        "SRE_TRANSPORT": "postgres",
        "SRE_IDENTITY_JWKS": str(jwks),
        "SRE_IDENTITY_ISSUER": ISSUER,
        "SRE_IDENTITY_AUDIENCE": AUDIENCE,
        "SRE_IDENTITY_CALLERS": CALLER,
    }.items():
        monkeypatch.setenv(name, value)
    build_backlog.cache_clear()
    token = TokenSigner(str(jwk), issuer=ISSUER, caller_email=CALLER).token(AUDIENCE)
    yield {"Authorization": f"Bearer {token}"}
    build_backlog.cache_clear()


@pytest.fixture
def known(database_url: str) -> str:
    """A database in which the tenant is registered and the writer listens."""
    register_tenant(database_url, TENANT.int)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET ROLE sre_transport")
        register(connection, SUBSCRIPTIONS)
    return database_url


def function() -> FlaskClient:
    return create_app("ingest_backlog", str(MAIN)).test_client()


def push(identity: dict[str, str], event: dict[str, Any]) -> int:
    headers, body = pushed(event)
    return function().post("/", data=body, headers=identity | headers).status_code


def push_batch(identity: dict[str, str], *events: dict[str, Any]) -> int:
    attributes = batch_attributes(
        tenant_id=TENANT, ordering_key="k", batch_id="1", producer="/transformation", aggregate_types=[]
    )
    data = batch_data([json.dumps(event) for event in events])
    return function().post("/", data=data, headers=identity | attributes).status_code


def asked(url: str) -> list[dict[str, Any]]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT data FROM transport.message ORDER BY position").fetchall()
    return [event for (data,) in rows for event in json.loads(bytes(data))]


def set_aside(url: str) -> list[tuple[str | None, str]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT tenant_id::text, reason FROM process.unreadable WHERE workflow_type = 'ingest_backlog' ORDER BY 2"
        ).fetchall()


def test_an_event_is_asked_of_the_writer_before_it_is_acknowledged(known: str, identity: dict[str, str]):
    assert push(identity, recorded("created")) == 200
    (event,) = asked(known)
    assert event["type"] == "io.ameide.sre.intent.put-knowledge-document-requested.v1"
    assert (event["tenantid"], event["data"]["slug"]) == (str(TENANT), "backlog/pay-12")
    assert push(identity, recorded("created")) == 200
    assert [each["id"] for each in asked(known)] == [event["id"]] * 2


def test_in_a_batch_the_unreadable_is_kept_the_unknown_counted_and_the_rest_asked(
    known: str, identity: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    strange = told("changed", 1, tenant="acme"), told("changed", 1, tenant=UUID(int=99)), told("changed", 1, title="")
    events = (recorded("of-another-kind"), *strange, recorded("changed"), recorded("removed"))
    assert push_batch(identity, *events) == 200
    assert [event["type"].split(".")[4] for event in asked(known)] == [
        "put-knowledge-document-requested",
        "remove-knowledge-document-requested",
    ]
    assert set_aside(known) == [
        (None, "attribute tenantid is not a UUID"),
        (str(TENANT), "the item has no title: an event tells all of it, not what has changed"),
        (str(UUID(int=99)), "unknown tenant"),
    ]
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert (line["operation"], line["asked"], line["unknown"], line["unreadable"]) == ("ingest_backlog", 2, 1, 3)


def test_a_removal_without_a_body_is_read(known: str, identity: dict[str, str]):
    headers, _ = pushed(recorded("removed"))
    assert function().post("/", data=b"null", headers=identity | headers).status_code == 200
    assert len(asked(known)) == 1


def test_a_delivery_that_is_no_event_of_anybody_is_kept_and_acknowledged(known: str, identity: dict[str, str]):
    headers, _ = pushed(recorded("created"))
    binary = {"Content-Type": "application/octet-stream"}
    assert function().post("/", data=b"\x00\xff", headers=identity | headers | binary).status_code == 200
    assert set_aside(known) == [(str(TENANT), "data is not JSON")]
    assert asked(known) == []


def test_a_database_that_is_away_makes_the_broker_deliver_again(
    identity: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SRE_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    monkeypatch.setattr("shared.adapters.postgres.connection._GET_S", 0.2)
    assert push(identity, recorded("created")) == 503


def test_a_broker_that_is_away_makes_it_deliver_again(known: str, identity: dict[str, str]):
    with psycopg.connect(known, autocommit=True) as connection:
        connection.execute("ALTER FUNCTION transport.publish(text[], text[], text[], bytea[]) RENAME TO away")
        connection.execute(
            "CREATE FUNCTION transport.publish(text[], text[], text[], bytea[]) RETURNS void LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$"
        )
    assert push(identity, recorded("created")) == 503
    assert asked(known) == []


def test_a_stranger_is_turned_away(known: str, identity: dict[str, str]):
    assert push({}, recorded("created")) == 401


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    with a_world(database_url, tmp_path) as world:
        yield world


class Backlog:
    """Another system, which publishes one event as one message."""

    def __init__(self, world: World, tenant: Tenant) -> None:
        self.world, self.tenant = world, tenant
        pool = connect_pool(world.database_url, role="sre_admin", application="transformation", max_size=1)
        world.pools.append(pool)
        self._publisher = PostgresPublisher(pool, NoWaker())

    def tell(self, *events: dict[str, Any]) -> None:
        for event in events:
            headers, data = pushed(event | {"tenantid": str(self.tenant.id)})
            message = OutboundMessage(
                topic=TRANSFORMATION_FACTS_TOPIC, ordering_key=event["id"], attributes=headers, data=data
            )
            assert self._publisher.publish([message]) == [None]
            self.world.settle()  # in this order: lines are fair between keys

    def shown(self, item: str) -> Any:
        answer = self.world.api(self.tenant, "GET", f"/v1/knowledge-documents/{document_of(self.tenant.id, item)}")
        return answer.json if answer.status_code == 200 else answer.status_code


@pytest.fixture
def backlog(world: World) -> Backlog:
    return Backlog(world, world.tenant("acme"))


def test_an_item_is_found_here_changes_and_goes(backlog: Backlog):
    backlog.tell(recorded("created"))
    assert backlog.shown("pay-12")["content"]["status"] == "In progress"
    backlog.tell(recorded("changed"))
    shown = backlog.shown("pay-12")
    assert (shown["content"]["fix"], shown["document_version"], shown["updated_by"]) == (
        "retry with back-off",
        2,
        "integration:transformation",
    )
    backlog.tell(recorded("removed"))
    assert backlog.shown("pay-12")["deleted"] is True


def test_redelivered_and_late_events_never_overwrite_what_is_newer(backlog: Backlog):
    first, second, third = (told("changed", number) for number in (1, 2, 3))
    backlog.tell(third, first, third, second, first)
    shown = backlog.shown("pay-1")
    assert (shown["content"]["title"], shown["document_version"], shown["version"]) == ("text 3", 1, 1)


def test_a_text_that_comes_after_its_removal_is_not_found(backlog: Backlog):
    backlog.tell(told("removed", 2), told("created", 1))
    shown = backlog.shown("pay-1")
    assert (shown["deleted"], shown["content"], shown["version"]) == (True, None, 1)
    assert backlog.world.api(backlog.tenant, "GET", "/v1/knowledge-documents").json["items"] == []
    backlog.tell(told("created", 3))
    assert backlog.shown("pay-1")["content"]["title"] == "text 3"


def test_an_item_belongs_to_the_tenant_of_its_event(backlog: Backlog):
    other = Backlog(backlog.world, backlog.world.tenant("other"))
    backlog.tell(told("created", 1, tenant_id=str(other.tenant.id)))
    assert backlog.shown("pay-1")["content"]["title"] == "text 1"
    assert other.shown("pay-1") == 404
