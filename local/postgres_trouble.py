"""Why PostgreSQL did not start, from what it logged: does it pass by itself, and if not, what is to be done?"""

import re
from pathlib import Path

from local.postgres_account import PostgresFailed, PostgresUnusable

_SHOWN = 2000
#: Of the server itself; what clients are told in the meantime (of parameters, protocols) proves nothing.
_OTHER_VERSION = re.compile(r"database files are incompatible with server")
_DAMAGED = re.compile(
    r"could not locate (a valid|required) checkpoint record|incorrect checksum in control file"
    r"|initialized with PG_CONTROL_VERSION 0\b|is not a valid data directory"
)
_OWNER = re.compile(r"data directory .* has (wrong ownership|invalid permissions)")
_SETTINGS = re.compile(r"configuration file .* contains errors")
_ORPHANS = "pre-existing shared memory block"


def trouble(data: Path, said: str) -> PostgresFailed:
    """``said``: what the server logged since it was started."""
    end = said[-_SHOWN:].strip()
    if _DAMAGED.search(said):
        return PostgresUnusable(
            f"{data} is damaged: put back a copy of the whole directory, or start with an empty one (--data-dir or"
            f" SRE_DATA_DIR)\n{end}"
        )
    if _OTHER_VERSION.search(said):
        return PostgresUnusable(
            f"{data} was written by another version of PostgreSQL: copy it out with `pg_dump` of that version, or start"
            f" with an empty directory (--data-dir or SRE_DATA_DIR)\n{end}"
        )
    if _OWNER.search(said):
        return PostgresUnusable(f"{data} must belong to the one who runs it, mode 0700 (chown, chmod)\n{end}")
    if _SETTINGS.search(said):
        return PostgresUnusable(f"correct the settings in {data}/postgresql.conf\n{end}")
    return PostgresFailed(f"PostgreSQL did not start:\n{end}")


def of_orphans(said: str) -> bool:
    """Backends of a killed server were still there: they end within moments."""
    return _ORPHANS in said
