"""A mark that says for which schema and subscriptions a database was last prepared.

Where it fits nothing waits for the preparation, which runs at every start all the same: what answers the outside is
started beside the database's recovery, and not after it.
"""

from hashlib import sha256
from pathlib import Path

_MARK = "prepared"
#: Read as files: the supervisor does not load what they need.
_SHARED = Path(__file__).parents[1] / "shared"
_SOURCES = (
    "adapters/postgres/migrations/*.sql",
    "adapters/postgres/projections/**/*.sql",
    "projections/*/projection.py",
    "bootstrap/topology.py",
)


def is_prepared(data: Path, database_url: str) -> bool:
    try:
        return (data / _MARK).read_text("ascii") == _fingerprint(database_url)
    except (OSError, UnicodeDecodeError):
        return False


def mark_prepared(data: Path, database_url: str) -> None:
    """Notes that the database has this schema.

    Raises OSError (no room): then the next start waits, as the first did.
    """
    (data / _MARK).write_text(_fingerprint(database_url), "ascii")


def _fingerprint(database_url: str) -> str:
    found = sha256(database_url.encode())
    for pattern in _SOURCES:
        for source in sorted(_SHARED.glob(pattern)):
            found.update(source.name.encode() + source.read_bytes())
    return found.hexdigest()
