"""What a part is started as, and the plain way to start it: a new interpreter that reads everything anew."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from local.lifeline import following

#: The exit code of what was asked for and never came to be. No process ends like this.
NEVER_BEGAN = -1000


@dataclass(frozen=True, slots=True)
class PartProgram:
    """``python -m module``. ``descriptors`` are open in it under the same numbers as here."""

    module: str
    arguments: tuple[str, ...]
    descriptors: tuple[int, ...]
    environment: Mapping[str, str]

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-P", "-m", self.module, *self.arguments]


class PartProcess(Protocol):
    """What `subprocess.Popen` is, as far as it is used here."""

    @property
    def pid(self) -> int | None:
        """None while it is asked for and not there yet."""

    def poll(self) -> int | None: ...

    def wait(self, timeout: float) -> int:
        """Raises subprocess.TimeoutExpired."""

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


class Starter(Protocol):
    def start(self, program: PartProgram, *, stdout: int | None = None, stderr: int | None = None) -> PartProcess:
        """Starts it in a session of its own. None: it writes where this process does.

        Raises OSError when the machine has no room for it.
        """


class Executing:
    """Each program from the beginning."""

    def start(self, program: PartProgram, *, stdout: int | None = None, stderr: int | None = None) -> PartProcess:
        return subprocess.Popen(
            program.command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env=program.environment,
            pass_fds=program.descriptors,
            start_new_session=True,
            preexec_fn=following(),  # noqa: PLW1509 - calls two C functions, prepared before
        )
