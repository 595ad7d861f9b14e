"""``make soak NAME=siege``: one tenant and strangers do their worst at once; another tenant must not notice.

500 slow or silent clients, the worst inputs of their kind one after the other and, every ten seconds, 100 of them at
once; meanwhile another tenant sends an alert a second and asks until it sees it. Prints one JSON line: webhook →
visible (p50, p99, max), where the slowest lost its time, how the hostile requests were answered, and the memory of each
part before, halfway and after.
"""

import argparse
import json
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx
import psycopg

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.provision import Provisioning
from tests.soak.installation import PARTS, Installation
from tests.soak.sender import webhook

_LIMIT_S = 30.0


_RECORDED = """
    SELECT extract(epoch FROM min(recorded_at))::float8 FROM domain.fact
    WHERE aggregate_type = 'alert' AND event LIKE '%%"' || %(fingerprint)s || '"%%'
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One webhook of the neighbour: when it was begun (seconds since the epoch), and seconds from then on."""

    fingerprint: str
    began_at: float
    answered: float
    visible: float

    def parts(self, database_url: str) -> dict[str, float]:
        """Seconds from its beginning to the answer, to the fact, and to its place in a list."""
        with psycopg.connect(database_url) as connection:
            found = connection.execute(_RECORDED, {"fingerprint": self.fingerprint}).fetchone()
        recorded = found[0] if found and found[0] else float("nan")
        return {
            "answered": round(self.answered, 3),
            "fact": round(recorded - self.began_at, 3),
            "visible": round(self.visible, 3),
        }


class Neighbour:
    """A tenant that behaves."""

    def __init__(self, local: dict[str, Any], slug: str) -> None:
        self._client = httpx.Client(base_url=local["api_url"], timeout=_LIMIT_S)
        self.key, self.token = f"sre_{secrets.token_urlsafe(32)}", secrets.token_urlsafe(32)
        pool = connect_pool(local["database_url"], role="sre_admin", application="siege", max_size=1)
        provisioning = Provisioning(pool)
        tenant = provisioning.ensure_tenant(slug, slug)
        provisioning.ensure_api_key(tenant, name="siege", role="admin", token=self.key)
        provisioning.ensure_source(tenant, name="alertmanager", kind="alertmanager", token=self.token)
        pool.close()

    def until_visible(self, number: int) -> Told:
        """Sends a webhook, and waits until the list of active alerts shows it, for ``_LIMIT_S`` at most."""
        fingerprint = f"neighbour-{number}"
        began_at, began = time.time(), time.monotonic()
        until = began + _LIMIT_S
        while time.monotonic() < until and not self._sent(fingerprint):
            time.sleep(0.05)
        answered = time.monotonic() - began
        while time.monotonic() < until and not self._seen(fingerprint):
            time.sleep(0.02)
        return Told(fingerprint, began_at, answered, time.monotonic() - began)

    def _sent(self, fingerprint: str) -> bool:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        body = webhook([fingerprint], service=fingerprint)
        try:
            return self._client.post("/webhooks/alertmanager", content=body, headers=headers).is_success
        except httpx.HTTPError:
            return False

    def _seen(self, fingerprint: str) -> bool:
        headers = {"Authorization": f"Bearer {self.key}"}
        try:
            found = self._client.get("/v1/alerts", headers=headers, params={"text": fingerprint, "limit": 5})
        except httpx.HTTPError:
            return False
        return found.is_success and fingerprint in found.text


class Attack:
    """`tests.soak.attackers` as long as the block lasts; then ``found`` is what they tell."""

    def __init__(self, installation: Installation, slow: int) -> None:
        local = installation.local
        self._given = {
            "port": installation.port,
            "slow": slow,
            "api": local["api_url"],
            "key": local["api_key"],
            "token": local["webhooks"]["alertmanager"]["token"],
        }
        self.found: dict[str, Any] = {}

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.soak.attackers"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(self._given) + "\n")
        self._process.stdin.flush()
        return self

    def __exit__(self, *_: object) -> None:
        told, _nothing = self._process.communicate(timeout=_LIMIT_S * 2)
        self.found = json.loads(told)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="siege", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--slow", type=int, default=500)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sre-siege-", dir="/tmp") as directory:
        installation = Installation(Path(directory))
        installation.start()
        try:
            installation.wait_ready()
            print(json.dumps(_besieged(installation, given)))
        finally:
            installation.stop()
    return 0


def _besieged(installation: Installation, given: argparse.Namespace) -> dict[str, Any]:
    local = installation.local
    neighbour = Neighbour(local, "neighbour")
    alone = [neighbour.until_visible(-n) for n in range(1, 6)]
    memory = _memory(installation)
    with Attack(installation, given.slow) as attack:
        took, halfway = _each_second(installation, neighbour, given.seconds)
    slowest = max(took, key=lambda each: each.visible)
    seconds = sorted(each.visible for each in took)
    return {
        "webhook to visible alone": round(statistics.median(each.visible for each in alone), 3),
        "besieged": {"n": len(seconds), "p50": _at(seconds, 0.5), "p99": _at(seconds, 0.99), "max": _at(seconds, 1.0)},
        "slowest": {"second": round(slowest.began_at - took[0].began_at), **slowest.parts(local["database_url"])},
        **attack.found,
        "memory MiB (before, halfway, after)": {
            part: [memory[part], halfway[part], after] for part, after in _memory(installation).items()
        },
    }


def _each_second(installation: Installation, neighbour: Neighbour, seconds: float) -> tuple[list[Told], dict[str, int]]:
    """How long each webhook took to be visible, and the memory halfway."""
    took: list[Told] = []
    halfway: dict[str, int] = {}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not halfway and time.monotonic() > until - seconds / 2:
            halfway = _memory(installation)
        took.append(neighbour.until_visible(len(took) + 1))
        time.sleep(max(0.0, 1.0 - took[-1].visible))
    return took, halfway


def _at(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 3)


def _memory(installation: Installation) -> dict[str, int]:
    """Resident MiB of each part."""
    found = {}
    for part in PARTS:
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in installation.pids(part)]
        found[part] = sum(pages) * 4096 // 2**20
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
