"""Running git: no shell, no prompts, nobody's configuration, and an end in time and in bytes."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO, Final

from shared.ports.repository import RepositoryUnavailable

#: What one command may answer.
MOST_BYTES: Final = 64 * 2**20
_ALONE: Final[Mapping[str, str]] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C.UTF-8",
}
#: Addresses may be of these kinds only: ``ext::`` would run a command.
_CONFIGURED: Final[Mapping[str, str]] = {
    "protocol.allow": "never",
    "protocol.https.allow": "always",
    "protocol.ssh.allow": "always",
    "core.hooksPath": os.devnull,
    "gc.auto": "0",
    "fetch.fsckObjects": "true",
}


@dataclass(frozen=True, slots=True)
class GitResult:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """Git in one directory. ``secret`` is configuration that must not be seen among a process's arguments."""

    directory: Path
    timeout_s: float = 120.0
    local_files: bool = False
    """Whether repositories may be directories of this machine."""
    secret: Mapping[str, str] = field(default_factory=dict)

    def ask(self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> GitResult:
        """Runs one command; a code other than 0 is an answer. Raises RepositoryUnavailable when its time is over."""
        configured = {**_CONFIGURED, **({"protocol.file.allow": "always"} if self.local_files else {}), **self.secret}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as into:
            into.write(given)
            into.seek(0)
            process = subprocess.Popen(  # noqa: S603 - arguments are a list, and what comes from outside is no option
                [_executable(), *arguments],
                cwd=self.directory,
                stdin=into,
                stdout=out,
                stderr=err,
                env={"PATH": os.defpath, "HOME": str(self.directory), **_ALONE}
                | _as_environment(configured)
                | dict(environment or {}),
                start_new_session=True,
            )
            try:
                code = process.wait(self.timeout_s)
            except subprocess.TimeoutExpired as late:
                raise RepositoryUnavailable(f"git {arguments[0]} was not done in {self.timeout_s:g} s") from late
            finally:
                _end(process)
            return GitResult(code, _read(out, MOST_BYTES), _read(err, 8_192).decode("utf-8", "replace").strip())

    def tell(self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> GitResult:
        """Runs a command that must succeed. Raises RepositoryUnavailable with what git said."""
        result = self.ask(*arguments, given=given, environment=environment)
        if result.code != 0:
            raise RepositoryUnavailable(f"git {arguments[0]}: {result.err[:500] or f'code {result.code}'}")
        return result


def fields_of(result: GitResult) -> Sequence[str]:
    """Splits an answer at its zero bytes (``-z``)."""
    return [field for field in result.text.split("\0") if field]


@lru_cache(maxsize=1)
def _executable() -> str:
    found = shutil.which("git")
    if found is None:
        raise RepositoryUnavailable("there is no git on this machine: install it")
    return found


def _as_environment(configured: Mapping[str, str]) -> dict[str, str]:
    pairs = {"GIT_CONFIG_COUNT": str(len(configured))}
    for number, (key, value) in enumerate(configured.items()):
        pairs |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return pairs


def _read(file: IO[bytes], most: int) -> bytes:
    file.seek(0)
    return file.read(most)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Its helpers (ssh, remote-https) end with it."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
