"""The system that `sre demo` plays on: `sre run --demo-cluster`, in a directory of its own."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cli.answering import fail
from cli.installation import Installation, open_installation
from cli.start import supervisor_command

_PATIENCE_S: Final = 300.0
_LOOK_S: Final = 0.2
_STOP_S: Final = 30.0
_LINES: Final = 5


@contextmanager
def demo_system(directory: Path, *, stubborn: bool) -> Iterator[Installation]:
    """Started when the block begins, and stopped as by Ctrl-C when it ends."""
    log = directory / "run.log"
    command = supervisor_command(directory, 0, "--demo-cluster", *(["--stubborn"] if stubborn else []))
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        _wait(process, log)
        yield open_installation(directory)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        said = log.read_text("utf-8", "replace").splitlines()
        if any(line.startswith("ready") for line in said):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            fail("the system does not start; the last that it said:\n  " + "\n  ".join(said[-_LINES:]))
        time.sleep(_LOOK_S)
