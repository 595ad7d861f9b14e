"""``make soak NAME=siege``: one tenant and strangers do their worst at once; another tenant must not notice.

500 slow or silent clients, the worst inputs of their kind one after the other and, every ten seconds, 100 of them at
once; meanwhile another tenant sends an alert a second and asks until it sees it. Prints one JSON line: webhook →
visible (p50, p99, max), how the hostile requests were answered, and the memory of each part before, halfway and after.
"""

import argparse
import json
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import httpx

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.provision import Provisioning
from tests.soak.installation import PARTS, Installation
from tests.soak.sender import webhook

_LIMIT_S = 30.0


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

    def until_visible(self, number: int) -> float:
        """Seconds from the webhook to the alert in the list of active ones."""
        fingerprint = f"neighbour-{number}"
        began = time.monotonic()
        until = began + _LIMIT_S
        while time.monotonic() < until and not self._sent(fingerprint):
            time.sleep(0.05)
        while time.monotonic() < until:
            if self._seen(fingerprint):
                return time.monotonic() - began
            time.sleep(0.02)
        return _LIMIT_S

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
    took.sort()
    return {
        "webhook to visible alone": round(statistics.median(alone), 3),
        "besieged": {"n": len(took), "p50": _at(took, 0.5), "p99": _at(took, 0.99), "max": round(took[-1], 3)},
        **attack.found,
        "memory MiB (before, halfway, after)": {
            part: [memory[part], halfway[part], after] for part, after in _memory(installation).items()
        },
    }


def _each_second(
    installation: Installation, neighbour: Neighbour, seconds: float
) -> tuple[list[float], dict[str, int]]:
    """How long each webhook took to be visible, and the memory halfway."""
    took: list[float] = []
    halfway: dict[str, int] = {}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not halfway and time.monotonic() > until - seconds / 2:
            halfway = _memory(installation)
        took.append(neighbour.until_visible(len(took) + 1))
        time.sleep(max(0.0, 1.0 - took[-1]))
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
