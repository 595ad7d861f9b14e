"""Processor time of an alert from the webhook to every read model, by who spends it: processes, the server's sessions.

At a fixed rate, until nothing waits any more; so another load on the machine moves the time it takes, and this little.
"""

import os
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bench.load import Sender, webhook
from bench.measure import RUNS, Result, result
from bench.memory import family
from bench.system import System, a_system

#: Alerts per webhook → webhooks per second.
_RATES: Final[Mapping[int, float]] = {1: 25, 10: 6, 100: 2}
_SECONDS: Final = 5.0
_MS: Final = 1000 / os.sysconf("SC_CLK_TCK")
_PARTS: Final = ("front", "writer", "views")
_WAITING: Final = (
    "SELECT (SELECT count(*) FROM transport.delivery) + (SELECT count(*) FROM domain.outbox)"
    " + (SELECT count(*) FROM process.outbox)"
)
_COMMITS: Final = "SELECT sum(xact_commit) FROM pg_stat_database WHERE datname = current_database()"


def run() -> Iterator[Result]:
    with a_system("cost") as system:
        sender = Sender(system.local["webhooks"]["alertmanager"])
        sender.post_all(webhook(10, "warm") for _ in range(60))
        for alerts, rate in _RATES.items():
            spent = [_spent(system, sender, alerts, rate) for _ in range(RUNS)]
            for part in (*_PARTS, "postgres", "all"):
                yield result(f"cost: {alerts} per webhook, {part}", "ms/alert", [each[part] for each in spent])
            yield result(f"cost: {alerts} per webhook", "commits", [each["commits"] for each in spent])


def _spent(system: System, sender: Sender, alerts: int, rate: float) -> Mapping[str, float]:
    """Per alert: milliseconds of each part and of all, and commits."""
    _settle(system)
    before, commits = _times(system), system.database.number(_COMMITS)
    webhooks = int(rate * _SECONDS)
    started = time.perf_counter()
    for number in range(webhooks):
        time.sleep(max(0.0, started + number / rate - time.perf_counter()))
        sender.post(webhook(alerts, f"cost-{alerts}"))
    _settle(system)
    sent = alerts * webhooks
    spent = {part: (now - before.get(part, 0.0)) / sent for part, now in _times(system).items()}
    committed = (system.database.number(_COMMITS) - commits) / sent
    return spent | {"all": sum(spent.values()), "commits": committed}


def _times(system: System) -> Mapping[str, float]:
    """Milliseconds of processor time so far, by part."""
    times: dict[str, float] = defaultdict(float)
    for pid in family(system.pid):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        times[_part_of(command)] += (int(fields[11]) + int(fields[12])) * _MS
    return times


def _part_of(command: str) -> str:
    if "postgres" in command.split(" ", 1)[0]:
        return "postgres"
    return next((part for part in _PARTS if f" {part} " in command or f".{part} " in command), "supervisor")


def _settle(system: System, patience_s: float = 120.0) -> None:
    """Nothing waits any more, and nobody is about to say more."""
    deadline = time.monotonic() + patience_s
    while system.database.number(_WAITING) > 0:
        if time.monotonic() > deadline:
            raise TimeoutError("the system did not come to rest")
        time.sleep(0.1)
    time.sleep(0.3)
