"""Where one installation keeps everything: who uses it now, its secrets, its logs."""

import contextlib
import errno
import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

#: Two programs that come for the lock are told apart by the number in it, unless there was no room for that either.
_UNKNOWN = "unknown"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_RETRY_S = 1.0


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
            owner = os.read(descriptor, 32).decode("ascii", "replace").strip() or _UNKNOWN
            os.close(descriptor)
            raise DirectoryInUse(
                f"{self.path} is in use by process {owner}; stop that one, or choose another directory"
                " with --data-dir or SRE_DATA_DIR"
            ) from None
        self._lock = descriptor
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())

    def take_when_there_is_room(self, stopping: Event, say: Callable[[str], None]) -> bool:
        """Takes the directory as soon as the disk has room for it. False: told to stop before."""
        told = False
        while not stopping.is_set():
            try:
                self.take()
            except OSError as refused:
                if refused.errno not in _NO_ROOM:
                    raise
                if not told:
                    say(f"data      {self.path} cannot be used yet: {refused}")
                    told = True
                stopping.wait(_RETRY_S)
            else:
                return True
        return False

    def release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def in_use(self) -> bool:
        """Says whether some ``sre run`` works on it now."""
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

    def trim_logs(self, limit: int) -> None:
        """Keep one earlier piece of a log that has outgrown ``limit`` bytes, of at most that size.

        Its writer appends, so the file stays and is emptied. Where there is no room for the earlier piece the log is
        emptied all the same; what is not kept is counted in its first line.
        """
        # Looked for once a second for as long as the system lives, which a pattern would make dearer.
        with os.scandir(self.logs) as found:
            logs = [Path(each.path) for each in found if each.name.endswith(".log")]
        for log in (*logs, self.path / "postgres.log"):
            with contextlib.suppress(FileNotFoundError):
                if log.stat().st_size > limit:
                    _keep_one_piece(log, limit)


def _keep_one_piece(log: Path, limit: int) -> None:
    earlier = log.with_suffix(".log.1")
    with log.open("rb") as file:
        left_out = max(0, os.fstat(file.fileno()).st_size - limit)
        file.seek(left_out)
        try:
            with earlier.open("wb") as piece:
                shutil.copyfileobj(file, piece)
        except OSError:
            left_out = os.fstat(file.fileno()).st_size
            earlier.unlink(missing_ok=True)
    os.truncate(log, 0)
    if left_out:
        with contextlib.suppress(OSError), log.open("ab") as file:
            file.write(b"%d bytes of this log were not kept\n" % left_out)


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
