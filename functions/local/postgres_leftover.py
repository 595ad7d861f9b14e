"""A server that outlived whoever started it: found, told apart from strangers with the same pid, and stopped."""

import os
import signal
import subprocess
import time
from pathlib import Path

from functions.local.postgres_account import PostgresFailed

_POLL_S = 0.02


def cluster_name(data: Path) -> str:
    """Stands in the server's command line, so that a pid can be recognised as the server of this very directory."""
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


def stop_leftover(data: Path, timeout_s: float) -> None:
    """Fast shutdown, then an immediate one: the log is replayed at the next start, so nothing is lost by either."""
    for order, patience in ((signal.SIGINT, timeout_s), (signal.SIGQUIT, 10.0)):
        pid = running_pid(data)
        if pid is None:
            return
        os.kill(pid, order)
        deadline = time.monotonic() + patience
        while running_pid(data) is not None and time.monotonic() < deadline:
            time.sleep(_POLL_S)
    if running_pid(data) is not None:
        raise PostgresFailed(f"the server with pid {running_pid(data)} on {data} does not stop; stop it by hand")


def disarm_stale_files(data: Path, sockets: Path) -> None:
    """Let no pid that now belongs to a stranger block the start.

    The pid file stays, with our own pid in it: PostgreSQL takes a lock of its parent for stale, and still examines the
    shared memory block recorded below, which orphaned backends of a killed server may be using.
    """
    lines = _pid_file(data)
    if lines:
        (data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n", "utf-8")
    for left in sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


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
