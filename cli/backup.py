"""`sre backup` and `sre restore`."""

import os
from pathlib import Path
from typing import Annotated

import psycopg
import typer

from cli.answering import console, fail
from cli.installation import database_url
from cli.options import DEFAULT_DATA_DIR, DataDir
from local.backup.making import BackupUnusable, Copied, RestoreRefused, back_up, restore_to_directory, restore_to_server
from local.data_directory import DirectoryInUse
from local.postgres_account import PostgresFailed

BackupFile = Annotated[Path, typer.Argument(help="The file of the backup.")]


def backup(file: BackupFile, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Copy everything of the running installation into one file, as one moment sees it; nothing stops for it.

    The file holds the installation's keys and is readable by you alone. SRE_DATABASE_URL names another PostgreSQL than
    the embedded one; its login must see every row (a superuser, or BYPASSRLS).

    Example: sre backup /var/backups/sre-monday.tar
    """
    if file.exists():
        fail(f"{file} is there already; name another file")
    try:
        copied = back_up(database_url(data_dir), data_dir, file)
    except (psycopg.Error, PostgresFailed, OSError) as failed:
        fail(f"nothing was backed up: {failed}")
    _say(f"backed up to {file}", copied)


def restore(file: BackupFile, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Make an installation of a backup where there is none, and check it: rows of every table, every chain of facts.

    Into the data directory with a database of its own, or into the empty database that SRE_DATABASE_URL names.

    Example: sre restore /var/backups/sre-monday.tar --data-dir /var/lib/sre
    """
    url = os.environ.get("SRE_DATABASE_URL")
    try:
        copied = restore_to_server(file, url, data_dir) if url else restore_to_directory(file, data_dir)
    except (BackupUnusable, RestoreRefused, DirectoryInUse, PostgresFailed, psycopg.Error, OSError) as failed:
        fail(f"nothing was restored: {failed}")
    _say(f"restored to {data_dir}", copied)
    console.print(f"start it with: sre run --data-dir {data_dir}", markup=False, highlight=False)


def _say(done: str, copied: Copied) -> None:
    what = f"{copied.facts} facts, {copied.rows} rows of {copied.tables} tables"
    console.print(f"{done}: {what}", markup=False, highlight=False)
