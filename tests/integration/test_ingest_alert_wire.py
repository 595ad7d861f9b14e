"""The ingest function behind a socket, and what a crash at any outside call leaves behind."""

import json
import socket
import threading
from collections.abc import Iterator

import psycopg
import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from shared.adapters.http.server.early import early_of
from shared.bootstrap.ingest import build_intake
from shared.ports.failpoint import install_failpoint
from tests.support.intake import as_body, recorded
from tests.support.registered import close_pools, ingest_client, register_source, register_tenant
from tests.support.wire import Wire, listening, until

_MIB = 1024 * 1024
OUTSIDE_CALLS = [
    "ingest.find_source",
    "ingest.found_source",
    "ingest.publish",
    "transport.publish",
    "transport.published",
    "ingest.published",
    "ingest.quarantine",
    "ingest.quarantined",
    "ingest.reconcile",
    "ingest.reconciled",
]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[FlaskClient]:
    register_source(database_url, register_tenant(database_url, 1), "one")
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO transport.subscription (name, topic, routing_attributes)"
            " VALUES ('writer', 'sre.domain.intents.v1', '{}')"
        )
    yield ingest_client(monkeypatch, database_url)
    install_failpoint(None)
    accept = build_intake().accept
    close_pools(accept.quarantine, accept.publish.publisher)
    build_intake.cache_clear()


@pytest.fixture(params=["ours", "a platform's"])
def address(client: FlaskClient, request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    if request.param == "ours":
        with listening(client.application, early=early_of(client.application)) as (port, _):
            yield "127.0.0.1", port
        return
    server = make_server("127.0.0.1", 0, client.application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield "127.0.0.1", server.server_port
    server.shutdown()
    thread.join(60)
    server.server_close()


def answer_to(address: tuple[str, int], sent: bytes) -> bytes:
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(sent)
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
    return received


def head(token: str, *more: str) -> bytes:
    lines = ["POST /alertmanager HTTP/1.1", "Host: sre", f"Authorization: Bearer {token}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def test_an_unknown_sender_is_answered_although_its_body_never_comes(address):
    answer = answer_to(address, head("somebody", "Content-Length: 1000000"))
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert b"identity.unknown" in answer


def test_a_chunked_body_is_taken(address, database_url):
    body = as_body(recorded("alertmanager/firing.json"))
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    answer = answer_to(address, head("one", "Transfer-Encoding: chunked", "Connection: close") + chunked)
    assert answer.startswith(b"HTTP/1.1 202 ")
    assert len(published_ids(database_url)) == 1


def test_of_a_body_that_is_too_large_the_beginning_is_kept_for_whoever_helps_its_sender(client, database_url):
    with listening(client.application, early=early_of(client.application)) as (port, server):
        announced = Wire(port).send(head("one", f"Content-Length: {70 * _MIB}")).trickle(b"{" * (2 * _MIB)).answer()
        chunk = b"100000\r\n" + b"[" * _MIB + b"\r\n"
        chunked = Wire(port).send(head("one", "Transfer-Encoding: chunked")).trickle(chunk * 66).answer()
        assert (announced.status, announced.problem, chunked.status) == (413, "body.too-large", 413)
        until(lambda: server.bodies.held == 0)
    with psycopg.connect(database_url) as connection:
        kept = connection.execute("SELECT length(body), size FROM intake.quarantine ORDER BY body").fetchall()
    assert [length for length, _ in kept] == [_MIB, _MIB]
    assert 70 * _MIB in [size for _, size in kept]


def test_fixture_14_five_hundred_alerts_in_one_webhook_are_taken(client, database_url):
    payload = recorded("alertmanager/firing.json")
    alert = payload["alerts"][0]
    payload["alerts"] = [alert | {"fingerprint": f"{number:016x}"} for number in range(500)]
    answer = client.post("/alertmanager", data=as_body(payload), headers={"Authorization": "Bearer one"})
    assert (answer.status_code, answer.json["accepted"]) == (202, 500)
    assert published_ids(database_url) == answer.json["message_ids"]


@pytest.mark.parametrize("call", OUTSIDE_CALLS)
def test_a_crash_at_an_outside_call_loses_nothing_once_the_sender_comes_again(client, database_url, call):
    payload = recorded("alertmanager/grouped_firing.json") | {"truncatedAlerts": 2}
    payload["alerts"][2]["status"] = "suppressed"
    met = crash_once_at(call)
    headers = {"Authorization": "Bearer one"}
    first = send_into_the_crash(client, payload, headers)
    assert met == [call]
    assert first != 202
    again = client.post("/alertmanager", data=as_body(payload), headers=headers)
    assert (again.status_code, again.json["quarantined"]) == (202, 1)
    assert set(published_ids(database_url)) == set(again.json["message_ids"])
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM intake.quarantine").fetchone() == (1,)
        assert connection.execute("SELECT count(*) >= 1 FROM intake.reconcile_request").fetchone() == (True,)


class _Crash(BaseException):
    """Like a kill: nobody catches it."""


def crash_once_at(call: str) -> list[str]:
    met: list[str] = []

    def hook(name: str) -> None:
        if name == call and not met:
            met.append(name)
            raise _Crash(name)

    install_failpoint(hook)
    return met


def send_into_the_crash(client: FlaskClient, payload, headers) -> int:
    try:
        return client.post("/alertmanager", data=as_body(payload), headers=headers).status_code
    except _Crash:
        return 0


def published_ids(database_url: str) -> list[str]:
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT data FROM transport.message ORDER BY position").fetchall()
    return [event["id"] for (data,) in rows for event in json.loads(data)]
