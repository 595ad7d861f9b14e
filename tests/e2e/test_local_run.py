"""One command brings up the whole system, and neither Ctrl-C nor a crash leaves anything in the way."""

import json
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.memory import quick_directory
from tests.support.patience import PATIENCE_S, wait_until
from tests.support.ports import free_port
from tests.support.processes import children_of

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

_numbers = count()


class Running:
    """`sre run` in a directory of its own."""

    def __init__(
        self, data: Path, *arguments: str, largest_file: int = resource.RLIM_INFINITY, **environment: str
    ) -> None:
        """``largest_file``: no file grows beyond this many bytes, as if the disk were full."""
        self.data = data
        self.output = data.with_suffix(f".{next(_numbers)}.out")
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [Path(sys.executable).parent / "sre", "run", "--data-dir", data, *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if not name.startswith("SRE_")} | environment,
                preexec_fn=lambda: resource.setrlimit(  # noqa: PLW1509 - one call
                    resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY)
                ),
            )

    def ready(self) -> "Running":
        wait_until(
            lambda: "\nready " in f"\n{self.text}" or self.process.poll() is not None,
            self.text_of,
            patience_s=3 * PATIENCE_S,
        )
        assert "ready " in self.text, self.text
        return self

    @property
    def text(self) -> str:
        return self.output.read_text("utf-8")

    def text_of(self) -> str:
        logs = [log.read_text("utf-8", "replace")[-3000:] for log in (self.data / "logs").glob("*.log")]
        return "\n".join([self.text, *logs])

    @property
    def local(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data / "local.json").read_text("utf-8"))
        return found

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def data(quick_path: Path) -> Path:
    return quick_path / "data"


@pytest.fixture
def run(data: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(*arguments: str, directory: Path = data, **given: Any) -> Running:
        started.append(Running(directory, *(arguments or ("--port", "0")), **given))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """One for all who only look, or who harm what mends itself."""
    with quick_directory("sre-run-") as directory:
        running = Running(directory / "data", "--port", "0").ready()
        yield running
        running.stop()


def test_it_answers_and_says_where(running):
    local = running.local
    assert stat.S_IMODE((running.data / "local.json").stat().st_mode) == 0o600
    assert local["pid"] == running.process.pid
    assert local["api_url"].startswith("http://127.0.0.1:")
    assert local["database_url"].startswith("postgresql://")
    assert local["api_key"].startswith("sre_")
    assert {"alertmanager", "grafana", "argocd"} <= local["webhooks"].keys()
    for kind, webhook in local["webhooks"].items():
        assert webhook["url"] == f"{local['api_url']}/webhooks/{kind}"
        assert len(webhook["token"]) >= 43
    health = httpx.get(f"{local['api_url']}/healthz", timeout=PATIENCE_S)
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    operations = {
        operation["operationId"]
        for path in httpx.get(f"{local['api_url']}/openapi.json", timeout=PATIENCE_S).json()["paths"].values()
        for operation in path.values()
    }
    assert "SearchIncidents" in operations


def test_after_a_kill_it_starts_again_with_the_same_keys_and_port_and_beside_another(run, running, data):
    """Two run side by side, and one stops cleanly."""
    first = run().ready()
    before = first.local
    first.process.kill()
    first.process.wait(PATIENCE_S)
    port = before["api_url"].rpartition(":")[2]
    again = run("--port", port).ready()
    # A port inside and a link that is good for one sign-in are new with each start.
    new = {name: again.local[name] for name in ("writer_url", "console_url")}
    assert again.local == before | new | {"pid": again.process.pid}
    urls = {each.local["api_url"] for each in (running, again)}
    assert len(urls) == 2
    assert all(httpx.get(f"{url}/healthz", timeout=PATIENCE_S).status_code == 200 for url in urls)
    assert again.stop() == 0
    assert _processes_of(data) == []
    assert _accepted(running)


def test_a_part_that_dies_is_started_again_and_that_is_said(running):
    for part in ("local.back writer", "local.back views", "local.front"):
        (pid,) = [pid for pid, command in children_of(running.process.pid) if part in command]
        os.kill(pid, signal.SIGKILL)
        wait_until(partial(_another, running, part, pid), running.text_of)
    url = f"{running.local['api_url']}/healthz"
    assert httpx.get(url, timeout=PATIENCE_S).status_code == 200
    for part in ("writer", "views", "front"):
        _wait_until_said(running, f"{part} ended (SIGKILL)")


def test_a_part_that_is_halted_is_ended_started_again_and_that_is_said(run):
    running = run(SRE_SILENCE_S="4").ready()
    for part in ("local.back writer", "local.back views", "local.front"):
        (pid,) = [pid for pid, command in children_of(running.process.pid) if part in command]
        os.kill(pid, signal.SIGSTOP)
    for part in ("writer", "views", "front"):
        _wait_until_said(running, f"{part} has been stopped by a signal and was killed")
    wait_until(lambda: _accepted(running), running.text_of)


def test_the_database_killed_again_and_again_also_while_it_recovers_comes_back_and_the_parts_stay(running):
    parts = {pid for pid, command in children_of(running.process.pid) if "local" in command}
    for _ in range(4):
        wait_until(lambda: _servers(running.process.pid), running.text_of)
        for pid in _servers(running.process.pid):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: _accepted(running), running.text_of)
    assert parts == {pid for pid, command in children_of(running.process.pid) if "local" in command}
    assert "postgres  ended and starts again" in running.text


