"""A kind of sender that nobody has thought of yet: one parser and one row, and the whole of intake takes it in."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient

from shared.adapters.intake.body import read_object
from shared.adapters.intake.group import Dialect, parse_group
from shared.bootstrap import ingest
from shared.bootstrap.source_kinds import SOURCE_KINDS, by_name
from shared.kernel.vocabulary import AlertSource
from shared.ports.intake import Source
from shared.ports.webhook import ParsedWebhook, SourceKind, UnexpectedPayload
from tests.support.registered import close_pools, ingest_client, register_source, register_tenant


def parse_weather_station(body: bytes, source: Source, received_at: datetime) -> ParsedWebhook:
    payload = read_object(body)
    if "storm" not in payload:
        raise UnexpectedPayload("it does not speak of a storm")
    alert = {"status": "firing", "labels": {"alertname": "Storm", "station": payload["storm"]}}
    return parse_group({"alerts": [alert]}, source, received_at, Dialect(source=AlertSource.CUSTOM))


WEATHER_STATION = SourceKind(
    name="weather-station",
    title="The mast on the roof",
    parse=parse_weather_station,
    example=Path("example.json"),
    setup="Point its arrow here.",
    max_parsed_bytes=1_000,
)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[FlaskClient]:
    monkeypatch.setattr(ingest, "SOURCE_KINDS", (*SOURCE_KINDS, WEATHER_STATION))
    register_source(database_url, register_tenant(database_url, 1), "secret", name="mast", kind="weather-station")
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO transport.subscription (name, topic, routing_attributes)"
            " VALUES ('writer', 'sre.domain.intents.v1', '{}')"
        )
    yield ingest_client(monkeypatch, database_url)
    accept = ingest.build_intake().accept
    close_pools(accept.quarantine, accept.publish.publisher)
    ingest.build_intake.cache_clear()


def post(client: FlaskClient, payload: Any, path: str = "/weather-station") -> Any:
    return client.post(path, data=json.dumps(payload), headers={"Authorization": "Bearer secret"})


def test_its_webhook_becomes_an_intent_of_its_tenant(client, database_url):
    answer = post(client, {"storm": "north"})
    assert (answer.status_code, answer.json["accepted"], answer.json["quarantined"]) == (202, 1, 0)
    with psycopg.connect(database_url) as connection:
        ((data,),) = connection.execute("SELECT data FROM transport.message").fetchall()
    (event,) = json.loads(data)
    assert event["actor"] == "integration:mast"
    assert event["data"]["name"] == "Storm"
    assert event["data"]["labels"] == {"alertname": "Storm", "station": "north"}


def test_what_its_parser_does_not_expect_is_refused_and_kept(client, database_url):
    answer = post(client, {"sun": "south"})
    assert (answer.status_code, answer.json["detail"]) == (422, "it does not speak of a storm")
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT source_name FROM intake.quarantine").fetchall() == [("mast",)]


def test_its_own_limit_holds(client):
    answer = post(client, {"storm": "x" * 1_000})
    assert (answer.status_code, answer.json["accepted"], answer.json["quarantined"]) == (202, 0, 1)
    assert answer.json["reason"] == "more than 1000 bytes; not parsed"


def test_its_token_opens_no_other_kinds_path(client):
    assert post(client, {"storm": "north"}, path="/alertmanager").json["title"] == (
        "This token is of a source of kind weather-station"
    )


def test_two_kinds_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two kinds of sources are called weather-station"):
        by_name((WEATHER_STATION, WEATHER_STATION))
