"""The whole local system, started as a user starts it, in a directory of its own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.database import Database

_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class System:
    local: dict[str, Any]
    database: Database

    @property
    def pid(self) -> int:
        return int(self.local["pid"])

    def wait_until(self, sql: str, at_least: int, patience_s: float = 120.0) -> None:
        """Poll a count every few milliseconds until it is reached."""
        deadline = time.monotonic() + patience_s
        while (seen := self.database.number(sql)) < at_least:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{seen} of {at_least} after {patience_s:.0f} s: {sql}")
            time.sleep(0.02)


@contextmanager
def a_system(purpose: str, **settings: str) -> Iterator[System]:
    with tempfile.TemporaryDirectory(prefix=f"sre-bench-{purpose}-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)
        data = Path(directory) / "data"
        command = [sys.executable, "-m", "cli.main", "run", "--port", "0", "--data-dir", str(data)]
        environment = dict(os.environ) | {"PYTHONUNBUFFERED": "1"} | settings
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True)
        try:
            _wait_ready(process)
            local = json.loads((data / "local.json").read_text("utf-8"))
            with closing(Database(local["database_url"])) as database:
                yield System(local, database)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _wait_ready(process: subprocess.Popen[str]) -> None:
    if process.stdout is None:
        raise RuntimeError("the system has no output to read")
    deadline = time.monotonic() + _PATIENCE_S
    for line in process.stdout:
        if line.startswith("ready"):
            return
        if time.monotonic() > deadline:
            break
    raise RuntimeError("the system did not say `ready`")