def test_killed_while_it_starts_it_leaves_nobody_behind_and_starts_again(run, data):
    """Again and again in a row: what is killed is each time the start after a kill, and it comes a step further."""
    port = str(free_port())
    for phase in ("initdb", "local.prepare", "local.back", "local.front"):
        started = run("--port", port)
        wait_until(partial(_reached, started, phase), started.text_of)
        started.process.kill()
        started.process.wait(PATIENCE_S)
    again = run("--port", port).ready()
    assert again.local["api_url"].endswith(f":{port}")
    assert _accepted(again)
    assert again.stop() == 0
    assert _processes_of(data) == []


def test_a_disk_without_room_at_the_first_start_is_waited_for_and_the_outside_is_told(run):
    port = str(free_port())
    running = run("--port", port, largest_file=4 * 1024 * 1024)
    wait_until(lambda: "does not start and is tried again until it does" in running.text, running.text_of)
    wait_until(lambda: _status(f"http://127.0.0.1:{port}/webhooks/alertmanager") == 503, running.text_of)
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert _accepted(running.ready())


def test_the_same_directory_twice_is_refused_by_the_pid(run, running):
    second = run(directory=running.data)
    assert second.process.wait(PATIENCE_S) == 1
    assert f"in use by process {running.process.pid}" in second.text


def _wait_until_said(running: Running, what: str) -> None:
    wait_until(lambda: what in running.text, running.text_of)


def _reached(running: Running, phase: str) -> bool:
    return any(phase in command for _, command in children_of(running.process.pid))


def _another(running: Running, part: str, ended: int) -> bool:
    """Whoever was killed is listed until it is dead."""
    return any(part in command and pid != ended for pid, command in children_of(running.process.pid))


def _accepted(running: Running) -> bool:
    """Is a webhook taken?"""
    webhook = running.local["webhooks"]["alertmanager"]
    body = {"version": "4", "groupKey": "{}:{}", "receiver": "sre", "status": "firing", "alerts": []}
    headers = {"Authorization": f"Bearer {webhook['token']}"}
    try:
        return httpx.post(webhook["url"], json=body, headers=headers, timeout=PATIENCE_S).status_code == 202
    except httpx.TransportError:
        return False


def _status(url: str) -> int:
    try:
        return httpx.post(url, json={}, timeout=PATIENCE_S).status_code
    except httpx.TransportError:
        return 0


def _servers(pid: int) -> list[int]:
    return [child for child, command in children_of(pid) if "cluster_name=sre-" in command]


def _processes_of(data: Path) -> list[str]:
    """Whoever works in the directory, after a moment to end: its server's name holds the inode of its data."""
    found = (data / "postgres").stat()
    marks = (str(data), f"sre-{found.st_dev:x}-{found.st_ino:x}")

    def left() -> list[str]:
        listed = subprocess.run(["ps", "-ww", "-eo", "args="], capture_output=True, text=True, check=True).stdout
        return [line for line in listed.splitlines() if any(mark in line for mark in marks)]

    wait_until(lambda: not left(), lambda: "\n".join(left()))
    return left()
