"""What is read as a request, and what is refused as none, on a real socket."""

import json

import pytest

from shared.adapters.http.front import Front
from shared.adapters.http.request_body import AtMost
from shared.adapters.http.server.limits import ServerLimits
from tests.support.wire import Wire, ask, head, listening, post


def echo(environ, start_response):
    body = environ["wsgi.input"].read()
    said = json.dumps({"path": environ["PATH_INFO"], "query": environ["QUERY_STRING"], "size": len(body)}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
    return [said] if environ["REQUEST_METHOD"] != "HEAD" else []


@pytest.fixture(scope="module")
def port():
    with listening(echo, limits=ServerLimits(body_bytes=1_000_000)) as (port, _):
        yield port


def test_requests_on_a_kept_connection_are_answered_one_after_the_other(port):
    wire = Wire(port)
    for number in range(3):
        assert json.loads(wire.send(post(f"/{number}", b"x" * number)).answer().body) == {
            "path": f"/{number}",
            "query": "",
            "size": number,
        }
    wire.close()


def test_pipelined_requests_are_answered_in_their_order(port):
    wire = Wire(port).send(b"".join(post(f"/{number}", b"x" * 70_000) for number in range(5)) + head("GET", "/last"))
    assert [json.loads(wire.answer().body)["path"] for _ in range(6)] == ["/0", "/1", "/2", "/3", "/4", "/last"]
    wire.close()


def test_what_cannot_be_read_after_a_request_is_refused_after_its_answer(port):
    wire = Wire(port).send(head("GET", "/fine") + b"nonsense\r\n\r\n")
    assert wire.answer().status == 200
    assert wire.answer().problem == "request.malformed"
    assert wire.ended()


def test_nothing_is_answered_after_what_cannot_be_read(port):
    wire = Wire(port).send(b"nonsense\r\n\r\n" + head("GET", "/smuggled"))
    assert wire.answer().problem == "request.malformed"
    assert wire.ended()


def test_a_chunked_body_is_taken_whole_however_it_is_cut(port):
    wire = Wire(port).send(head("POST", "/", "Transfer-Encoding: chunked"))
    for byte in b"3\r\nabc\r\n2;a=b\r\nde\r\n0\r\nTrailer: x\r\n\r\n":
        wire.send(bytes([byte]))
    assert json.loads(wire.answer().body)["size"] == 5
    wire.close()


def test_a_query_as_long_as_a_field_may_be_in_any_script_is_taken(port):
    query = "text=" + "%F0%9F%9A%A2" * 4_000 + "&cursor=" + "x" * 2_000
    assert json.loads(ask(port, head("GET", f"/?{query}")).body)["query"] == query


def test_a_client_that_asks_whether_it_may_send_is_told_to(port):
    wire = Wire(port).send(head("POST", "/", "Content-Length: 3", "Expect: 100-continue"))
    assert wire.answer().status == 100
    assert json.loads(wire.send(b"abc").answer().body)["size"] == 3
    wire.close()


def test_a_head_request_is_answered_without_a_body(port):
    wire = Wire(port).send(head("HEAD", "/", "Connection: close"))
    assert wire.socket.recv(65_536).endswith(b"\r\n\r\n")
    assert wire.ended()


def test_a_chunked_body_has_the_limit_that_an_announced_one_has():
    guarded = Front(echo, body=AtMost(100_000))
    with listening(guarded, early=guarded) as (behind, _):
        chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        sent = head("POST", "/", "Transfer-Encoding: chunked")
        assert json.loads(ask(behind, sent + chunk + b"0\r\n\r\n").body)["size"] == 65_536
        for answer in (
            Wire(behind).send(sent).trickle(chunk * 3).answer(),
            ask(behind, head("POST", "/", "Content-Length: 100001")),
        ):
            assert (answer.status, answer.problem) == (413, "body.too-large")


REFUSED = {
    "nothing but empty lines": (b"\r\n\r\n\r\n", 400, "request.malformed"),
    "no request": (b"hello\r\n\r\n", 400, "request.malformed"),
    "lines that end otherwise": (b"GET / HTTP/1.1\nHost: sre\n\n", 400, "request.malformed"),
    "two spaces": (b"GET  / HTTP/1.1\r\nHost: sre\r\n\r\n", 400, "request.malformed"),
    "a method in small letters": (b"get / HTTP/1.1\r\nHost: sre\r\n\r\n", 400, "request.malformed"),
    "no version": (b"GET /\r\n\r\n", 400, "request.malformed"),
    "another version": (b"GET / HTTP/2.0\r\nHost: sre\r\n\r\n", 505, "http.version"),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400, "request.malformed"),
    "two hosts": (head("GET", "/", "Host: other"), 400, "request.malformed"),
    "an address that is none": (head("GET", "http://[/"), 400, "request.malformed"),
    "a control character": (head("GET", "/", "A: b\x01c"), 400, "request.malformed"),
    "a field without a name": (head("GET", "/", ": x"), 400, "request.malformed"),
    "a space before the colon": (head("GET", "/", "Content-Length : 5"), 400, "request.malformed"),
    "two lengths": (head("POST", "/", "Content-Length: 5", "Content-Length: 6"), 400, "request.malformed"),
    "a length with a sign": (head("POST", "/", "Content-Length: +5"), 400, "request.malformed"),
    "a length of 5,000 digits": (head("POST", "/", f"Content-Length: {'9' * 5_000}"), 400, "request.malformed"),
    "a length and chunks": (
        head("POST", "/", "Content-Length: 5", "Transfer-Encoding: chunked"),
        400,
        "request.malformed",
    ),
    "chunks twice": (
        head("POST", "/", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        400,
        "request.malformed",
    ),
    "chunks in chunks": (head("POST", "/", "Transfer-Encoding: chunked, chunked"), 501, "body.transfer-coding"),
    "another coding": (head("POST", "/", "Transfer-Encoding: gzip, chunked"), 501, "body.transfer-coding"),
    "a coding with a form feed": (head("POST", "/", "Transfer-Encoding: \x0bchunked"), 400, "request.malformed"),
    "chunks before HTTP/1.1": (
        b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
        400,
        "request.malformed",
    ),
    "a chunk of no size": (head("POST", "/", "Transfer-Encoding: chunked") + b"x\r\n", 400, "request.malformed"),
    "a chunk of a signed size": (
        head("POST", "/", "Transfer-Encoding: chunked") + b"+1\r\na\r\n",
        400,
        "request.malformed",
    ),
    "a chunk longer than its size": (
        head("POST", "/", "Transfer-Encoding: chunked") + b"1\r\nab\r\n0\r\n\r\n",
        400,
        "request.malformed",
    ),
    "an endless line between chunks": (
        head("POST", "/", "Transfer-Encoding: chunked") + b"1;" + b"a" * 20_000,
        400,
        "request.malformed",
    ),
    "endless trailers": (
        head("POST", "/", "Transfer-Encoding: chunked") + b"0\r\n" + b"A: b\r\n" * 10_000,
        400,
        "request.malformed",
    ),
    "a byte per chunk for ever": (
        head("POST", "/", "Transfer-Encoding: chunked") + b"1\r\na\r\n" * 120_000,
        400,
        "request.malformed",
    ),
    "a line that is too long": (head("GET", "/" + "x" * 150_000), 414, "path.too-long"),
    "a header that is too large": (
        head("GET", "/", *(f"A{n}: {'x' * 1000}" for n in range(250))),
        431,
        "header.too-large",
    ),
    "a body that is too large": (head("POST", "/", "Content-Length: 1000001"), 413, "body.too-large"),
    "chunks that are too many": (
        head("POST", "/", "Transfer-Encoding: chunked")
        + b"10000\r\n"
        + b"x" * 65_536
        + b"\r\n"
        + b"100000\r\n"
        + b"x" * 1_048_576,
        413,
        "body.too-large",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_two_readers_could_read_differently_is_a_problem_and_ends_the_connection(port, what):
    sent, status, code = REFUSED[what]
    wire = Wire(port).trickle(sent)
    answer = wire.answer()
    assert (answer.status, answer.problem, answer.headers["connection"]) == (status, code, "close")
    assert json.loads(answer.body)["status"] == status
    assert wire.ended()
    wire.close()


EXPENSIVE = {
    "a line of two addresses": b"GET a://" + b"x" * 100_000 + b" y z\r\n\r\n",
    "a field of spaces": b"GET / HTTP/1.1\r\nHost: sre\r\nA:" + b" " * 150_000 + b"\x01\r\n\r\n",
}


@pytest.mark.parametrize("what", EXPENSIVE)
def test_refusing_costs_no_more_than_reading(port, what):
    """Read with backtracking, each of these takes minutes, during which nobody is served."""
    assert ask(port, EXPENSIVE[what]).problem == "request.malformed"
