"""The code of an earlier version, out of the history of this repository."""

import os
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from shared.adapters.postgres.migrate import shipped

_ROOT = Path(__file__).parents[2]
_MIGRATIONS = "shared/adapters/postgres/migrations"


class NoHistory(RuntimeError):  # noqa: N818 - names the condition
    """The message says what is missing and what to do."""


def code_before(migration: str, directory: Path) -> str:
    """Puts the last code that did not have this migration (its number, ``0016``) into the directory; gives its commit.

    Raises NoHistory.
    """
    (name,) = [name for name, _sql in shipped() if name.startswith(migration)] or [""]
    if not name:
        raise NoHistory(f"no migration is numbered {migration}")
    added = _git("log", "--diff-filter=A", "--format=%H", "--", f"{_MIGRATIONS}/{name}").split()
    if not added:
        raise NoHistory(
            f"the history of this copy does not say when {name} came: commit it, or get the history (a shallow clone:"
            " `git fetch --unshallow`; an archive has none: clone the repository)"
        )
    commit = _git("rev-parse", "--verify", f"{added[-1]}^").strip()
    with tarfile.open(fileobj=BytesIO(_git_bytes("archive", commit))) as archive:
        archive.extractall(directory, filter="data")
    return commit


def migrations_in(tree: Path) -> list[str]:
    """Gives the names of the migrations that this code ships, in order."""
    return sorted(each.name for each in (tree / _MIGRATIONS).glob("*.sql"))


def environment_of(tree: Path) -> dict[str, str]:
    """Lets a Python program import that code, and the packages of this environment."""
    return os.environ | {"PYTHONPATH": str(tree)}


def _git(*arguments: str) -> str:
    return _git_bytes(*arguments).decode()


def _git_bytes(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(_ROOT), *arguments], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as failed:
        said = getattr(failed, "stderr", b"").decode().strip() or str(failed)
        raise NoHistory(f"git cannot say what was before ({said}): clone the repository with its history") from failed
    return done.stdout
