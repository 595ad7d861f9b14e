"""A server that outlived whoever started it: found, told apart from strangers with the same pid, and ended."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from local.postgres_account import PostgresFailed

_POLL_S = 0.02
_IMMEDIATE_S = 3.0
_KILLED_S = 10.0


def cluster_name(data: Path) -> str:
    """Stands in the command line of all its processes, so that a pid is recognised as this very directory's."""
    found = data.stat()
    return f"sre-{found.st_dev:x}-{found.st_ino:x}"


def running_pid(data: Path) -> int | None:
    """The pid of the live server on this directory. The pid file alone proves nothing: pids are given out again."""
    pid = _recorded_pid(data)
    if pid is None or f"cluster_name={cluster_name(data)}" not in _command_line(pid):
        return None
    return pid


def is_ready(data: Path, pid: int) -> bool:
    """PostgreSQL writes its state as the eighth line of the pid file."""
    lines = _pid_file(data)
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"  # noqa: PLR2004


def end_server(data: Path) -> None:
    """Ends it at once, whatever it does: the log is replayed at the next start, so nothing is lost.

    A fast shutdown would wait for a recovery that is under way, for a checkpoint, and for whoever is halted by a
    signal. Processes whose server is gone hold its memory and end only when they next look; they are ended too.
    Raises PostgresFailed when somebody is left.
    """
    pid = running_pid(data)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
        _gone(data, _IMMEDIATE_S)
    deadline = time.monotonic() + _KILLED_S
    while left := [*_processes_of(data)]:
        if time.monotonic() > deadline:
            raise PostgresFailed(f"the server with pid {left[0]} on {data} does not end; end it by hand")
        for one in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        time.sleep(_POLL_S)


def remove_stale_files(data: Path, sockets: Path) -> None:
    """Let no pid that now belongs to a stranger block the start. Call it when nobody is left (``end_server``)."""
    (data / "postmaster.pid").unlink(missing_ok=True)
    for left in sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def _gone(data: Path, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while running_pid(data) is not None and time.monotonic() < deadline:
        time.sleep(_POLL_S)


def _processes_of(data: Path) -> Iterator[int]:
    """The server and whatever it started, also after its death; the server first."""
    name, owner = cluster_name(data), data.stat().st_uid
    found = [
        (not line.startswith("postgres:"), pid)
        for pid, uid, line in _command_lines()
        if uid == owner and (f"cluster_name={name}" in line.split() or line.startswith(f"postgres: {name}: "))
    ]
    yield from (pid for _, pid in sorted(found, reverse=True))


def _recorded_pid(data: Path) -> int | None:
    lines = _pid_file(data)
    try:
        return int(lines[0]) if lines and int(lines[0]) > 0 else None
    except ValueError:
        return None


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []


def _command_lines() -> Iterator[tuple[int, int, str]]:
    """(pid, user id, command line) of every process that is not a zombie."""
    if Path("/proc/self/cmdline").exists():
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    uid, line = entry.stat().st_uid, _command_line(int(entry.name))
                    if line:
                        yield int(entry.name), uid, line
        return
    listed = subprocess.run(
        ["/bin/ps", "-axww", "-o", "pid=,uid=,command="], capture_output=True, text=True, check=False, timeout=10
    ).stdout
    for row in listed.splitlines():
        number, _, rest = row.strip().partition(" ")
        owner, _, command = rest.strip().partition(" ")
        yield int(number), int(owner), command.strip()


def _command_line(pid: int) -> str:
    """Empty for a process that is gone or a zombie."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    return subprocess.run(
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False, timeout=10
    ).stdout
