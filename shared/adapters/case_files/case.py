"""What a case is made of: the files people hand in, what was read from them, and what could not be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.diagnosis.evidence import Evidence
from shared.diagnosis.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One file as it was read. ``size`` is what it has on the disk; ``text`` may be a part of it."""

    path: str
    """Relative to what was handed in; ``-`` for standard input."""
    text: str
    size: int
    first_line: int = 1
    """The number of the text's first line in the file: a long log is read from its end."""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was handed in and not understood, or not wholly."""

    path: str
    lines: str
    """``12-40``; empty for the whole file."""
    why: str


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that was read."""

    snapshot: Snapshot
    evidence: Sequence[Evidence]
    unread: Sequence[Unread]
    files: Mapping[str, int]
    """How many pieces of evidence each file gave, in the order in which they were read."""


def span(first: int, last: int) -> str:
    return str(first) if last <= first else f"{first}-{last}"
