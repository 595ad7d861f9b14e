"""From the start of a process to its first answer, as the image starts it: each function, and one that does nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from bench.measure import RUNS, Result, result
from shared.bootstrap.deployables import DEPLOYABLES
from shared.bootstrap.liveness import LIVENESS

_COMMAND = (sys.executable, "-P", "-m", "shared.bootstrap.serve")
_IDLE = ("idle", "bench/idle_function/main.py")
#: What every function finds where nobody of those named answers.
SETTINGS = {
    "HOST": "127.0.0.1",
    "PORT": "0",
    "SRE_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "SRE_TRANSPORT": "pubsub",
    "SRE_IDENTITY_JWKS": "https://keys.invalid/certs",
    "SRE_IDENTITY_ISSUER": "https://issuer.invalid",
    "SRE_IDENTITY_AUDIENCE": "https://audience.invalid",
    "SRE_IDENTITY_CALLERS": "push@project.invalid",
    "SRE_WRITER_URL": "https://writer.invalid/",
    "SRE_CODER_URL": "https://coder.invalid",
    "SRE_CONSOLE_ORIGINS": "https://console.invalid",
    "SRE_EMBEDDINGS": "none",
}


def run() -> Iterator[Result]:
    for row in DEPLOYABLES:
        ours, idle = [], []
        for _ in range(RUNS):
            idle.append(_milliseconds(*_IDLE))
            ours.append(_milliseconds(row.targets[0].name, f"functions/{row.function}/main.py"))
        yield result(f"cold start {row.function}", "ms", ours, idle, "a function that does nothing, served so too")


def _milliseconds(target: str, source: str) -> float:
    """Until the first 200."""
    environment = {**os.environ, **SETTINGS, "FUNCTION_TARGET": target, "FUNCTION_SOURCE": source}
    root = Path(__file__).parents[1]
    started = time.perf_counter()
    with subprocess.Popen(_COMMAND, cwd=root, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            with urlopen(f"http://127.0.0.1:{int(said.rpartition(':')[2])}{LIVENESS}") as answer:
                assert answer.status == 200
            return (time.perf_counter() - started) * 1000
        finally:
            process.terminate()
