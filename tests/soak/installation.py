"""`sre run` in a directory of its own, its processes by name, and what is left of them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from tests.support.ports import free_port

PARTS = ("front", "writer", "views")
_START_S = 120.0

#: By part; all others are parts of what works behind.
_MODULES = {"front": "local.front", "fork server": "local.forking.server"}


class Installation:
    """The supervisor is started again whenever it is told to be, as systemd would."""

    def __init__(self, directory: Path) -> None:
        self.data = directory / "data"
        self._output = (directory / "run.out").open("ab")
        self.port = free_port()
        self.supervisor: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            str(Path(sys.executable).parent / "sre"),
            "run",
            "--port",
            str(self.port),
            "--data-dir",
            str(self.data),
        ]
        self.supervisor = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._output, stderr=self._output, start_new_session=True
        )

    def wait_ready(self, patience_s: float = _START_S) -> None:
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            if self.healthy() and (self.data / "local.json").exists():
                return
            if self.supervisor is not None and self.supervisor.poll() is not None:
                self.start()
            time.sleep(0.05)
        raise AssertionError(f"not healthy within {patience_s:.0f} s")

    def healthy(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    @property
    def local(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data / "local.json").read_text("utf-8"))
        return found

    def pids(self, part: str) -> list[int]:
        """Of a part, of the database's server (``database``), or of all its processes (``database*``)."""
        if part == "supervisor":
            return [self.supervisor.pid] if self.supervisor is not None and self.supervisor.poll() is None else []
        if part.startswith("database"):
            server = _postmaster(self.data / "postgres")
            if part == "database" or not server:
                return server
            return server + [pid for pid, parent, _ in _processes() if parent in server]
        module = _MODULES.get(part, f"local.back {part}")
        return [pid for pid, _, command in _processes() if module in command and self._is_ours(pid)]

    def kill(self, part: str, number: int = signal.SIGKILL) -> int:
        """How many processes were there to be killed."""
        found = self.pids(part)
        for pid in found:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        return len(found)

    def stop(self) -> None:
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.supervisor.send_signal(signal.SIGINT)
            self.supervisor.wait(60)
        self._output.close()

    def left(self) -> list[str]:
        """Processes of this installation that outlived it."""
        found = (self.data / "postgres").stat()
        marks = (str(self.data), f"sre-{found.st_dev:x}-{found.st_ino:x}")
        return [
            f"{pid} {command[:120]}"
            for pid, _, command in _processes()
            if any(mark in command for mark in marks) or ("-m local." in command and self._is_ours(pid))
        ]

    def _is_ours(self, pid: int) -> bool:
        try:
            return str(self.data).encode() in Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return False


def _postmaster(directory: Path) -> list[int]:
    try:
        pid = int((directory / "postmaster.pid").read_text().splitlines()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        return []
    return [pid] if b"cluster_name=sre-" in command else []


def _processes() -> list[tuple[int, int, str]]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 2) for line in listed.splitlines())
    return [(int(row[0]), int(row[1]), row[2]) for row in rows if len(row) == 3]
