"""/healthz says what is wrong, and nothing about anybody's data."""

import json
import time
from collections.abc import Callable
from threading import Event
from typing import Any

import psycopg
import pytest
from werkzeug.test import Client

from local.health import Health
from local.readers import Readers
from shared.adapters.postgres.health import (
    Aside,
    DatabaseCondition,
    EmbeddingBacklog,
    OutboxCondition,
    QueueCondition,
    SilentSource,
)

_FACTS = QueueCondition(name="projector-incident-timeline.facts", waiting=0, oldest_age_s=0.0, dead_letters=0)
_WELL = DatabaseCondition(
    outbox=OutboxCondition(0, 0.0), lines=(_FACTS,), aside=Aside(parked=0, poison=0, unread=0, quarantine=0)
)


KEY = {"Authorization": "Bearer key"}


def seen(look: Callable[[], DatabaseCondition], monotonic: Callable[[], float] = time.monotonic, **more: Any) -> Health:
    """By somebody with a key."""
    readers = Readers(lambda token: token == "key", monotonic)
    return Health(look, readers=readers, monotonic=monotonic, **more)


def test_nothing_wrong_is_ok():
    response = Client(seen(lambda: _WELL)).get("/", headers=KEY)
    assert response.status_code == 200
    assert json.loads(response.text)["status"] == "ok"
    assert json.loads(response.text)["problems"] == []


def test_a_database_that_does_not_answer_is_said():
    def away() -> DatabaseCondition:
        raise psycopg.OperationalError("no such socket /home/me/.sre")

    response = Client(seen(away)).get("/", headers=KEY)
    assert response.status_code == 503
    assert json.loads(response.text) == {
        "status": "failing",
        "problems": ["database: does not answer (OperationalError)"],
    }


def test_facts_that_wait_too_long_are_said():
    late = DatabaseCondition(outbox=OutboxCondition(7, 16.0), lines=(_FACTS,), aside=_WELL.aside)
    assert _problems(late) == ["outbox: 7 facts wait to be published, the oldest for 16 s"]


def test_messages_that_wait_too_long_and_dead_letters_are_said_per_subscription():
    line = QueueCondition(name="domain-writer.intents", waiting=3, oldest_age_s=31.0, dead_letters=2)
    assert _problems(DatabaseCondition(outbox=_WELL.outbox, lines=(line,), aside=_WELL.aside)) == [
        "domain-writer.intents: 3 messages wait, the oldest for 31 s",
        "domain-writer.intents: 2 dead letters; look with `sre dlq list`",
    ]


def test_what_was_put_aside_is_listed_and_is_no_failure():
    aside = Aside(parked=0, poison=1, unread=0, quarantine=4)
    response = Client(seen(lambda: DatabaseCondition(outbox=_WELL.outbox, lines=(), aside=aside))).get("/", headers=KEY)
    assert response.status_code == 200
    assert json.loads(response.text)["attention"] == ["poison: 1", "quarantine: 4"]


def test_texts_that_are_found_by_words_only_are_said_and_are_no_failure():
    late = EmbeddingBacklog(waiting=9, due=7, oldest_due_s=31.0)
    condition = DatabaseCondition(outbox=_WELL.outbox, lines=(_FACTS,), aside=_WELL.aside, embedding=late)
    response = Client(seen(lambda: condition)).get("/", headers=KEY)
    assert response.status_code == 200
    assert json.loads(response.text)["degraded"] == [
        "search by meaning: 7 documents are found by words only, the first of them for 31 s longer than it had to be"
    ]
    assert json.loads(response.text)["embedding"] == {"waiting": 9, "due": 7, "oldest_due_s": 31.0}


def test_a_source_that_counts_nothing_is_said_and_is_no_failure():
    silent = (SilentSource("prometheus", 61.0),)
    condition = DatabaseCondition(outbox=_WELL.outbox, lines=(_FACTS,), aside=_WELL.aside, silent_sources=silent)
    response = Client(seen(lambda: condition)).get("/", headers=KEY)
    assert response.status_code == 200
    told = json.loads(response.text)["degraded"]
    assert told == ["objectives: the source prometheus has not answered for 61 s"]


def test_a_text_that_has_not_settled_is_nothing_to_tell():
    young = EmbeddingBacklog(waiting=9, due=0, oldest_due_s=0.0)
    condition = DatabaseCondition(outbox=_WELL.outbox, lines=(_FACTS,), aside=_WELL.aside, embedding=young)
    assert json.loads(Client(seen(lambda: condition)).get("/", headers=KEY).text)["degraded"] == []


def test_a_view_is_as_late_as_the_oldest_fact_on_its_way():
    line = QueueCondition(name="projector-incident-timeline.facts", waiting=1, oldest_age_s=2.5, dead_letters=0)
    condition = DatabaseCondition(outbox=OutboxCondition(1, 4.0), lines=(line,), aside=_WELL.aside)
    assert json.loads(Client(seen(lambda: condition)).get("/", headers=KEY).text)["projections"] == {
        "incident_timeline": 4.0
    }


def test_asked_often_it_looks_once_a_second():
    looks: list[int] = []
    now = [0.0]

    def look() -> DatabaseCondition:
        looks.append(1)
        return _WELL

    client = Client(seen(look, monotonic=lambda: now[0]))
    client.get("/", headers=KEY)
    client.get("/", headers=KEY)
    assert len(looks) == 1
    now[0] = 0.5
    client.get("/", headers=KEY)
    assert len(looks) == 1
    now[0] = 1.0
    client.get("/", headers=KEY)
    assert len(looks) == 2


def always(condition: DatabaseCondition) -> Callable[[], DatabaseCondition]:
    return lambda: condition


def test_a_stranger_is_told_whether_all_is_well_and_nothing_else():
    late = DatabaseCondition(outbox=OutboxCondition(7, 16.0), lines=(_FACTS,), aside=_WELL.aside)
    for headers in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Basic ???"}):
        well, not_well = (Client(seen(always(c))).get("/", headers=headers) for c in (_WELL, late))
        assert (well.status_code, well.json) == (200, {"status": "ok"})
        assert (not_well.status_code, not_well.json) == (503, {"status": "failing"})


def test_a_database_that_is_frozen_is_said_at_once_also_to_a_key_that_it_cannot_be_asked_about():
    thawed = Event()
    frozen: list[bool] = []

    def ping() -> None:
        if frozen:
            thawed.wait(60)

    now = [0.0]
    client = Client(seen(lambda: _WELL, ping=ping, monotonic=lambda: now[0]))
    assert client.get("/", headers=KEY).status_code == 200
    frozen.append(True)
    now[0] = 0.2
    answer = client.get("/", headers=KEY)
    assert (answer.status_code, answer.get_json()["problems"]) == (503, ["database: does not answer (silent)"])
    assert client.get("/", headers={"Authorization": "Bearer new"}).json == {"status": "failing"}
    thawed.set()


def test_what_breaks_while_looking_is_told_with_its_trace(capsys: pytest.CaptureFixture[str]):
    def broken() -> DatabaseCondition:
        raise RuntimeError("no such column")

    (problem,) = Client(seen(broken)).get("/", headers=KEY).get_json()["problems"]
    line = json.loads(capsys.readouterr().err)
    assert line["trace"] in problem
    assert "no such column" in line["stack"]


def _problems(condition: DatabaseCondition) -> list[str]:
    response = Client(seen(lambda: condition)).get("/", headers=KEY)
    assert response.status_code == 503
    problems: list[str] = json.loads(response.text)["problems"]
    return problems
