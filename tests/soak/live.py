"""One version that lives: it takes webhooks, delivers messages and answers, each in a thread, all in this process.

It is run with the root of that version first on the path, so it imports only what every version has. Takes one JSON
object as its first line (``url``, ``directory``, ``name``, ``tenant``: null for a new one, ``webhooks``: a second,
``alerts``: in each), prints one with the tenant when it is ready, works until its input ends, and prints what was
accepted, refused, read and failed. ``{"rest": true}`` before the end lets it deliver until nothing is left.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from tests.soak.sender import webhook
from tests.support.world import Tenant, World, a_world

_READS = ("/v1/incidents", "/v1/alerts/active", "/v1/services/search", "/v1/slos")
#: A version without that list.
_NOT_THERE = "404"
_READ_EVERY_S = 0.2
_NOTHING_TO_DO_S = 0.05


class Live:
    def __init__(self, world: World, tenant: Tenant, given: dict[str, Any]) -> None:
        self._world, self._tenant, self._given = world, tenant, given
        self._stop, self._stopped_sending = Event(), Event()
        self._lock = Lock()
        #: [fingerprints, when it was begun, when it was accepted], by a clock that all processes share.
        self.accepted: list[tuple[list[str], float, float]] = []
        self.unanswered: list[str] = []
        self.failed: Counter[str] = Counter()
        self.reads: Counter[str] = Counter()
        self.slowest_read_s = 0.0

    def start(self) -> list[Thread]:
        threads = [Thread(target=each) for each in (self._send, self._read, self._deliver)]
        for thread in threads:
            thread.start()
        return threads

    def stop(self, *, at_rest: bool) -> None:
        """Sends and reads no more; delivers on until nothing is left, when it shall come to rest."""
        self._stopped_sending.set()
        if not at_rest:
            self._stop.set()

    def _send(self) -> None:
        number = 0
        while not self._stopped_sending.is_set():
            began = time.monotonic()
            self._send_one(number)
            number += 1
            self._stopped_sending.wait(max(0.0, 1 / self._given["webhooks"] - (time.monotonic() - began)))

    def _send_one(self, number: int) -> None:
        """Sends it until it is accepted, as Alertmanager does."""
        fingerprints = [f"{self._given['name']}-{number:06d}-{n:02d}" for n in range(self._given["alerts"])]
        body = webhook(fingerprints, service=f"service-{number % 40}")
        self.unanswered = fingerprints
        began = time.monotonic()
        while not self._stopped_sending.is_set():
            if self._tried("webhook", lambda: self._world.post(self._tenant, body).status_code == 202):
                self.accepted.append((fingerprints, began, time.monotonic()))
                self.unanswered = []
                return
            self._stopped_sending.wait(_NOTHING_TO_DO_S)

    def _read(self) -> None:
        while not self._stopped_sending.wait(_READ_EVERY_S):
            for path in _READS:
                began = time.monotonic()
                self._tried(f"GET {path}", lambda path=path: self._read_one(path))
                self.slowest_read_s = max(self.slowest_read_s, time.monotonic() - began)

    def _read_one(self, path: str) -> bool:
        status = str(self._world.api(self._tenant, "GET", path).status_code)
        self.reads[status] += 1
        return status in ("200", _NOT_THERE)

    def _deliver(self) -> None:
        while not self._stop.is_set():
            moved = self._tried("delivery", lambda: self._world.step() > 0)
            if moved is False:
                if self._stopped_sending.is_set() and self._rests():
                    return
                self._stop.wait(_NOTHING_TO_DO_S)

    def _rests(self) -> bool:
        left = "SELECT (SELECT count(*) FROM transport.delivery) + (SELECT count(*) FROM domain.outbox)"
        return self._world.number(left) == 0

    def _tried(self, what: str, action: Any) -> bool | None:
        """What it gives; None when it broke, which is counted. A refusal of what must not be refused counts too."""
        try:
            done = bool(action())
        except Exception as broken:  # noqa: BLE001 - whatever it is, it is what is looked for
            with self._lock:
                self.failed[f"{what}: {type(broken).__name__}: {str(broken)[:120]}"] += 1
            return None
        if not done and what != "delivery":
            with self._lock:
                self.failed[f"{what}: refused"] += 1
        return done

    def found(self) -> dict[str, Any]:
        names = ("accepted", "unanswered", "failed", "reads", "slowest_read_s")
        return {name: getattr(self, name) for name in names}


def main() -> int:
    given = json.loads(sys.stdin.readline())
    with a_world(given["url"], Path(given["directory"])) as world:
        kept = given["tenant"]
        tenant = Tenant(*kept) if kept else world.tenant("soak")
        _say({"tenant": [str(tenant.id), tenant.slug, tenant.api_key, tenant.tokens]})
        live = Live(world, tenant, given)
        threads = live.start()
        live.stop(at_rest=bool(sys.stdin.read().strip()))
        for thread in threads:
            thread.join()
        _say(live.found())
    return 0


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    sys.exit(main())
