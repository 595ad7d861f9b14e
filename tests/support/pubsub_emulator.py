"""Google's emulator, where the Cloud SDK component and a Java are installed."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.ports import free_port

_START_DEADLINE_S = 60.0
#: It ends before it would win back what its second compiler takes.
_SHORT_LIVED = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


def installed_jar() -> Path | None:
    given = os.environ.get("PUBSUB_EMULATOR_JAR")
    if given:
        return Path(given)
    gcloud = shutil.which("gcloud")
    if gcloud is None or shutil.which("java") is None:
        return None
    folder = Path(gcloud).resolve().parents[1] / "platform" / "pubsub-emulator" / "lib"
    return next(iter(sorted(folder.glob("cloud-pubsub-emulator-*-all.jar"))), None)


@contextmanager
def pubsub_emulator(jar: Path) -> Iterator[str]:
    """``host:port`` for PUBSUB_EMULATOR_HOST."""
    address = f"127.0.0.1:{free_port()}"
    host, port = address.split(":")
    command = ["java", *_SHORT_LIVED, "-jar", str(jar), f"--host={host}", f"--port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(f"http://{address}/", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_DEADLINE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the Pub/Sub emulator ended with {process.returncode}")
        try:
            if httpx.get(url, timeout=1.0).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise RuntimeError("the Pub/Sub emulator does not answer")
