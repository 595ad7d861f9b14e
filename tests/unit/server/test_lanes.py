"""Each kind of request has its own workers, its own line, and an end; what hangs is answered for and replaced."""

import json
import threading
import time

import pytest

from shared.adapters.http.server.limits import LaneLimits, ServerLimits
from tests.support.patience import at_this_load, wait_until
from tests.support.wire import Answer, Wire, ask, head, listening, post, until


class Blocking:
    """Answers at once but for paths that name a gate: these wait until it is opened."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.waiting = 0

    def __call__(self, environ, start_response):
        if "stuck" in environ["PATH_INFO"]:
            self.waiting += 1
            self.gate.wait(60)
        if "loop" in environ["PATH_INFO"]:
            _spin(time.monotonic() + 60)
        if "breaks" in environ["PATH_INFO"]:
            raise OSError("a secret of ours")
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


def _spin(until_s: float) -> None:
    while time.monotonic() < until_s:
        pass


@pytest.fixture
def blocking():
    application = Blocking()
    yield application
    application.gate.set()


def lanes(**api) -> tuple[LaneLimits, ...]:
    return (
        LaneLimits(name="webhooks", prefix="/webhooks", threads=1),
        LaneLimits(name="api", prefix="", **({"threads": 1} | api)),
    )


def test_a_lane_that_is_full_keeps_no_other_waiting(blocking):
    with listening(blocking, lanes=lanes(threads=2)) as (port, _):
        stuck = [Wire(port).send(head("GET", "/stuck")) for _ in range(5)]
        until(lambda: blocking.waiting == 2)
        assert ask(port, post("/webhooks/alertmanager", b"x")).status == 200
        assert ask(port, post("/webhooks", b"x")).status == 200
        blocking.gate.set()
        assert [wire.answer().status for wire in stuck] == [200] * 5
        for wire in stuck:
            wire.close()


def test_a_line_has_an_end_and_who_comes_after_it_may_come_again(blocking):
    with listening(blocking, lanes=lanes(queue=1)) as (port, _):
        working = Wire(port).send(head("GET", "/stuck"))
        until(lambda: blocking.waiting == 1)
        queued = Wire(port).send(head("GET", "/stuck"))
        refused = wait_until(lambda: _refused(port))
        assert (refused.problem, refused.headers["retry-after"]) == ("server.busy", "2")
        working.close()
        queued.close()


def test_who_waits_too_long_for_a_worker_is_told_so_although_all_are_stuck(blocking):
    with listening(blocking, lanes=lanes(wait_s=0.2)) as (port, _):
        working = Wire(port).send(head("GET", "/stuck"))
        until(lambda: blocking.waiting == 1)
        answer = ask(port, head("GET", "/"))
        assert (answer.status, answer.problem) == (503, "server.busy")
        working.close()


def test_work_that_computes_for_too_long_is_ended_told_and_traced(blocking, capsys):
    with listening(blocking, lanes=lanes(work_s=at_this_load(0.5))) as (port, _):
        answer = ask(port, head("GET", "/loop", f"traceparent: 00-{'ab' * 16}-{'cd' * 8}-01"))
        assert (answer.status, answer.problem) == (503, "request.too-long")
        assert json.loads(answer.body)["trace_id"] == "ab" * 16
        assert ask(port, head("GET", "/")).status == 200
    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "DeadlineExceeded" in line]
    assert (line["trace"], line["operation"]) == ("ab" * 16, "GET /loop")
    assert "_spin" in line["found"]


def test_work_that_cannot_be_ended_is_answered_for_and_its_worker_replaced(blocking):
    with listening(blocking, lanes=lanes(work_s=at_this_load(0.5))) as (port, _):
        stuck = Wire(port).send(head("GET", "/stuck"))
        until(lambda: blocking.waiting == 1)
        answer = stuck.answer()
        assert (answer.status, answer.problem) == (503, "server.busy")
        assert stuck.ended()
        assert ask(port, head("GET", "/")).status == 200
        blocking.gate.set()
        assert ask(port, head("GET", "/")).status == 200


def test_an_application_that_breaks_is_told_with_its_trace_and_not_with_its_reason(blocking, capsys):
    with listening(blocking) as (port, _):
        answer = ask(port, head("GET", "/breaks"))
        assert (answer.status, answer.problem) == (500, "internal")
        assert b"secret" not in answer.body
    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "OSError" in line]
    assert line["trace"] == json.loads(answer.body)["trace_id"]
    assert "a secret of ours" in line["stack"]


def test_what_is_being_answered_when_told_to_stop_is_answered(blocking):
    with listening(blocking, limits=ServerLimits(grace_s=60)) as (port, server):
        wire = Wire(port).send(head("GET", "/stuck"))
        until(lambda: blocking.waiting == 1)
        server.stop()
        assert not server.serving()
        blocking.gate.set()
        assert wire.answer().status == 200
        assert wire.ended()


def test_the_heart_beats_while_nothing_happens_and_not_when_a_whole_lane_is_stuck(blocking):
    beats: list[float] = []
    with listening(blocking, lanes=lanes(work_s=0.05), beat=lambda: beats.append(time.monotonic())) as (port, _):
        until(lambda: len(beats) > 3)
        stuck = [Wire(port).send(head("GET", "/stuck")) for _ in range(2)]
        until(lambda: _silent(beats))
        blocking.gate.set()
        seen = len(beats)
        until(lambda: len(beats) > seen)
        for wire in stuck:
            wire.close()


def _refused(port: int) -> Answer | None:
    answer = ask(port, head("GET", "/"))
    return answer if answer.status == 503 else None


def _silent(beats: list[float]) -> bool:
    """For longer than the loop ever waits."""
    seen = len(beats)
    time.sleep(0.5)
    return len(beats) == seen
