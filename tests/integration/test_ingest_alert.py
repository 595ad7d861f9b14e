"""The ingest function through the framework, on a real database: from the token to the broker's table."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError
from werkzeug.test import TestResponse

from shared.adapters.postgres.connection import connect_pool, transaction
from shared.adapters.postgres.intake import PostgresQuarantineAdmin
from shared.adapters.postgres.provision import Provisioning
from shared.bootstrap.ingest import build_intake
from shared.bootstrap.redriving import open_redrive
from shared.kernel.ids import TenantId
from tests.support.intake import as_body, recorded
from tests.support.registered import close_pools, ingest_client, register_source, register_tenant

FIRING = recorded("alertmanager/firing.json")
GROUPED = recorded("alertmanager/grouped_firing.json")
ONE = "one"
Post = Callable[..., TestResponse]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[FlaskClient]:
    one, two = register_tenant(database_url, 1), register_tenant(database_url, 2)
    register_source(database_url, one, "one")
    register_source(database_url, one, "grafana-one", name="dashboards", kind="grafana")
    register_source(database_url, two, "two")
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO transport.subscription (name, topic, routing_attributes)"
            " VALUES ('writer', 'sre.domain.intents.v1', '{}')"
        )
    yield ingest_client(monkeypatch, database_url)
    accept = build_intake().accept
    close_pools(accept.quarantine, accept.publish.publisher)
    build_intake.cache_clear()


@pytest.fixture
def post(client: FlaskClient) -> Post:
    def send(payload, token: str = ONE, path: str = "/alertmanager", **headers: str) -> TestResponse:
        body = payload if isinstance(payload, bytes) else as_body(payload)
        sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"} | headers
        return client.post(path, data=body, headers=sent)

    return send


def published(database_url: str) -> list[dict[str, Any]]:
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT data FROM transport.message ORDER BY position").fetchall()
    return [event for (data,) in rows for event in json.loads(data)]


def quarantined(database_url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(
            "SELECT tenant_id, source_name, reason, body, times, status FROM intake.quarantine ORDER BY received_at"
        ).fetchall()


def test_an_accepted_webhook_is_at_the_broker(database_url, post):
    answer = post(GROUPED)
    assert answer.status_code == 202
    assert answer.json["accepted"] == 3
    assert answer.json["quarantined"] == 0
    events = published(database_url)
    assert [event["id"] for event in events] == answer.json["message_ids"]
    assert {event["type"] for event in events} == {"io.ameide.sre.intent.ingest-alert-requested.v1"}
    assert {event["data"]["environment_id"] for event in events} == {"prod"}


def test_the_trace_of_the_sender_goes_on(database_url, post):
    post(FIRING, traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    (event,) = published(database_url)
    assert event["traceparent"].startswith("00-0af7651916cd43dd8448eb211c80319c-")


@pytest.mark.parametrize("token", ["", "three", "x" * 600, "t\u00f6ken"])
def test_an_unknown_token_is_refused(database_url, post, token):
    answer = post(FIRING, token=token)
    assert (answer.status_code, answer.json["code"]) == (401, "identity.unknown")
    assert answer.mimetype == "application/problem+json"
    assert (published(database_url), quarantined(database_url)) == ([], [])


def test_a_token_of_another_kind_of_source_finds_nothing(database_url, post):
    assert post(FIRING, token="grafana-one").status_code == 404
    assert post(recorded("grafana/firing.json"), token="grafana-one", path="/grafana").status_code == 202


def test_an_unreadable_body_is_kept_whole_and_accepted(database_url, post):
    answer = post(b"\x00\xff not json")
    assert (answer.status_code, answer.json["quarantined"], answer.json["message_ids"]) == (202, 1, [])
    post(b"\x00\xff not json")
    assert quarantined(database_url) == [
        (UUID(int=1), "main", "the body is not UTF-8", b"\x00\xff not json", 2, "waiting")
    ]


def test_fixture_16_a_custom_payload_is_refused_and_kept(database_url, post):
    answer = post({"text": "something happened"})
    assert (answer.status_code, answer.json["code"]) == (422, "body.not-ours")
    assert "custom payload" in answer.json["detail"]
    assert [row[3] for row in quarantined(database_url)] == [b'{"text": "something happened"}']


def test_fixture_13_neighbours_of_an_unknown_status_go_on_and_it_can_be_driven_again(database_url, post):
    payload = recorded("alertmanager/grouped_firing.json")
    payload["alerts"][1]["status"] = "suppressed"
    assert post(payload).json["quarantined"] == 1
    with psycopg.connect(database_url) as connection:
        # As if the reader had learned the word.
        connection.execute(
            "UPDATE intake.quarantine"
            " SET body = convert_to(replace(convert_from(body, 'UTF8'), 'suppressed', 'firing    '), 'UTF8')"
        )
    with open_redrive(database_url) as redrive:
        result = redrive("quarantine", None)
    assert (result.settled, result.still_waiting) == (1, 0)
    assert [event["data"]["labels"]["pod"] for event in published(database_url)] == [
        "checkout-1",
        "checkout-3",
        "checkout-2",
    ]
    assert [row[5] for row in quarantined(database_url)] == ["redriven"]


def test_a_body_above_what_is_kept_is_refused_and_its_beginning_recorded(database_url, client):
    body = b"[" * (64 * 1024 * 1024 + 1)
    answer = client.post("/alertmanager", data=body, headers={"Authorization": "Bearer one"})
    assert answer.status_code == 413
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT octet_length(body), size FROM intake.quarantine").fetchone()
    assert row == (1024 * 1024, 64 * 1024 * 1024 + 1)
    pool = connect_pool(database_url, role="sre_admin", application="desk")
    assert PostgresQuarantineAdmin(pool).waiting(None, 10) == []
    pool.close()


def test_fixture_04_truncated_alerts_become_a_request_to_reconcile(database_url, post):
    assert post(FIRING | {"truncatedAlerts": 7}).status_code == 202
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "SELECT tenant_id, source_name, reason, group_key, truncated FROM intake.reconcile_request"
        ).fetchall()
    assert rows == [(UUID(int=1), "main", "truncated", FIRING["groupKey"], 7)]


def test_fixture_11_two_tenants_with_the_same_fingerprints_share_nothing(database_url, post):
    mine, theirs = post(GROUPED, token="one"), post(GROUPED, token="two")
    assert not set(mine.json["message_ids"]) & set(theirs.json["message_ids"])
    events = published(database_url)
    assert [event["tenantid"] for event in events] == [str(UUID(int=1))] * 3 + [str(UUID(int=2))] * 3
    assert len({event["data"]["alert_id"] for event in events}) == 6
    post(b"mine", token="one")
    post(b"theirs", token="two")
    assert [(row[0].int, row[3]) for row in quarantined(database_url)] == [(1, b"mine"), (2, b"theirs")]


def test_intake_sees_neither_bodies_nor_other_tenants(database_url, post):
    post(b"nonsense")
    pool = connect_pool(database_url, role="sre_ingest", application="test")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction(pool, UUID(int=1)) as connection:
        connection.execute("SELECT body FROM intake.quarantine")
    with transaction(pool, TenantId(UUID(int=2))) as connection:
        assert connection.execute("SELECT count(*) FROM (SELECT times FROM intake.quarantine) q").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM access.source").fetchone() == (0,)
    pool.close()
    query = connect_pool(database_url, role="sre_query", application="test")
    for tenant, seen in ((1, 1), (2, 0)):
        with transaction(query, UUID(int=tenant)) as connection:
            assert connection.execute("SELECT count(*) FROM intake.quarantine").fetchone() == (seen,)
    query.close()


def test_while_the_database_is_away_the_sender_is_asked_to_come_again(database_url, postgres_server, post):
    assert post(FIRING).status_code == 202
    name = database_url.rsplit("/", 1)[1].split("?")[0]
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        known, unknown = post(FIRING), post(FIRING, token="two")
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert (known.status_code, known.json["code"]) == (503, "intake.unavailable")
    assert (unknown.status_code, unknown.json["code"]) == (503, "intake.unavailable")
    assert post(FIRING).status_code == 202


def test_the_previous_token_works_until_it_ends(database_url, post):
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "UPDATE access.source SET previous_token_hash = sha256('old'),"
            " previous_valid_until = now() + interval '1 hour' WHERE tenant_id = %s AND name = 'main'",
            (UUID(int=1),),
        )
        connection.execute(
            "UPDATE access.source SET previous_token_hash = sha256('older'),"
            " previous_valid_until = now() - interval '1 s' WHERE tenant_id = %s",
            (UUID(int=2),),
        )
    assert post(FIRING, token="old").status_code == 202
    assert post(FIRING, token="older").status_code == 401


def test_sns_is_asked_for_the_password_that_it_only_then_presents(client: FlaskClient, post: Post, database_url: str):
    register_source(database_url, UUID(int=1), "topic", name="aws", kind="cloudwatch")
    alarm = {"AlarmName": "checkout", "NewStateValue": "ALARM", "OldStateValue": "OK"}
    asked = client.post("/cloudwatch", data=as_body(alarm), content_type="text/plain; charset=UTF-8")
    assert (asked.status_code, asked.headers["WWW-Authenticate"]) == (401, 'Basic realm="webhooks"')
    assert post(alarm, Authorization=f"Basic {base64.b64encode(b'sns:topic').decode()}", path="/cloudwatch").json == {
        "accepted": 1,
        "quarantined": 0,
        "message_ids": [published(database_url)[0]["id"]],
    }


def test_a_source_is_configured_and_its_settings_have_to_make_sense(client: FlaskClient, post: Post, database_url: str):
    topic = "arn:aws:sns:eu-west-1:123456789012:alarms"
    register_source(database_url, UUID(int=1), "topic", name="aws", kind="cloudwatch", settings={"stale_factor": 3})
    with connect_pool(database_url, role="sre_admin", application="test-configure") as pool:
        provisioning = Provisioning(pool)
        provisioning.configure_source(TenantId(UUID(int=1)), name="aws", settings={"topic_arns": [topic]})
        with pytest.raises(ValidationError):
            provisioning.configure_source(TenantId(UUID(int=1)), name="aws", settings={"topic_arns": ["everything"]})
    refused = post({"AlarmName": "checkout", "NewStateValue": "ALARM"}, token="topic", path="/cloudwatch")
    assert refused.status_code == 422
    assert "raw message delivery must be off" in refused.get_data(as_text=True)
    with psycopg.connect(database_url) as connection:
        stored = connection.execute("SELECT settings FROM access.source WHERE name = 'aws'").fetchone()
    assert stored == ({"stale_factor": 3, "topic_arns": [topic]},)
