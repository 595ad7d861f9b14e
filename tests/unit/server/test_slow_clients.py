"""Whoever is slow, silent or in a crowd costs no worker and makes room for those who have something to say."""

import threading

import pytest

from shared.adapters.http.problem import UNAUTHENTICATED, HttpProblem
from shared.adapters.http.server.early import TAKE
from shared.adapters.http.server.limits import LaneLimits, ServerLimits
from tests.support.wire import Wire, ask, head, listening, post, until

WRONG, RIGHT = "Authorization: Bearer wrong", "Authorization: Bearer right"


class Intake:
    """As the guard in front of webhooks does it: the header may refuse, the caller is looked up, so much is taken."""

    def __init__(self) -> None:
        self.looked_up = 0
        self.bodies: list[int] = []

    def __call__(self, environ, start_response):
        problem = self.at_header(environ) or self.at_caller(environ)
        if problem is not None:
            start_response(f"{problem.status} No", [("Content-Length", "0")])
            return [b""]
        self.bodies.append(len(environ["wsgi.input"].read()))
        start_response("202 Accepted", [("Content-Length", "2")])
        return [b"ok"]

    def at_header(self, environ) -> HttpProblem | None:
        environ[TAKE] = 100_000
        return None if environ.get("HTTP_AUTHORIZATION") else UNAUTHENTICATED

    def at_caller(self, environ) -> HttpProblem | None:
        self.looked_up += 1
        return None if environ["HTTP_AUTHORIZATION"] == "Bearer right" else UNAUTHENTICATED


def test_crowds_of_slow_silent_and_wrong_clients_keep_nobody_out():
    intake = Intake()
    lanes = (LaneLimits(name="all", prefix="", threads=2),)
    with listening(intake, early=intake, limits=ServerLimits(unfinished_per_peer=100, linger_s=0.1), lanes=lanes) as (
        port,
        server,
    ):
        crowd = [Wire(port) for _ in range(200)]
        crowd += [Wire(port).trickle(b"POST / HTTP/1.1\r\nHos") for _ in range(200)]
        crowd += [Wire(port).trickle(head("POST", "/", WRONG, "Content-Length: 50000") + b"x") for _ in range(200)]
        for _ in range(50):
            assert ask(port, post("/", b"an alert", RIGHT)).status == 202
        until(lambda: len(server.active_channels) <= 100)
        assert intake.bodies == [8] * 50
        # The first to come are the first to go, with a word.
        assert crowd[0].answer().problem == "header.too-slow"
        assert crowd[200].answer().problem == "header.too-slow"
        assert crowd[400].answer().status == 408
        for wire in crowd:
            wire.close()


def test_a_connection_above_the_number_there_may_be_takes_the_place_of_the_longest_waiting():
    with listening(Intake(), limits=ServerLimits(connections=10)) as (port, server):
        silent = [Wire(port) for _ in range(10)]
        until(lambda: len(server.active_channels) == 10)
        assert ask(port, post("/", b"x", RIGHT)).status == 202
        assert silent[0].ended()


def test_when_all_are_idle_the_longest_idle_makes_room():
    with listening(Intake(), limits=ServerLimits(connections=3)) as (port, _):
        idle = [Wire(port) for _ in range(3)]
        for wire in idle:
            assert wire.send(post("/", b"x", RIGHT)).answer().status == 202
        assert ask(port, post("/", b"x", RIGHT)).status == 202
        assert idle[0].ended()
        assert idle[2].send(post("/", b"x", RIGHT)).answer().status == 202


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "header.too-slow"),
        (b"GET / HT", "header.too-slow"),
        (head("POST", "/", RIGHT, "Content-Length: 9") + b"x", "body.too-slow"),
        (head("POST", "/", RIGHT, "Transfer-Encoding: chunked") + b"1\r\nx\r\n", "body.too-slow"),
    ],
)
def test_who_does_not_say_all_in_time_is_told_so(sent: bytes, code: str):
    with listening(Intake(), limits=ServerLimits(header_s=1.0, body_s=0.5, linger_s=0.2)) as (port, server):
        wire = Wire(port).send(sent)
        answer = wire.answer()
        assert (answer.status, answer.problem) == (408, code)
        assert wire.ended()
        until(lambda: not server.active_channels)


