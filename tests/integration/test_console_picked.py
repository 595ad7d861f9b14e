"""Rows that are ticked: one command for each of them, and what became of each is told."""

from collections.abc import Iterator
from contextlib import ExitStack
from uuid import UUID, uuid4

import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.ports.outcome import Outcome, Problem
from tests.support import postgres
from tests.support.api import ADA, BOB, Api
from tests.support.console import ConsoleUnderTest, said


@pytest.fixture(scope="module")
def console(postgres_server: str) -> Iterator[ConsoleUnderTest]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        reading = stack.enter_context(connect_pool(url, role="sre_query", application="console-test", max_size=4))
        keeping = stack.enter_context(connect_pool(url, role="sre_console", application="console-test"))
        yield ConsoleUnderTest(url, reading, keeping)


@pytest.fixture(scope="module")
def alerts(console: ConsoleUnderTest) -> list[UUID]:
    api = Api(console.database_url, console.reading)
    return [api.alert(ADA, f"f{number}") for number in range(3)]


def picked(*ids: UUID) -> list[str]:
    return [f"{identity} 1 Alert <{number}>" for number, identity in enumerate(ids)]


def test_each_that_is_ticked_is_acknowledged(console: ConsoleUnderTest, alerts: list[UUID]):
    browser = console.signed_in("responder")
    fields = {"_picked": picked(*alerts), "_back": "/alerts?label=a%3Db", "_key": "one"}

    answer = browser.post("/each/Acknowledge", fields)

    assert (answer.status_code, answer.location) == (303, "/alerts?label=a%3Db")
    assert [each.data.alert_id for each in console.gate.asked[-3:]] == alerts
    assert "Done for all 3 that were ticked." in browser.text("/alerts")


def test_what_is_sent_twice_is_done_once(console: ConsoleUnderTest, alerts: list[UUID]):
    browser = console.signed_in("responder")
    for _ in range(2):
        browser.post("/each/Acknowledge", {"_picked": picked(*alerts[:2]), "_key": "again"})

    first, second = console.gate.asked[-4:-2], console.gate.asked[-2:]
    assert [each.message_id for each in first] == [each.message_id for each in second]


def test_what_is_refused_is_told_for_each_and_keeps_no_other_from_it(console: ConsoleUnderTest, alerts: list[UUID]):
    browser, nobodys = console.signed_in("responder"), uuid4()

    answer = browser.post("/each/Acknowledge", {"_picked": picked(nobodys, alerts[0]), "_back": "/alerts"})

    assert answer.status_code == 200
    assert "Done for 1 of 2 that were ticked" in said(answer)
    assert "Alert <0> ▲ refused" in said(answer)
    assert "Alert <1> ✓ done" in said(answer)
    assert console.gate.asked[-1].data.alert_id == alerts[0]


def test_alerts_are_attached_one_by_one(console: ConsoleUnderTest, alerts: list[UUID]):
    incident = Api(console.database_url, console.reading).incident(ADA, number=9)
    fields = {"_picked": picked(*alerts[:2]), "_id.incident_id": str(incident)}

    answer = console.signed_in("responder").post("/each/CorrelateToIncident", fields)

    assert answer.status_code == 303
    attached = [each.data.alerts for each in console.gate.asked[-2:]]
    assert [[(alert.alert_id, alert.episode) for alert in each] for each in attached] == [
        [(alerts[0], 1)],
        [(alerts[1], 1)],
    ]


def test_a_refusal_of_the_writer_is_told(console: ConsoleUnderTest, alerts: list[UUID]):
    problem = Problem(code="alert.over", title="It does not fire any more")
    console.gate.answer_with = Outcome(message_id=alerts[0], status="rejected", aggregate_version=1, problem=problem)
    try:
        answer = console.signed_in("responder").post("/each/Acknowledge", {"_picked": picked(alerts[0])})
    finally:
        console.gate.answer_with = None
    assert (answer.status_code, "It does not fire any more" in said(answer)) == (409, True)


@pytest.mark.parametrize(
    ("role", "path", "ticked", "status"),
    [
        ("viewer", "/each/Acknowledge", 1, 403),
        ("responder", "/each/CloseIncident", 1, 404),
        ("responder", "/each/Acknowledge", 0, 422),
        ("responder", "/each/Acknowledge", 101, 422),
    ],
)
def test_nothing_is_done_beyond_what_is_allowed(
    console: ConsoleUnderTest, alerts: list[UUID], role: str, path: str, ticked: int, status: int
):
    asked = len(console.gate.asked)
    many = picked(*(alerts[0] if ticked == 1 else uuid4() for _ in range(ticked)))
    assert console.signed_in(role).post(path, {"_picked": many}).status_code == status
    assert console.signed_in(role).post(path, {"_picked": many, "_csrf": "00"}).status_code == 403
    assert len(console.gate.asked) == asked


def test_another_tenants_alerts_are_refused_as_if_they_were_not(console: ConsoleUnderTest, alerts: list[UUID]):
    asked = len(console.gate.asked)
    answer = console.signed_in("admin", tenant=BOB, name="eve").post("/each/Acknowledge", {"_picked": picked(*alerts)})
    assert answer.status_code == 409
    assert len(console.gate.asked) == asked


def test_a_viewer_has_no_boxes(console: ConsoleUnderTest):
    assert "_picked" not in console.signed_in("viewer").get("/incidents").text
