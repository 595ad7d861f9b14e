"""Google's Pub/Sub emulator: found where the Cloud SDK has it, and started."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from local.lifeline import following

_START_S = 60.0
_POLL_S = 0.05
#: It ends before it would win back what its second compiler takes.
_SHORT_LIVED = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


class EmulatorMissing(RuntimeError):  # noqa: N818 - names the condition
    """The emulator cannot be started here; the message says what to install."""


def installed_jar() -> Path | None:
    """``PUBSUB_EMULATOR_JAR``, or what the Cloud SDK holds; None where there is none, or no Java."""
    given = os.environ.get("PUBSUB_EMULATOR_JAR")
    if given:
        return Path(given)
    gcloud = shutil.which("gcloud")
    if gcloud is None or shutil.which("java") is None:
        return None
    folder = Path(gcloud).resolve().parents[1] / "platform" / "pubsub-emulator" / "lib"
    return next(iter(sorted(folder.glob("cloud-pubsub-emulator-*-all.jar"))), None)


def the_jar() -> Path:
    """Raises EmulatorMissing."""
    jar = installed_jar()
    if jar is None:
        raise EmulatorMissing(
            "the Pub/Sub emulator is not installed: it needs Java and `gcloud components install pubsub-emulator`,"
            " or its jar in PUBSUB_EMULATOR_JAR"
        )
    return jar


class PubSubEmulator:
    """``address``: host:port, for PUBSUB_EMULATOR_HOST. What it holds is in its memory, and ends with it."""

    def __init__(self, address: str) -> None:
        self._address = address
        host, _, port = address.rpartition(":")
        self._process = subprocess.Popen(
            ["java", *_SHORT_LIVED, "-jar", str(the_jar()), f"--host={host}", f"--port={port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=following(),  # noqa: PLW1509 - calls two C functions, prepared before
        )

    def wait(self) -> None:
        """Until it answers. Raises EmulatorMissing when it does not."""
        deadline = time.monotonic() + _START_S
        while self.alive() and time.monotonic() < deadline:
            try:
                with urlopen(f"http://{self._address}/", timeout=1.0):
                    return
            except (URLError, OSError):
                time.sleep(_POLL_S)
        raise EmulatorMissing(f"the Pub/Sub emulator does not answer at {self._address}")

    def alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """At once: it keeps nothing that it could write down."""
        self._process.kill()
        self._process.wait()