def test_an_idle_connection_is_ended_without_a_word():
    with listening(Intake(), limits=ServerLimits(keepalive_s=0.2)) as (port, _):
        wire = Wire(port).send(post("/", b"x", RIGHT))
        assert wire.answer().status == 202
        assert wire.ended()


def test_without_credentials_no_byte_of_a_body_is_awaited():
    intake = Intake()
    with listening(intake, early=intake) as (port, _):
        answer = ask(port, head("POST", "/", "Content-Length: 50000", "Expect: 100-continue"))
        assert (answer.status, answer.problem) == (401, "identity.unknown")
        assert intake.looked_up == 0


@pytest.mark.parametrize("announced", ["Content-Length: 70000000", "Transfer-Encoding: chunked"])
def test_a_large_body_is_taken_only_from_somebody_who_is_known(announced: str):
    intake = Intake()
    with listening(intake, early=intake) as (port, server):
        assert ask(port, head("POST", "/", WRONG, announced)).problem == "identity.unknown"
        wire = Wire(port).send(head("POST", "/", RIGHT, announced, "Expect: 100-continue"))
        assert wire.answer().status == 100
        size = b"" if "Length" in announced else b"1000000\r\n"
        answer = wire.trickle(size + b"x" * 8_000_000).answer()
        assert (answer.status, answer.headers["connection"]) == (202, "close")
        assert 100_000 <= intake.bodies[0] < 200_000, "as much as it asked for, and what came with it"
        wire.close()
        until(lambda: server.bodies.held == 0)


def test_bodies_have_so_much_room_and_the_largest_unfinished_one_goes_first():
    limits = ServerLimits(bodies_bytes_per_peer=100_000)
    with listening(Intake(), limits=limits) as (port, server):
        small = Wire(port).send(head("POST", "/", RIGHT, "Content-Length: 40000") + b"x" * 30_000)
        until(lambda: server.bodies.held == 30_000)
        large = Wire(port).send(head("POST", "/", RIGHT, "Content-Length: 90000") + b"x" * 60_000)
        until(lambda: server.bodies.held == 90_000)
        assert ask(port, post("/", b"x" * 20_000, RIGHT)).status == 202
        answer = large.answer()
        assert (answer.status, answer.problem) == (503, "server.bodies-full")
        assert small.send(b"x" * 10_000).answer().status == 202
        until(lambda: server.bodies.held == 0)
        small.close()
        large.close()


def test_a_reader_that_does_not_read_holds_no_worker_and_is_ended():
    answered = threading.Event()

    def large(_environ, start_response):
        start_response("200 OK", [("Content-Length", "30000000")])
        answered.set()
        return [b"x" * 30_000_000]

    lanes = (LaneLimits(name="all", prefix="", threads=1),)
    with listening(large, limits=ServerLimits(answer_s=0.5), lanes=lanes) as (port, server):
        first = Wire(port).send(head("GET", "/"))
        assert answered.wait(60)
        answered.clear()
        second = Wire(port).send(head("GET", "/"))
        assert answered.wait(60), "the only worker is free again"
        until(lambda: not server.active_channels)
        first.close()
        second.close()


def test_a_reader_that_left_is_noticed_although_there_is_nothing_to_tell():
    began, ended = threading.Event(), threading.Event()

    def silent(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        yield b"retry: 1000\n\n"
        began.set()
        while environ["sre.serving"]():
            ended.wait(0.01)
            yield b""
        ended.set()

    with listening(silent, lanes=(LaneLimits(name="feed", prefix="", threads=1, work_s=None),)) as (port, _):
        wire = Wire(port).send(head("GET", "/"))
        assert wire.socket.recv(1_000)
        assert began.wait(60)
        assert not ended.wait(0.2), "it goes on for whoever stays"
        wire.close()
        assert ended.wait(60)


def test_a_reader_that_left_ends_the_answer_that_was_being_told():
    ended = threading.Event()

    def endless(_environ, start_response):
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        try:
            while not ended.wait(0.01):
                yield b"x" * 10_000
        finally:
            ended.set()

    with listening(endless, lanes=(LaneLimits(name="feed", prefix="", threads=1, work_s=None),)) as (port, _):
        wire = Wire(port).send(head("GET", "/"))
        assert wire.socket.recv(1_000)
        wire.close()
        assert ended.wait(60)
