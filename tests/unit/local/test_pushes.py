"""Between the emulator and the functions: filters that the emulator ignores, and the token that it does not sign."""

from collections.abc import Iterator

import httpx
import pytest
from werkzeug.test import Client

from local.listeners import FUNCTIONS
from local.pubsub.pushes import Pushes
from local.served_parts import PARTS
from shared.bootstrap.topology import ROUTES

_WRITER = "domain-writer.intents"
_CATALOG = "projector-service-catalog.facts"
URLS = {route.function: f"http://{route.function.replace('_', '-')}.test" for route in ROUTES} | {
    "outbox_relay": "http://relay.test"
}


class Functions:
    """Remembers what reached which address, and answers with ``status``; None: nobody is there."""

    def __init__(self) -> None:
        self.reached: list[httpx.Request] = []
        self.status: int | None = 200

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.status is None:
            raise httpx.ConnectError("nobody is there")
        self.reached.append(request)
        return httpx.Response(self.status)


@pytest.fixture
def functions() -> Functions:
    return Functions()


@pytest.fixture
def emulator(functions: Functions) -> Iterator[Client]:
    with httpx.Client(transport=httpx.MockTransport(functions)) as client:
        yield Client(Pushes(URLS, lambda: "signed", client))


def test_a_push_reaches_its_function_as_it_came_with_the_token_of_the_broker(emulator: Client, functions: Functions):
    headers = {"ce-id": "1", "x-goog-ordering-key": "k", "authorization": "Bearer of somebody else"}
    assert emulator.post(f"/{_WRITER}", data=b"[]", headers=headers).status_code == 200
    (reached,) = functions.reached
    assert str(reached.url) == "http://domain-writer.test/domain_writer/domain_writer/"
    assert (reached.headers["authorization"], reached.content) == ("Bearer signed", b"[]")
    assert (reached.headers["ce-id"], reached.headers["x-goog-ordering-key"]) == ("1", "k")


def test_what_a_subscription_filters_out_is_acknowledged_and_not_delivered(emulator: Client, functions: Functions):
    assert emulator.post(f"/{_CATALOG}", headers={"alert": "1"}).status_code == 204
    assert functions.reached == []
    assert emulator.post(f"/{_CATALOG}", headers={"service": "1"}).status_code == 200
    assert len(functions.reached) == 1


def test_a_wake_reaches_whoever_sleeps(emulator: Client, functions: Functions):
    assert emulator.post("/outbox-relay.wakes", data=b"{}").status_code == 200
    assert str(functions.reached[0].url) == "http://relay.test/outbox_relay/outbox_relay/"


@pytest.mark.parametrize(("status", "answered"), [(503, 503), (500, 500), (None, 503)])
def test_a_refusal_is_passed_on_and_nobody_there_is_one(
    emulator: Client, functions: Functions, status: int | None, answered: int
):
    functions.status = status
    assert emulator.post(f"/{_WRITER}").status_code == answered


def test_a_subscription_that_nobody_knows_is_not_acknowledged(emulator: Client):
    assert emulator.post("/unknown").status_code == 404


def test_the_supervisor_knows_where_each_function_is_served():
    served = {part: {*each.functions, *(sleeper.function for sleeper in each.sleepers)} for part, each in PARTS.items()}
    assert {part: {*functions} for part, functions in FUNCTIONS.items()} == served
