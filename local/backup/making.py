"""Making a backup of an installation that goes on running, and an installation of a backup."""

import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from local.backup.archive import BESIDE, DUMP, About, BackupUnusable, digest_of, pack, unpack
from local.backup.tools import dump, restore
from local.data_directory import DataDirectory
from local.embedded_postgres import running
from shared.adapters.postgres.inventory import hand_over, is_empty, leave_roles_only, moment_of
from shared.adapters.postgres.migrate import migrate
from shared.bootstrap.operator import build_verifier
from shared.ports.clock import SystemClock
from shared.ports.history import every_stretch

_FACTS = "domain.fact"
_FEW = 5


class RestoreRefused(RuntimeError):  # noqa: N818 - names the condition
    """There is something already where it should be restored to, or what was restored is not what was backed up."""


@dataclass(frozen=True, slots=True)
class Copied:
    facts: int
    tables: int
    rows: int


def back_up(url: str, directory: Path, target: Path) -> Copied:
    """Copies the database as one moment sees it, and the keys beside it. Raises psycopg.Error, PostgresFailed, OSError.

    ``directory`` is the installation's data directory; where the database is another server's it may hold no keys.
    """
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as folder:
        dumped = Path(folder) / DUMP
        with moment_of(url) as moment:
            counts, owners = moment.counts(), moment.owners()
            dump(url, moment.snapshot, dumped)
        about = About(
            version=version("ameide-sre"),
            made_at=SystemClock().now().isoformat(),
            counts=counts,
            owners=owners,
            dump_sha256=digest_of(dumped),
        )
        pack(target.absolute(), about, dumped, directory)
    return _copied(about)


def restore_to_directory(source: Path, directory: Path) -> Copied:
    """Makes an installation with the embedded database of it, where there is none yet.

    Raises RestoreRefused, BackupUnusable, DirectoryInUse, PostgresFailed; then nothing is left of what was begun.
    """
    data = DataDirectory(directory)
    data.take()
    try:
        if (data.path / "postgres").exists() or data.local_file.exists():
            raise RestoreRefused(f"{data.path} holds an installation already; name an empty directory")
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=data.path) as folder:
            about = unpack(source, Path(folder))
            try:
                with running(data.path) as server:
                    _fill(server.url, about, Path(folder) / DUMP)
            except BaseException:
                shutil.rmtree(data.path / "postgres", ignore_errors=True)
                raise
            _lay_beside(Path(folder), data.path)
    finally:
        data.release()
    return _copied(about)


def restore_to_server(source: Path, url: str, directory: Path) -> Copied:
    """Fills an empty database of another server, and lays the keys into the data directory. Raises as above."""
    if not is_empty(url):
        raise RestoreRefused("the database has tables already; name an empty one in SRE_DATABASE_URL")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=directory) as folder:
        about = unpack(source, Path(folder))
        _fill(url, about, Path(folder) / DUMP)
        _lay_beside(Path(folder), directory)
    return _copied(about)


def _fill(url: str, about: About, dumped: Path) -> None:
    migrate(url)  # for the roles, which no dump holds
    leave_roles_only(url)
    restore(url, dumped)
    hand_over(url, list(about.owners))
    _check(url, about)


def _check(url: str, about: About) -> None:
    """Is it what was backed up? Every table's rows are counted, and every chain of facts is followed."""
    with moment_of(url) as moment:
        counts = moment.counts()
    differing = sorted(name for name in {*counts, *about.counts} if counts.get(name) != about.counts.get(name))
    if differing:
        raise RestoreRefused(f"{', '.join(differing[:_FEW])}: not as many rows as were backed up")
    flaws = [flaw for stretch in every_stretch(build_verifier(url)) for flaw in stretch.flaws]
    if flaws:
        raise RestoreRefused(f"{len(flaws)} chains of facts are broken, the first of {flaws[0]}")


def _lay_beside(folder: Path, directory: Path) -> None:
    for name in BESIDE:
        if (folder / name).is_file():
            (folder / name).chmod(0o600)
            (folder / name).replace(directory / name)


def _copied(about: About) -> Copied:
    return Copied(about.counts.get(_FACTS, 0), len(about.counts), sum(about.counts.values()))


__all__ = ["BackupUnusable", "Copied", "RestoreRefused", "back_up", "restore_to_directory", "restore_to_server"]
