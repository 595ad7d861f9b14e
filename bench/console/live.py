"""From the answer to a command until the console has it on the screen, in the whole running system.

``SRE_BENCH_BROWSER=1`` has Debian's Chromium look as well: when it paints first, and when it shows what happened.
"""

import http.client
import json
import os
import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from bench.console import browser
from bench.console.command import NewIncident
from bench.measure import RUNS, Result, percentile, result
from bench.system import System, a_system
from local.environment import CONSOLE, SAMPLE
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.console_sessions import PostgresConsoleSessions
from shared.kernel.ids import TenantId, derive
from shared.ports.credentials import Credential, Role

_TIMES: Final = 20
_WARM: Final = 3
_PATIENCE_S: Final = 20.0


def run() -> Iterator[Result]:
    with a_system("console-live") as system:
        token = _signed_in(system)
        following, command = _Following(system, token), NewIncident(system)
        for _ in range(_WARM):
            following.wait(command)
        runs = [[following.wait(command) for _ in range(_TIMES)] for _ in range(RUNS)]
        for k, what in enumerate(("told by the feed", "on the page")):
            for share, word in ((0.5, "p50"), (0.95, "p95")):
                found = [percentile([each[k] for each in run], share) for run in runs]
                yield result(f"console: an incident {what}, {word}", "ms", found)
        if os.environ.get("SRE_BENCH_BROWSER"):
            yield from browser.run(system, token)


def _signed_in(system: System) -> str:
    tenant = TenantId(derive("tenant", SAMPLE))
    person = Credential(tenant_id=tenant, key_id=derive("bench", "ruth"), name="ruth", role=Role.ADMIN)
    with connect_pool(system.local["database_url"], role="sre_console", application="bench", max_size=1) as pool:
        return PostgresConsoleSessions(pool).open(person, "local")


class _Following:
    """What a page of the console does: it follows the feed, and asks for itself anew when it has heard something."""

    def __init__(self, system: System, token: str) -> None:
        url = urlsplit(system.local["api_url"])
        self._place = (url.hostname or "127.0.0.1", url.port)
        self._headers = {"Cookie": f"sre-console={token}", "Accept-Encoding": "identity"}
        self._pages = http.client.HTTPConnection(*self._place, timeout=_PATIENCE_S)
        self._feed = self._follow()

    def wait(self, command: NewIncident) -> tuple[float, float]:
        """How long after the answer the feed told, and the page showed, in milliseconds."""
        title = command.send()
        answered = time.perf_counter()
        while True:
            self._next_change(until=answered + _PATIENCE_S)
            told = time.perf_counter()
            self._pages.request("GET", f"{CONSOLE}/", headers={**self._headers, "HX-Request": "true"})
            if title.encode() in self._pages.getresponse().read():
                return (told - answered) * 1000, (time.perf_counter() - answered) * 1000

    def _follow(self) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(*self._place, timeout=_PATIENCE_S)
        connection.request("GET", f"{CONSOLE}/live?kinds=incident", headers=self._headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"the feed answered {answer.status}")
        return answer

    def _next_change(self, until: float) -> None:
        while time.perf_counter() < until:
            line = self._feed.readline()
            if line.startswith(b"data:"):
                json.loads(line.removeprefix(b"data:"))
                return
        raise TimeoutError("the feed has not told")
