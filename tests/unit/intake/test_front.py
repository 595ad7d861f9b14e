"""In front of a function: who calls is known before a byte of the body is read, and how much of it is kept."""

import base64
import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from shared.adapters.http.front import PRINCIPAL, Check, Front, known_to, only_post, with_credentials
from shared.adapters.http.problem import stop
from shared.adapters.http.request_body import BODY, Body, Kept
from shared.kernel.ids import TenantId
from shared.ports.intake import Source

GOOD = "good"
MAIN = Source(tenant_id=TenantId(UUID(int=1)), name="main", kind="alertmanager")
KEPT = Kept(kept=1000, kept_of_larger=10, seconds=5.0)


class Untouchable:
    def read(self, _size: int = -1) -> bytes:
        raise AssertionError("the body was read")


class Silent:
    def read(self, _size: int = -1) -> bytes:
        raise TimeoutError


class Socket:
    def __init__(self) -> None:
        self.timeouts: list[float | None] = []

    def gettimeout(self) -> float | None:
        return 77.0

    def settimeout(self, seconds: float | None) -> None:
        self.timeouts.append(seconds)


class Reached:
    """The application behind it."""

    def __init__(self) -> None:
        self.environ: dict[str, Any] = {}

    def __call__(self, environ, start_response):
        self.environ = environ
        start_response("200 OK", [])
        return [b"in"]


def call(body=b"", *, token=GOOD, length=None, method="POST", path="/alertmanager", find=None, **environ):
    reached = Reached()
    answer: dict[str, Any] = {}
    front = Front(
        reached,
        allow=only_post(frozenset({"alertmanager"})),
        credentials=with_credentials(),
        caller=known_to(find or (lambda token: MAIN if token == GOOD else None)),
        body=KEPT,
    )
    full = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "wsgi.input": body if not isinstance(body, bytes) else io.BytesIO(body),
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        **({"CONTENT_LENGTH": str(len(body) if length is None else length)} if length != "" else {}),
        **environ,
    }

    def start_response(status: str, headers: Any, _exc_info: Any = None) -> Callable[[bytes], object]:
        answer.update(status=int(status[:3]), headers=dict(headers))
        return io.BytesIO().write

    content = b"".join(front(full, start_response))
    return answer["status"], content, reached.environ, answer["headers"]


def test_while_a_body_is_on_its_way_every_check_is_asked_once():
    asked: list[str] = []

    def noted(name: str) -> Check:
        return lambda _environ: asked.append(name)

    front = Front(Reached(), allow=noted("allow"), credentials=noted("credentials"), caller=noted("caller"), body=KEPT)
    environ: dict[str, Any] = {"CONTENT_LENGTH": "7"}
    assert (front.at_header(environ), front.at_caller(environ)) == (None, None)
    assert asked == ["allow", "credentials", "caller"]


def test_a_known_caller_and_the_body_are_handed_on():
    status, content, environ, _ = call(b'{"a":1}')
    assert (status, content) == (200, b"in")
    assert (environ[PRINCIPAL], environ[BODY]) == (MAIN, Body(b'{"a":1}', 7))
    assert environ["wsgi.input"].read() == b""


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer bad", "Basic ???", "Basic Z29vZA==", "good", "Digest good"]
)
def test_an_unknown_caller_is_refused_before_the_body_is_read(authorization):
    status, content, environ, headers = call(Untouchable(), length=7, HTTP_AUTHORIZATION=authorization)
    assert (status, environ) == (401, {})
    assert json.loads(content)["code"] == "identity.unknown"
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["WWW-Authenticate"] == "Bearer"


def test_the_password_of_basic_authentication_is_a_token():
    basic = base64.b64encode(b"alertmanager:good").decode()
    assert call(b"x", HTTP_AUTHORIZATION=f"Basic {basic}")[0] == 200


@pytest.mark.parametrize(("method", "path", "expected"), [("GET", "/alertmanager", 405), ("POST", "/other", 404)])
def test_method_and_path_are_looked_at_first(method, path, expected):
    status, *_ = call(Untouchable(), length=7, method=method, path=path, token="bad")
    assert status == expected


def test_a_store_that_is_away_is_a_problem_of_its_own():
    def away(_token):
        raise stop(503, "intake.unavailable", "Try again", headers={"Retry-After": "5"})

    status, _, _, headers = call(Untouchable(), length=7, find=away)
    assert (status, headers["Retry-After"]) == (503, "5")


def test_a_body_at_the_limit_is_whole_and_one_above_is_cut_off():
    assert call(b"x" * 1000)[2][BODY] == Body(b"x" * 1000, 1000)
    assert call(b"x" * 1001)[2][BODY] == Body(b"x" * 10, 1001)


def test_a_chunked_body_is_counted_while_it_is_read():
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    assert call(b"x" * 1000, length="", **chunked)[2][BODY] == Body(b"x" * 1000, 1000)
    assert call(b"x" * 5000, length="", **chunked)[2][BODY] == Body(b"x" * 10, 1001)


def test_a_chunked_body_that_the_server_does_not_end_is_refused():
    assert call(b"x", length="", HTTP_TRANSFER_ENCODING="chunked")[0] == 411


@pytest.mark.parametrize("length", ["-1", "1e3", "\u0661", "9" * 40])
def test_a_length_that_is_no_number_is_refused(length):
    assert call(b"x", length=length)[0] == 400


def test_a_body_shorter_than_announced_is_refused():
    assert call(b"x" * 5, length=6)[0] == 400


def test_a_sender_that_falls_silent_is_told_so_and_the_servers_own_patience_is_restored():
    socket = Socket()
    status, content, *_ = call(Silent(), length=7, **{"gunicorn.socket": socket})
    assert (status, json.loads(content)["code"]) == (408, "body.too-slow")
    assert socket.timeouts == [5.0, 77.0]
