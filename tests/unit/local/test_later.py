"""An application that loads while others are served already."""

from threading import Event

import pytest
from werkzeug.test import Client

from local.later import Later
from shared.adapters.http.problem import HttpProblem


class Guarded:
    """An application that answers, and says at the header that it wants nothing."""

    refusal = HttpProblem(status=413, code="too.large", title="Too large")

    def __call__(self, _environ, start_response):
        start_response("200 OK", [])
        return [b"here"]

    def at_header(self, _environ):
        return self.refusal

    def at_caller(self, _environ):
        return None


def test_whoever_asks_while_it_loads_is_answered_when_it_is_there():
    here = Event()

    def load():
        here.wait(60)
        return Guarded()

    later = Later(load)
    assert later.at_header({}) is None
    here.set()
    assert Client(later).get("/").data == b"here"
    assert later.at_header({}) is Guarded.refusal


def test_whoever_waits_too_long_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("local.later._PATIENCE_S", 0.01)
    never = Event()

    def load() -> Guarded:
        never.wait(60)
        return Guarded()

    answer = Client(Later(load)).get("/")
    never.set()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


def test_what_cannot_be_loaded_ends_the_process_and_says_why(caplog: pytest.LogCaptureFixture):
    ended: list[int] = []
    done = Event()

    def fail():
        raise RuntimeError("a broken import")

    def end(code: int) -> None:
        ended.append(code)
        done.set()

    Later(fail, end=end)
    assert done.wait(60)
    assert ended == [1]
    assert "a broken import" in caplog.text


def test_what_is_loaded_when_asked_is_loaded_once_and_not_before():
    loads: list[str] = []

    def load() -> Guarded:
        loads.append("loaded")
        return Guarded()

    first = Later(Guarded)
    later = Later(load, after=first, when_asked=True)
    first.wait()
    assert later.at_header({}) is None
    assert loads == []
    assert [Client(later).get("/").data for _ in range(3)] == [b"here"] * 3
    assert loads == ["loaded"]
