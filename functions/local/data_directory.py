"""Where one installation keeps everything: who uses it now, its secrets, its logs."""

import fcntl
import json
import os
import shutil
from pathlib import Path
from typing import Any

_LOG_LIMIT = 16 * 1024 * 1024


class DirectoryInUse(RuntimeError):  # noqa: N818 - names the condition
    """Another ``sre run`` works on this directory; the message names its pid."""


class DataDirectory:
    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.local_file = self.path / "local.json"
        #: What the next ``local.json`` will be, until everything answers.
        self.prepared_file = self.path / "local.json.next"
        self.logs = self.path / "logs"
        self._lock: int | None = None

    def take(self) -> None:
        """For this process alone, until it ends however it ends."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.logs.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise DirectoryInUse(
                f"{self.path} is in use by process {owner}; stop that one, or choose another directory"
                " with --data-dir or SRE_DATA_DIR"
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._lock = descriptor

    def release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def in_use(self) -> bool:
        """Does some ``sre run`` work on it now?"""
        try:
            descriptor = os.open(self.path / "lock", os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def trim_logs(self) -> None:
        """Keep one earlier piece of a log that has grown; its writer appends, so the file stays and is emptied."""
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > _LOG_LIMIT:
                shutil.copyfile(log, log.with_suffix(".log.1"))
                os.truncate(log, 0)


def read_json(path: Path) -> dict[str, Any]:
    """Empty when there is no such file or it is not readable as what it should be."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_private_json(path: Path, value: dict[str, Any]) -> None:
    """Whole or not at all, and readable by its owner only from its first byte."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
