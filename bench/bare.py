"""The floor endpoint, served as functions-framework serves it, beside the system and on its database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.database import Database

TABLES = """
CREATE SCHEMA bare;
CREATE TABLE bare.inbox (id uuid PRIMARY KEY, at timestamptz DEFAULT now());
CREATE TABLE bare.alert (id uuid PRIMARY KEY, body jsonb, at timestamptz DEFAULT now());
CREATE TABLE bare.outbox (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);
"""


@contextmanager
def a_bare_endpoint(database: Database) -> Iterator[dict[str, str]]:
    """Its address in the form in which the system names its webhooks."""
    database.execute(TABLES)
    port = _free_port()
    source = Path(__file__).parent / "bare_function" / "main.py"
    command = [sys.executable, "-m", "functions_framework", "--source", str(source), "--target", "bare"]
    environment = dict(os.environ) | {"BARE_DATABASE_URL": database.url}
    process = subprocess.Popen([*command, "--port", str(port), "--host", "127.0.0.1"], env=environment)
    try:
        _wait(port)
        yield {"url": f"http://127.0.0.1:{port}/", "token": "unused"}
    finally:
        process.terminate()
        process.wait(15)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the bare endpoint did not start")
