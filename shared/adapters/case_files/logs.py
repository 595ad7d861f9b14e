"""Logs: of a file, of a text, or of many containers one after the other as a dump has them."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from shared.adapters.case_files.bounds import LOG_CHARACTERS, LOG_LINES
from shared.adapters.case_files.collector import CLUSTER, Collector, FilePlace, UnownedLog
from shared.adapters.case_files.layouts import log_name
from shared.diagnosis.evidence import EvidenceProblem
from shared.diagnosis.redaction import redact
from shared.diagnosis.snapshot import LogTail, ObjectKey

_START = re.compile(r"^==== START logs for (?:init )?container (\S+) of pod ([^/\s]+)/(\S+) ====")
_END = "==== END logs for "
_PREVIOUS = re.compile(r"(?:^|[-_.])prev(?:ious)?(?:[-_.]|$)")


def take_log_file(into: Collector, path: str, first: int, lines: Sequence[str]) -> None:
    if is_dump(lines):
        take_dumped_logs(into, path, first, lines)
        return
    place, named = FilePlace(path, first, first + len(lines) - 1), log_name(path)
    if named is not None:
        pod = ObjectKey(CLUSTER, "Pod", named.namespace, named.pod)
        take_log(into, place, pod, named.container, lines, previous=named.previous)
        return
    stem = PurePosixPath(path).name.split(".log")[0]
    into.unowned.append(UnownedLog(place, stem, _PREVIOUS.search(stem) is not None, lines))


def is_dump(lines: Sequence[str]) -> bool:
    return any(line.startswith("==== START logs for ") for line in lines)


def take_dumped_logs(into: Collector, path: str, first: int, lines: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    """What stands between the marks that ``kubectl cluster-info dump`` sets; what stands outside them is given back."""
    begun: tuple[int, ObjectKey, str] | None = None
    outside: list[tuple[int, Sequence[str]]] = []
    after = 0
    for index, line in enumerate(lines):
        if found := _START.match(line):
            outside.append((first + after, lines[after:index]))
            begun = (index + 1, ObjectKey(CLUSTER, "Pod", found[2], found[3]), found[1])
        elif begun is not None and line.startswith(_END):
            start, pod, container = begun
            place = FilePlace(path, first + start, first + index - 1)
            take_log(into, place, pod, container, lines[start:index], previous=False)
            begun, after = None, index + 1
    return [*outside, (first + after, lines[after:] if begun is None else ())]


def take_log(
    into: Collector, place: FilePlace, pod: ObjectKey, container: str, lines: Sequence[str], *, previous: bool
) -> None:
    """Keeps the last lines; an empty log says nothing and is no evidence."""
    kept = _tail(lines)
    if not any(line.strip() for line in kept):
        return
    safe = redact("\n".join(kept))
    whole = len(kept) == len(lines)
    evidence_id = into.read(
        FilePlace(place.path, place.first + len(lines) - len(kept), place.last),
        f"{'Previous log' if previous else 'Log'} of pod {pod.namespace}/{pod.name} {container}".strip(),
        safe,
        None if whole else EvidenceProblem.TRUNCATED,
        "" if whole else f"the last {len(kept)} of {len(lines)} lines",
    )
    into.logs.append(
        LogTail(pod=pod, container=container, previous=previous, lines=tuple(safe.split("\n")), evidence_id=evidence_id)
    )


def _tail(lines: Sequence[str]) -> Sequence[str]:
    """The last lines that are within the bounds; one line that is longer than all may be is cut."""
    kept, room = [], LOG_CHARACTERS
    for line in reversed(lines[-LOG_LINES:]):
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept[::-1] or [line[:LOG_CHARACTERS] for line in lines[-1:]]
