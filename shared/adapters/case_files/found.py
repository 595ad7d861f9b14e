"""Finds the files of a case below a directory and reads each within bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from shared.adapters.case_files.bounds import LOG_BYTES, LONGEST_FILE, LONGEST_IN_ALL, MOST_FILES
from shared.adapters.case_files.case import CaseFile, Unread
from shared.adapters.case_files.layouts import is_log

_MIB = 1024 * 1024
_PACKED = frozenset({".gz", ".zip", ".tar", ".tgz", ".xz", ".bz2", ".zst", ".7z"})
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class FoundFile:
    name: str
    path: Path
    modified: datetime


@dataclass(slots=True)
class FoundFiles:
    files: list[FoundFile] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def newest(self) -> datetime | None:
        """When the youngest of them was written: the moment that the case is of."""
        return max((file.modified for file in self.files), default=None)


def find(roots: Sequence[Path]) -> FoundFiles:
    """In the order of their names; a link that leads out of its directory is not followed, and named."""
    found = FoundFiles()
    for root in roots:
        prefix = f"{root.name}/" if len(roots) > 1 and root.is_dir() else ""
        for path in [root] if root.is_file() else _below(root, found, prefix):
            name = prefix + (root.name if path == root else path.relative_to(root).as_posix())
            if len(found.files) == MOST_FILES:
                found.unread.append(Unread(name, "", f"it and what follows are more than {MOST_FILES:,} files"))
                return found
            modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            found.files.append(FoundFile(name, path, modified))
    return found


def read_all(files: Sequence[FoundFile]) -> Iterator[CaseFile | Unread]:
    """One for each file, in their order."""
    left = LONGEST_IN_ALL
    for file in files:
        if left <= 0:
            yield Unread(file.name, "", f"all files together have more than {LONGEST_IN_ALL // _MIB} MiB")
            continue
        read = _read(file)
        left -= len(read.text) if isinstance(read, CaseFile) else 0
        yield read


def _below(root: Path, found: FoundFiles, prefix: str) -> Iterator[Path]:
    top, hidden = root.resolve(), 0
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if any(part.startswith(".") for part in name.parts):
            hidden += path.is_file()
        elif path.is_symlink() and not path.resolve().is_relative_to(top):
            found.unread.append(Unread(prefix + name.as_posix(), "", "a link that leads out of the directory"))
        elif path.is_file() and path.resolve().is_relative_to(top):
            yield path
    if hidden:
        found.unread.append(Unread(prefix or root.name, "", f"{hidden} hidden files"))


def _read(file: FoundFile) -> CaseFile | Unread:
    if file.path.suffix.lower() in _PACKED:
        return Unread(file.name, "", "it is packed; unpack it first")
    try:
        with file.path.open("rb") as stream:
            size = file.path.stat().st_size
            if is_log(file.name) and size > LOG_BYTES:
                return _end_of(file, size)
            raw = stream.read(LONGEST_FILE)
    except OSError as refused:
        return Unread(file.name, "", f"it cannot be opened: {refused.strerror}")
    text = decoded(raw)
    return (
        Unread(file.name, "", "it is no text") if text is None else CaseFile(file.name, text, size, cut=size > len(raw))
    )


def decoded(raw: bytes) -> str | None:
    """Text, also as Windows' shell redirects it; None for what is none."""
    if raw[:2] in _UTF16:
        return raw.decode("utf-16", "replace")
    return None if b"\0" in raw[:8_192] else raw.decode("utf-8-sig", "replace").replace("\0", " ")


def _end_of(file: FoundFile, size: int) -> CaseFile | Unread:
    """Of a long log its end, with the number of the line it begins on."""
    skipped, lines = size - LOG_BYTES, 0
    with file.path.open("rb") as stream:
        while (left := skipped - stream.tell()) > 0:
            lines += stream.read(min(left, _MIB)).count(b"\n")
        rest = stream.read(LOG_BYTES)
    first, _, whole = rest.partition(b"\n")
    text = decoded(whole)
    if text is None:
        return Unread(file.name, "", "it is no text")
    return CaseFile(file.name, text, size, first_line=lines + 2, cut=bool(first))


def read_stdin(stream: BinaryIO) -> CaseFile | Unread:
    """What somebody pastes or pipes in; its path is ``-``."""
    raw = stream.read(LONGEST_FILE + 1)
    text = decoded(raw[:LONGEST_FILE])
    if text is None:
        return Unread("-", "", "it is no text")
    return CaseFile("-", text, len(raw), cut=len(raw) > LONGEST_FILE)
