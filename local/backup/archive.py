"""The file of a backup: a tar of what it says of itself, the dump of the database, and what lies beside that."""

import json
import os
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import file_digest
from io import BytesIO
from pathlib import Path
from typing import Any

DUMP = "database.dump"
_ABOUT = "about.json"
_FORMAT = 1
#: Address and keys of the installation, and with what its functions sign: without them nobody's key fits any more.
BESIDE = ("local.json", "identity.jwk.json", "identity.jwks.json")


class BackupUnusable(RuntimeError):  # noqa: N818 - names the condition
    """The file is no backup, a damaged one, or one of a later version; the message says which."""


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself. ``counts``: rows by table; ``owners``: statements that hand over to our roles."""

    version: str
    made_at: str
    counts: Mapping[str, int]
    owners: Sequence[str]
    dump_sha256: str
    format: int = _FORMAT


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def pack(target: Path, about: About, dumped: Path, directory: Path) -> None:
    """Writes the file whole or not at all, readable by its owner only: it holds keys. Raises OSError."""
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            _add(tar, _ABOUT, json.dumps(asdict(about), indent=2).encode())
            tar.add(dumped, DUMP)
            for name in BESIDE:
                if (directory / name).is_file():
                    tar.add(directory / name, name)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(target)


def unpack(source: Path, into: Path) -> About:
    """Unpacks what a backup holds and nothing else. Raises BackupUnusable."""
    try:
        with tarfile.open(source) as tar:
            for member in tar:
                if member.isfile() and member.name in (_ABOUT, DUMP, *BESIDE):
                    tar.extract(member, into, filter="data")
        about = About(**_object((into / _ABOUT).read_text("utf-8")))
    except (tarfile.TarError, OSError, ValueError, TypeError) as odd:
        raise BackupUnusable(f"{source} is no whole backup: {odd}") from odd
    if about.format != _FORMAT:
        raise BackupUnusable(f"{source} was made by {about.version}, whose form this version does not know")
    if digest_of(into / DUMP) != about.dump_sha256:
        raise BackupUnusable(f"{source} is damaged: its dump is not the one that was written")
    return about


def _object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise BackupUnusable("it says nothing of itself")
    return found


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    tar.addfile(entry, BytesIO(data))
