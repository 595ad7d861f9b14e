"""What one tenant and strangers do at once while others work: slow clients, hostile requests, inputs without end."""

import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from threading import Event, Thread
from typing import Any
from uuid import UUID

import httpx

from tests.soak.sender import webhook

#: ``INTERVAL=0`` and its kind.
_ENDLESS_RULES = (
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=WEEKLY;INTERVAL=0",
    "FREQ=MONTHLY;INTERVAL=-1",
    "FREQ=YEARLY;BYMONTHDAY=99",
    "FREQ=YEARLY;BYMONTH=13",
)
#: Catastrophic for an engine that tries ways one after the other.
_ENDLESS_EXPRESSIONS = ("(a?){28}a{28}", "(a|a)*b", "(a+)+$", "((a*)*)*b", "([a-z]+)*X")


@dataclass
class SlowClients:
    """Connections that trickle their header, say nothing, or send a wrong token and a slow body; opened anew when
    the server ends them."""

    host: str
    port: int
    count: int
    stop: Event = field(default_factory=Event)
    opened: int = 0

    def start(self) -> Thread:
        thread = Thread(target=self._run, name="slow clients", daemon=True)
        thread.start()
        return thread

    def _run(self) -> None:
        kept: dict[int, socket.socket] = {}
        while not self.stop.wait(0.5):
            for number in range(self.count):
                kept[number] = self._drip(number, kept.get(number))
        for each in kept.values():
            each.close()

    def _drip(self, number: int, connection: socket.socket | None) -> socket.socket:
        try:
            if connection is None or connection.fileno() < 0:
                connection = socket.create_connection((self.host, self.port), timeout=1)
                connection.settimeout(0.05)
                self.opened += 1
                connection.sendall(_beginning(number))
            elif number % 3:
                connection.sendall(b"x")
        except OSError:
            if connection is None:
                return socket.socket()
            connection.close()
        return connection


def _beginning(number: int) -> bytes:
    match number % 3:
        case 0:  # says nothing
            return b""
        case 1:  # trickles its header
            return b"GET /v1/incidents HTTP/1.1\r\nHost: x\r\nX-Slow: "
        case _:  # wrong token, slow body
            return (
                b"POST /webhooks/alertmanager HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\n"
                b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
            )


def hostile_requests(api: str, key: str, token: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(method, url, arguments of httpx) of the tenant that misbehaves."""
    as_user = {"headers": {"Authorization": f"Bearer {key}"}}
    as_source = {"headers": {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}}
    hook = f"{api}/webhooks/alertmanager"
    for rule in _ENDLESS_RULES:
        yield "POST", f"{api}/v1/silences", as_user | {"json": {"definition": _silence(rule)}}
    for number, expression in enumerate(_ENDLESS_EXPRESSIONS):
        yield (
            "PUT",
            f"{api}/v1/correlation-rules/{UUID(int=number + 1)}",
            as_user | {"json": {"definition": _rule(number, expression)}},
        )
        yield "GET", f"{api}/v1/incidents", as_user | {"params": {"text": f'"{expression}" ' * 20}}
    yield "POST", hook, as_source | {"content": webhook([f"x{n}" for n in range(500)], service="a" * 60)}
    yield "POST", hook, as_source | {"content": b"[" * 100_000}
    yield "POST", hook, as_source | {"content": b'{"alerts": [' + b'{"a":1},' * 200_000 + b"{}]}"}
    yield "POST", hook, as_source | {"content": b'{"alerts": ' + b"9" * 100_000 + b"}"}
    yield "GET", f"{api}/v1/patterns", as_user | {"params": {"symptoms": "a* " * 300}}
    yield "GET", f"{api}/v1/incidents?" + "text=a&" * 2_000, as_user
    yield "GET", f"{api}/" + "x" * 100_000, as_user


def _silence(rule: str) -> dict[str, Any]:
    return {
        "matchers": ['service="x"'],
        "starts_at": "2026-03-01T00:00:00Z",
        "recurrence": {"rrule": rule, "zone": "Europe/Berlin", "duration_s": 3600},
        "reason": "endless",
    }


def _rule(number: int, expression: str) -> dict[str, Any]:
    return {
        "name": f"endless {number}",
        "priority": number,
        "matchers": [f'service=~"{expression}"'],
        "group_by": ["service"],
    }


@dataclass
class Hostility:
    """Sends all of them again and again from some threads, and a hundred at once from time to time.

    How each was answered is counted.
    """

    api: str
    key: str
    token: str
    threads: int = 4
    at_once: int = 100
    every_s: float = 10.0
    stop: Event = field(default_factory=Event)
    answers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._client = httpx.Client(timeout=30, limits=httpx.Limits(max_connections=None))

    @property
    def sent(self) -> int:
        return self.answers.total()

    def start(self) -> list[Thread]:
        names = [f"hostile {n}" for n in range(self.threads)]
        running = [Thread(target=self._again_and_again, name=name, daemon=True) for name in names]
        running.append(Thread(target=self._waves, name="waves", daemon=True))
        for thread in running:
            thread.start()
        return running

    def _again_and_again(self) -> None:
        while not self.stop.is_set():
            for request in self._requests():
                if self.stop.wait(0.05):
                    return
                self._send(request)

    def _waves(self) -> None:
        with ThreadPoolExecutor(self.at_once) as pool:
            while not self.stop.wait(self.every_s):
                list(pool.map(self._send, islice(cycle(self._requests()), self.at_once)))

    def _requests(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        return hostile_requests(self.api, self.key, self.token)

    def _send(self, request: tuple[str, str, dict[str, Any]]) -> None:
        method, url, arguments = request
        try:
            answer = str(self._client.request(method, url, **arguments).status_code)
        except (httpx.HTTPError, httpx.InvalidURL) as broken:
            answer = type(broken).__name__
        self.answers[answer] += 1
