"""Which lines of a log say why a process ended: a bounded, linear look, by words and the form of a line."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shared.diagnosis.hypothesis import Citation
from shared.diagnosis.snapshot import LogTail

MOST_LINES = 400
MOST_CHARACTERS = 2_000
MOST_CITED = 3

#: What ends a process, however the line is decorated.
FATAL = (
    "panic:", "fatal", "caused by:", "unhandled", "uncaught", "segmentation fault", "out of memory", "outofmemory",
    "assertion failed", "core dumped", "cannot allocate memory", "critical", "emerg]", "exec format error",
)  # fmt: skip
#: What went wrong, though perhaps not for the last time.
ERROR = (
    "error", "exception", "failed", "failure", "cannot ", "can't ", "could not", "couldn't", "unable to", "refused",
    "no such", "not found", "denied", "missing", "invalid", "undefined", "unknown", "required", "is not set",
    "timed out", "timeout", "unauthorized", "forbidden", "unresolved", "must be",
)  # fmt: skip
#: Words that look like one and say that all is well.
HARMLESS = (
    "0 errors",
    "no error",
    "error=nil",
    "errors=0",
    "error: nil",
    "0 failed",
    "without error",
    "error_log",
    '"error":null',
)
LEVELS = {"panic": 3, "fatal": 3, "critical": 3, "emerg": 3, "alert": 3, "error": 2, "err": 2, "severe": 3}


class LogLine(NamedTuple):
    """A line, its number counted from 1, and how strongly it speaks: 3 ends a process, 2 is an error, 0 neither."""

    number: int
    text: str
    strength: int


def telling_lines(lines: Sequence[str]) -> list[LogLine]:
    """Gives the last lines of the strongest kind, in their order; the very last line where none speaks of an error."""
    first = max(0, len(lines) - MOST_LINES)
    read = [_read(number, lines[number - 1]) for number in range(first + 1, len(lines) + 1)]
    spoken = [line for line in read if line.text]
    strongest = max((line.strength for line in spoken), default=0)
    of_it = [line for line in spoken if line.strength == strongest]
    return list(_distinct(of_it))[: MOST_CITED if strongest else 1][::-1]


def cite_lines(tail: LogTail) -> tuple[list[Citation], str]:
    """Gives the telling lines of a log as evidence, and the last of them in words."""
    chosen = telling_lines(tail.lines)
    cited = [
        Citation(evidence_id=tail.evidence_id, path=f"line {line.number}", says=line.text[:1_000]) for line in chosen
    ]
    return cited[::-1], chosen[-1].text if chosen and chosen[-1].strength else ""


def _distinct(lines: list[LogLine]) -> Iterator[LogLine]:
    said = set()
    for line in reversed(lines):
        if line.text not in said:
            said.add(line.text)
            yield line


def _read(number: int, raw: str) -> LogLine:
    text = raw[:MOST_CHARACTERS].rstrip()
    if not text.strip() or _is_frame(text):
        return LogLine(number, "", 0)
    if text.lstrip().startswith("{"):
        return LogLine(number, *_of_json(text))
    return LogLine(number, text.strip(), _strength(text))


def _strength(text: str) -> int:
    lower = text.lower()
    if any(words in lower for words in HARMLESS):
        return 0
    if _names_exception(text) or any(words in lower for words in FATAL):
        return 3
    return 2 if any(words in lower for words in ERROR) else 0


def _names_exception(text: str) -> bool:
    """Says whether the line heads an exception: ``KeyError: 'DB_URL'``, ``java.lang.IllegalStateException: …``."""
    head, colon, _ = text.partition(":")
    word = head.rsplit(" ", 1)[-1].rsplit(".", 1)[-1]
    return bool(colon) and word not in {"Error", "Exception"} and word.endswith(("Error", "Exception"))


def _is_frame(text: str) -> bool:
    """Says whether the line is part of a stack trace, which follows what went wrong."""
    bare = text.lstrip()
    if bare.startswith(
        ("goroutine ", "Traceback (", "runtime.", "created by ", "main.main(", "npm ERR! A complete log")
    ):
        return True
    return bare != text and bare.startswith(("at ", "File ", "/", "... ", "from ", "raise ", "return ", "^", "~"))


def _of_json(text: str) -> tuple[str, int]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return text.strip(), _strength(text)
    if not isinstance(record, dict):
        return text.strip(), _strength(text)
    level = str(record.get("level") or record.get("severity") or record.get("lvl") or "").lower()
    words = [record[key] for key in ("msg", "message", "error", "err", "exception") if isinstance(record.get(key), str)]
    said = ": ".join(dict.fromkeys(words)) or text.strip()
    return said, LEVELS.get(level, _strength(said) if not level else 0)
