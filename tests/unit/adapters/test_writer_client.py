"""The writer's client over a real socket: what it sends, and what it makes of every kind of answer."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from werkzeug.wrappers import Request, Response

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.http.outcome_json import outcomes_to_json
from shared.adapters.http.writer_client import WriterClient
from shared.domain.incident.intents import AcknowledgeIncident
from shared.domain.published import INTENTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId, TenantId, derive
from shared.ports.outcome import Outcome, Problem, WriterUnavailable
from tests.support.served import served

CODEC = Codec(INTENTS)
TENANT = TenantId(derive("tenant"))
Answer = Callable[[Request], Response]


class FixedToken:
    def token(self, audience: str) -> str:
        return f"token-for-{audience}"


@contextmanager
def client_of(answer: Answer) -> Iterator[WriterClient]:
    with served(Request.application(answer)) as url, httpx.Client(timeout=60) as http:
        yield WriterClient(f"{url}/writer", audience="writer", tokens=FixedToken(), encode=CODEC.encode, client=http)


def envelope(number: int = 1) -> Envelope[Any]:
    incident_id = IncidentId(derive("incident", number))
    return Envelope(
        message_id=derive("message", number),
        tenant_id=TENANT,
        data=AcknowledgeIncident(incident_id=incident_id, note="ünï"),
        occurred_at=datetime(2026, 3, 1, tzinfo=UTC),
        producer="/sre/api",
        actor="human:ada",
        correlation_id=derive("message", number),
    )


def outcome(message_id: UUID, status: Any = "accepted") -> Outcome:
    problem = None if status == "accepted" else Problem(code="incident.closed", title="closed")
    return Outcome(message_id=message_id, status=status, aggregate_version=2, position=7, problem=problem)


def answering(*outcomes: Outcome) -> Answer:
    return lambda _request: Response(json.dumps(outcomes_to_json(outcomes)), content_type="application/json")


def test_intents_travel_as_structured_events_with_a_token_for_the_writer():
    received: list[Request] = []

    def writer(request: Request) -> Response:
        received.append(request)
        request.get_data()
        return answering(outcome(envelope().message_id))(request)

    with client_of(writer) as client:
        assert client.submit([envelope()]) == [outcome(envelope().message_id)]
    (request,) = received
    assert (request.path, request.headers["Authorization"]) == ("/writer", "Bearer token-for-writer")
    assert [CODEC.decode(event) for event in request.json["events"]] == [envelope()]


def test_outcomes_come_back_in_the_order_asked_whatever_order_the_writer_chose():
    first, second = envelope(1), envelope(2)
    with client_of(answering(outcome(second.message_id, "rejected"), outcome(first.message_id))) as client:
        assert [found.status for found in client.submit([first, second])] == ["accepted", "rejected"]


@pytest.mark.parametrize(
    "answer",
    [
        Response("", status=503),
        Response("", status=500),
        Response("", status=401),
        Response("", status=302, headers={"Location": "/elsewhere"}),
        Response("<html>", status=200),
        Response("{}", status=200),
        Response('{"outcomes": []}', status=200),
        Response('{"outcomes": [{"status": "accepted"}]}', status=200),
    ],
    ids=lambda answer: f"{answer.status_code} {answer.get_data(as_text=True)}",
)
def test_an_answer_that_says_nothing_about_the_command_is_no_answer(answer: Response):
    with client_of(lambda _request: answer) as client, pytest.raises(WriterUnavailable):
        client.submit([envelope()])


def test_a_writer_that_is_not_there_or_says_nothing_in_time_is_unavailable():
    absent = WriterClient(
        "http://127.0.0.1:1/",
        audience="writer",
        tokens=FixedToken(),
        encode=CODEC.encode,
        client=httpx.Client(timeout=1),
    )
    with pytest.raises(WriterUnavailable):
        absent.submit([envelope()])
    release = threading.Event()

    def silent(_request: Request) -> Response:
        release.wait(30)
        return Response("")

    with served(Request.application(silent)) as url:
        impatient = httpx.Client(timeout=0.2)
        client = WriterClient(url, audience="writer", tokens=FixedToken(), encode=CODEC.encode, client=impatient)
        with pytest.raises(WriterUnavailable):
            client.submit([envelope()])
        release.set()


def test_without_a_token_the_writer_is_not_asked():
    class Away:
        def token(self, audience: str) -> str:
            raise OSError(f"no token for {audience}: the metadata server is away")

    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return Response("")

    with served(Request.application(answer)) as url:
        client = WriterClient(url, audience="writer", tokens=Away(), encode=CODEC.encode)
        with pytest.raises(WriterUnavailable):
            client.submit([envelope()])
    assert asked == []
