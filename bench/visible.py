"""From a fact's commit until each view has applied it, in the whole running system, ten commands a second."""

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from bench.measure import RUNS, Result, percentile, result
from bench.system import System, a_system

_TIMES: Final = 30
_EVERY_S: Final = 0.1
_PATIENCE_S: Final = 20.0
#: A command of which each of these views makes something.
_VIEWS: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    "incident_timeline": ("/v1/incidents", {"title": "Checkout answers 502", "severity": "high"}),
    "knowledge_index": ("/v1/incidents", {"title": "Checkout answers 502", "severity": "high"}),
    "runbook_catalog": ("/v1/runbooks", {"definition": {"title": "Restart it"}}),
}


def run() -> Iterator[Result]:
    with a_system("visible") as system:
        for view, (path, body) in _VIEWS.items():
            command = _Command(system, path, body)
            for _ in range(5):
                _until_applied(system, view, command.position())
            runs = [[_wait(system, view, command) for _ in range(_TIMES)] for _ in range(RUNS)]
            yield result(f"commit to visible in {view}, p50", "ms", [percentile(each, 0.50) for each in runs])
            yield result(f"commit to visible in {view}, p99", "ms", [percentile(each, 0.99) for each in runs])


def _wait(system: System, view: str, command: "_Command") -> float:
    """The answer to a command follows its commit at once."""
    position = command.position()
    answered = time.perf_counter()
    _until_applied(system, view, position)
    waited = time.perf_counter() - answered
    time.sleep(max(0.0, _EVERY_S - waited))
    return waited * 1000


def _until_applied(system: System, view: str, position: int) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while system.database.number(f"SELECT max(position) FROM {view}.applied") < position:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{view} has not applied {position} after {_PATIENCE_S:.0f} s")
        time.sleep(0.001)


class _Command:
    def __init__(self, system: System, path: str, body: Mapping[str, object]) -> None:
        url = urlsplit(system.local["api_url"])
        self._connection = http.client.HTTPConnection(url.hostname or "127.0.0.1", url.port, timeout=30)
        self._headers = {"Authorization": f"Bearer {system.local['api_key']}", "Content-Type": "application/json"}
        self._path, self._body, self._sent = path, body, 0

    def position(self) -> int:
        """Of its last fact. Each has a name of its own."""
        self._sent += 1
        body = dict(self._body) | ({} if "title" in self._body else {"slug": f"bench-{self._sent}"})
        self._connection.request("POST", self._path, json.dumps(body), self._headers)
        answer = json.loads(self._connection.getresponse().read())
        if "position" not in answer:
            raise RuntimeError(f"{self._path} answered {answer}")
        return int(answer["position"])
