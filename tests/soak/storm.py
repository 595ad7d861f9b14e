"""``make soak NAME=storm``: everything is killed in all orders while alerts arrive; nothing may be lost or doubled.

One alert and twenty per webhook, retried as Alertmanager does. Every 2–4 s something dies: each part, the database,
the supervisor (started again at once), also while they start and recover. ``--freeze`` also stops the database for
20 s, ``--fill`` (root) runs on a small disk that is full for 10 s. Prints one JSON line with the seed; exit code 1
when the promise was broken.
"""

import argparse
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from shared.bootstrap.rebuild import compare
from shared.projections.registry import PROJECTIONS
from tests.soak.installation import PARTS, Installation
from tests.soak.sender import Ledger, Sender
from tests.support.checker import check
from tests.support.postgres import only_row

_SMALL_DISK_MIB = 400
_SETTLE_S = 600.0
#: What takes longer is told attempt by attempt.
_SLOW_S = 3.0


class Storm:
    def __init__(self, installation: Installation, ledger: Ledger, random_: random.Random) -> None:
        self._installation = installation
        self._ledger = ledger
        self._random = random_
        self.kills: dict[str, int] = {}
        #: Seconds from each kill to the next webhook that was accepted.
        self.back_after: list[tuple[float, str]] = []

    def rage(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        orders = list(self._orders())
        while time.monotonic() < until:
            if not orders:
                orders = list(self._orders())
            name, strike = orders.pop(self._random.randrange(len(orders)))
            self.during(name, strike)
            self._rest(self._random.uniform(2.0, 4.0))

    def during(self, name: str, strike: Callable[[], object]) -> None:
        """Strike, and note when the next webhook is accepted."""
        began = time.monotonic()
        strike()
        self.kills[name] = self.kills.get(name, 0) + 1
        self._waiting = (began, name)
        print(f"  {name}", flush=True)

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._keep_supervised()
            time.sleep(0.02)
        self.note_return()

    def note_return(self, patience_s: float = 60.0) -> None:
        began, name = self._waiting
        until = time.monotonic() + patience_s
        while not (after := [at for at in self._ledger.accepted_at if at > began]) and time.monotonic() < until:
            self._keep_supervised()
            time.sleep(0.02)
        self.back_after.append((after[0] - began if after else float("inf"), name))
        if after and after[0] - began > _SLOW_S:
            self._tell_attempts(began, after[0])

    def _tell_attempts(self, since: float, until: float) -> None:
        """What the senders met meanwhile: one line, ``begun+took how``."""
        met = [each for each in list(self._ledger.attempts) if each[1] > since and each[0] <= until]
        told = (f"{began - since:.2f}+{ended - began:.2f} {how}" for began, ended, how in sorted(met))
        print(f"    {until - since:.2f} s: {', '.join(told)}", flush=True)

    def _keep_supervised(self) -> None:
        supervisor = self._installation.supervisor
        if supervisor is None or supervisor.poll() is not None:
            self._installation.start()

    def _orders(self) -> list[tuple[str, Callable[[], object]]]:
        kill = self._installation.kill
        single = [(part, partial(kill, part)) for part in (*PARTS, "fork server", "database", "supervisor")]
        return [
            *single,
            ("supervisor while it starts", self._twice("supervisor")),
            ("database while it recovers", self._twice("database")),
            ("front and fork server", lambda: [kill(part) for part in ("front", "fork server")]),
            ("front and database", lambda: [kill(part) for part in ("front", "database")]),
            ("all parts", lambda: [kill(part) for part in PARTS]),
            ("everything", lambda: [kill(part) for part in ("supervisor", "fork server", *PARTS, "database*")]),
        ]

    def _twice(self, part: str) -> Callable[[], None]:
        def strike() -> None:
            self._installation.kill(part)
            time.sleep(self._random.uniform(0.05, 1.5))
            self._keep_supervised()
            time.sleep(self._random.uniform(0.05, 1.5))
            self._installation.kill(part)

        return strike


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="storm", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--freeze", action="store_true", help="also stop the database for 20 s")
    parser.add_argument("--fill", action="store_true", help="also fill the disk for 10 s (needs root)")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        directory = Path(
            stack.enter_context(
                tempfile.TemporaryDirectory(prefix="sre-storm-", dir="/tmp", ignore_cleanup_errors=True)
            )
        )
        if given.fill:
            _mount_small_disk(directory, stack)
        found = _run(directory, given, stack)
    print(json.dumps(found))
    return 0 if found["broken"] == {} else 1


def _run(directory: Path, given: argparse.Namespace, stack: ExitStack) -> dict[str, Any]:
    installation = Installation(directory)
    installation.start()
    stack.callback(installation.stop)
    installation.wait_ready()
    local = installation.local
    with psycopg.connect(local["database_url"]) as connection:
        (tenant,) = only_row(connection.execute("SELECT tenant_id::text FROM access.tenant"))
    ledger = Ledger(directory.with_suffix(".ledger"))
    webhook = local["webhooks"]["alertmanager"]
    senders = [
        Sender(name, webhook["url"], webhook["token"], tenant, ledger, per_webhook=size)
        for name, size in (("ones", 1), ("twenties", 20))
    ]
    threads = [sender.start() for sender in senders]
    storm = Storm(installation, ledger, random.Random(given.seed))
    storm.rage(given.minutes * 60)
    if given.freeze:
        _freeze(storm, installation, 20.0)
    if given.fill:
        _fill(storm, directory, 10.0)
    for sender, thread in zip(senders, threads, strict=True):
        sender.stop.set()
        thread.join(30)
    return _findings(installation, ledger, senders, storm, given)


def _findings(installation, ledger, senders, storm, given) -> dict[str, Any]:
    settled = _settle(installation)
    url = installation.local["database_url"]
    acknowledged = ledger.acknowledged()
    broken = check(url, acknowledged, [sent for sender in senders for sent in sender.unanswered]).named()
    differing = [projection.name for projection in PROJECTIONS if not compare(url, projection.name).equal]
    dropped = [drop for sender in senders for drop in sender.dropped]
    installation.stop()
    orphans = installation.left()
    also = {"views that differ from a rebuild": differing, "orphans": orphans, "dropped by a sender": dropped}
    broken |= {name: found for name, found in also.items() if found}
    if not settled:
        broken["settled"] = ["not at rest in time"]
    seconds = sorted(after for after, _ in storm.back_after)
    return {
        "seed": given.seed,
        "kills": storm.kills,
        "webhooks": len(ledger.accepted_at),
        "alerts": len(acknowledged),
        "refused": ledger.refused,
        "next 2xx": {"p50": round(statistics.median(seconds), 2), "max": round(seconds[-1], 2)},
        "slowest": [(round(after, 2), name) for after, name in sorted(storm.back_after, reverse=True)[:5]],
        "broken": {name: [str(each) for each in found[:5]] for name, found in broken.items()},
    }


def _settle(installation: Installation) -> bool:
    # What waits for long is told by /healthz as a trouble; so healthy comes when most of it is done.
    installation.wait_ready(_SETTLE_S)
    until = time.monotonic() + _SETTLE_S
    waiting = (
        "SELECT (SELECT count(*) FROM domain.outbox) + (SELECT count(*) FROM process.outbox)"
        " + (SELECT count(*) FROM transport.delivery)"
    )
    while time.monotonic() < until:
        with psycopg.connect(installation.local["database_url"]) as connection:
            (left,) = only_row(connection.execute(waiting))
        if left == 0:
            return True
        time.sleep(0.5)
    return False


def _freeze(storm: Storm, installation: Installation, seconds: float) -> None:
    storm.during("database frozen", lambda: installation.kill("database*", signal.SIGSTOP))
    time.sleep(seconds)
    installation.kill("database*", signal.SIGCONT)
    storm.during("database thawed", lambda: None)
    storm.note_return()


def _fill(storm: Storm, directory: Path, seconds: float) -> None:
    ballast = directory / "ballast"
    with ballast.open("wb") as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
                file.flush()
        except OSError:
            pass
    print("  the disk is full", flush=True)
    time.sleep(seconds)
    ballast.unlink()
    storm.during("disk has room again", lambda: None)
    storm.note_return()


def _mount_small_disk(directory: Path, stack: ExitStack) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SMALL_DISK_MIB}m", "tmpfs", str(directory)], check=True)
    stack.callback(subprocess.run, ["umount", "--lazy", str(directory)], check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
