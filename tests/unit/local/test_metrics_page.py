"""/metrics: numbers of all parts for whoever has a key, and none for anybody else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg
import pytest
from werkzeug.test import Client

from local.environment import PARTS_AT, parts_in, parts_told
from local.metrics_page import MetricsPage, PartNumbers, application_of
from local.readers import Readers
from shared.adapters.metrics.carried import points_to_json
from shared.adapters.metrics.instruments import WRITER_FACTS
from shared.adapters.metrics.tally import Point
from shared.adapters.postgres.health import Aside, DatabaseCondition, OutboxCondition

KEY = {"Authorization": "Bearer key"}
_CONDITION = DatabaseCondition(OutboxCondition(3, 1.5), (), Aside(0, 0, 0, 0))


class _Writer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.path == "/metrics" and self.headers["Authorization"] == "Bearer key"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(points_to_json([Point(WRITER_FACTS, (), 7)] if known else []))

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def writer() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Writer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join(60)


def _readers() -> Readers:
    return Readers(lambda token: token == "key")


def _page(parts: dict[str, int]) -> Client:
    return Client(application_of(MetricsPage(readers=_readers(), look=lambda: _CONDITION, parts=parts)))


def test_numbers_of_the_installation_and_of_every_part_are_on_one_page(writer: int):
    answer = _page({"writer": writer}).get("/", headers=KEY)
    assert (answer.status_code, answer.content_type) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert "sre_outbox_age_seconds 1.5\n" in answer.text
    assert 'sre_writer_facts_total{sre_part="writer"} 7\n' in answer.text
    assert 'sre_part_answers{sre_part="writer"} 1\n' in answer.text
    assert 'sre_part_answers{sre_part="front"} 1\n' in answer.text


def test_a_part_that_does_not_answer_is_said_and_the_others_are_shown(capsys: pytest.CaptureFixture[str]):
    answer = _page({"views": 1}).get("/", headers=KEY)
    assert 'sre_part_answers{sre_part="views"} 0\n' in answer.text
    assert "sre_outbox_age_seconds 1.5\n" in answer.text
    assert "metrics.part" in capsys.readouterr().err


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer other"}, {"Authorization": "Basic a2V5"}])
def test_without_a_key_that_may_read_there_are_no_numbers(headers: dict[str, str]):
    answers = [_page({}), Client(application_of(PartNumbers(_readers())))]
    for client in answers:
        answer = client.get("/", headers=headers)
        assert answer.status_code == 401
        assert "sre_" not in answer.text


def test_while_the_database_is_away_a_key_that_was_known_still_reads(capsys: pytest.CaptureFixture[str]):
    away = False

    def look() -> DatabaseCondition:
        if away:
            raise psycopg.OperationalError("away")
        return _CONDITION

    client = Client(application_of(MetricsPage(readers=_readers(), look=look, parts={})))
    assert "sre_database_answers 1\n" in client.get("/", headers=KEY).text
    away = True
    answer = client.get("/", headers=KEY)
    assert "sre_database_answers 0\n" in answer.text
    assert "sre_outbox" not in answer.text
    assert client.get("/", headers={"Authorization": "Bearer new"}).status_code == 401
    capsys.readouterr()


def test_where_the_parts_are_is_read_as_it_was_told():
    assert parts_in(parts_told({"writer": 1, "views": 2})[PARTS_AT]) == {"writer": 1, "views": 2}
    assert parts_in("") == {}
