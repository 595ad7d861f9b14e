"""`sre run` as a user starts it, and the API and webhooks as a user reaches them."""

import json
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.support.patience import PATIENCE_S, wait_until

#: A start is four interpreters that read the whole system.
_START_S = 3 * PATIENCE_S
#: Reading who signs certificates takes longer than to ask, and what is waited for is asked often.
_TLS = ssl.create_default_context()


@dataclass
class RunningSystem:
    directory: Path
    local: dict[str, Any]
    process: subprocess.Popen[bytes]

    def get(self, path: str, **parameters: Any) -> Any:
        answer = httpx.get(
            self.local["api_url"] + path,
            params=parameters,
            headers={"Authorization": f"Bearer {self.local['api_key']}"},
            timeout=PATIENCE_S,
            verify=_TLS,
        )
        answer.raise_for_status()
        return answer.json()

    def post_webhook(self, body: Any, kind: str = "alertmanager") -> httpx.Response:
        webhook = self.local["webhooks"][kind]
        headers = {"Authorization": f"Bearer {webhook['token']}", "Content-Type": "application/json"}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.post(webhook["url"], content=content, headers=headers, timeout=PATIENCE_S, verify=_TLS)

    def sre(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cli.main", *arguments, "--data-dir", str(self.directory)]
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


@contextmanager
def running_system(directory: Path, *arguments: str) -> Iterator[RunningSystem]:
    """Started and, at the end, stopped with Ctrl-C."""
    system = start(directory, *arguments)
    try:
        yield system
    finally:
        stop(system)


def start(directory: Path, *arguments: str) -> RunningSystem:
    command = [sys.executable, "-m", "cli.main", "run", "--port", "0", "--data-dir", str(directory), *arguments]
    output = directory.parent / f"{directory.name.lstrip('.')}.out"
    with output.open("w") as log:
        process = subprocess.Popen(
            command,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(os.environ) | {"PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )

    def ready() -> bool:
        said = output.read_text()
        if process.poll() is not None:
            raise AssertionError(f"sre run ended with {process.returncode}:\n{said}")
        return any(line.startswith("ready") for line in said.splitlines())

    wait_until(ready, "`sre run` is ready", patience_s=_START_S)
    return RunningSystem(directory, json.loads((directory / "local.json").read_text()), process)


def stop(system: RunningSystem) -> int:
    if system.process.poll() is None:
        system.process.send_signal(signal.SIGINT)
    return system.process.wait(PATIENCE_S)
