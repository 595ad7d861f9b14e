"""A database that is frozen keeps its sockets open and says nothing: everybody else says so, and goes on afterwards."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.patience import at_this_load, wait_until
from tests.support.running_system import RunningSystem, running_system
from tests.support.webhooks import a_group, an_alert

pytestmark = pytest.mark.slow

#: Far above what is promised (1 s, 10 s) and far below never.
_HEALTH_S, _WEBHOOK_S = 5.0, 25.0


@contextmanager
def frozen(directory: Path) -> Iterator[None]:
    """The server and everything that it has started."""
    pid = int((directory / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in listed.splitlines())}
    stopped = [pid, *(child for child, parent in parents.items() if parent == pid)]
    for each in stopped:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in stopped:
            os.kill(each, signal.SIGCONT)


def health(system: RunningSystem, *, key: bool) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {system.local['api_key']}"} if key else {}
    answer = httpx.get(f"{system.local['api_url']}/healthz", headers=headers, timeout=at_this_load(_HEALTH_S))
    return answer.status_code, answer.json()


def test_a_frozen_database_is_told_at_once_and_nobody_hangs(quick_path: Path):
    with running_system(quick_path / ".sre") as system:
        wait_until(lambda: health(system, key=True)[1]["status"] == "ok", "it is well")
        assert system.post_webhook(a_group(an_alert("f1f1000000000001"))).status_code == 202
        with frozen(system.directory):
            wait_until(lambda: health(system, key=False) == (503, {"status": "failing"}), "it is told")
            status, report = health(system, key=True)
            assert (status, report["problems"]) == (503, ["database: does not answer (silent)"])
            began = time.monotonic()
            with ThreadPoolExecutor(12) as senders:
                answers = [*senders.map(lambda n: _sent(system, n), range(12))]
            assert time.monotonic() - began < at_this_load(_WEBHOOK_S)
            assert {answer.status_code for answer in answers} == {503}
            assert health(system, key=False)[0] == 503
        wait_until(lambda: _sent(system, 0).status_code == 202, "webhooks are taken again")
        wait_until(lambda: health(system, key=True)[1]["status"] == "ok", "it is well again")
        wait_until(
            lambda: (
                {item["fingerprint"] for item in system.get("/v1/alerts/active")["items"]}
                >= {"f1f1000000000001", "f1f1000000000100"}
            ),
            "both alerts are seen",
        )


def _sent(system: RunningSystem, number: int) -> httpx.Response:
    return system.post_webhook(a_group(an_alert(f"f1f10000000001{number:02x}")))
