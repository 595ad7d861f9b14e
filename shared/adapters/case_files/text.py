"""What a passage holds: JSON, YAML, descriptions, tables, answers, a log. What is none of these is said."""

import re
from collections.abc import Iterable, Iterator

from shared.adapters.case_files.collector import CLUSTER, Collector, Fidelity, FileLines, UnownedLog
from shared.adapters.case_files.describe import take_description
from shared.adapters.case_files.documents import Broken, Piece, json_pieces, yaml_pieces
from shared.adapters.case_files.event_rows import event_of_row
from shared.adapters.case_files.kinds import ResourceKind, kind_named
from shared.adapters.case_files.logs import take_log
from shared.adapters.case_files.loose_lines import take_loose_lines
from shared.adapters.case_files.manifests import partial
from shared.adapters.case_files.objects import take_piece
from shared.adapters.case_files.passages import TextPassage
from shared.adapters.case_files.table_rows import kind_of_table, manifest_of
from shared.adapters.case_files.tables import Row, columns_of, is_heading, rows
from shared.diagnosis.snapshot import ObjectKey

_NAMED = re.compile(r"^Name:\s+\S")
_YAML = re.compile(r"^(?:- )?(?:apiVersion|kind|items):(?:\s|$)", re.MULTILINE)
_ABSENT = re.compile(r'Error from server \(NotFound\): ([\w.-]{1,200}) "([^"]{1,300})" not found')
_WAITS = re.compile(r'container "([^"]{1,100})" in pod "([^"]{1,300})" is waiting to start: ([A-Z]\w{3,60})$')
_NONE_FOUND = re.compile(r"^No resources found(?: in (\S+) namespace)?\.?$")
_UNKNOWN = "no form that is known"


def take_passage(into: Collector, passage: TextPassage, otherwise: str = _UNKNOWN) -> bool:
    """Whether something was read; what was not is noted with ``otherwise`` as the reason."""
    asked = passage.command
    if asked is not None and asked.verb == "logs" and not passage.lines[0].startswith("Error from server"):
        return _log(into, passage)
    text = "\n".join(passage.lines)
    if text.lstrip()[:1] in {"{", "["} and _objects(into, passage, text):
        return True
    if _YAML.search(text) is not None and not _NAMED.match(text):
        return _all(into, passage, yaml_pieces(text, passage.first))
    return _blocks(into, passage, otherwise)


def _objects(into: Collector, passage: TextPassage, text: str) -> bool:
    """JSON that is no object of a known form may be a log in JSON; nothing of it is taken then."""
    pieces = list(json_pieces(text, passage.first))
    rest = [each for each in pieces if isinstance(each, Broken) or not take_piece(into, passage.path, each)]
    if len(rest) == len(pieces):
        return False
    for each in rest:
        why = each.why if isinstance(each, Broken) else "an object of no known kind"
        into.not_read(FileLines(passage.path, each.first, each.last), why)
    return True


def _all(into: Collector, passage: TextPassage, pieces: Iterable[Piece | Broken]) -> bool:
    for each in pieces:
        if not take_piece(into, passage.path, each):
            into.not_read(FileLines(passage.path, each.first, each.last), "an object of no known kind")
    return True


def _log(into: Collector, passage: TextPassage) -> bool:
    asked = passage.command
    assert asked is not None  # noqa: S101 - the caller has looked
    place = FileLines(passage.path, passage.first, passage.last)
    kind, slash, name = (asked.names[0] if asked.names else "").rpartition("/")
    container = asked.options.get("container", "") or (asked.names[1] if len(asked.names) > 1 else "")
    previous = "previous" in asked.options
    if (slash and kind not in {"pod", "pods", "po"}) or not name:
        into.unowned.append(UnownedLog(place, name, previous, passage.lines))
    else:
        take_log(
            into, place, ObjectKey(CLUSTER, "Pod", asked.namespace, name), container, passage.lines, previous=previous
        )
    return True


def _blocks(into: Collector, passage: TextPassage, otherwise: str) -> bool:
    taken = False
    for start, end, is_known in _cut(passage):
        part = passage.part(start, end)
        if is_known and is_heading(part.lines[0]):
            taken = _table(into, part) or taken
        elif is_known and take_description(into, part):
            taken = True
        else:
            taken = _rest(into, part, otherwise) or taken
    return taken


def _cut(passage: TextPassage) -> Iterator[tuple[int, int, bool]]:
    """Descriptions, tables and what lies between. A description goes on over blank lines, a table does not."""
    start, form = 0, "description" if _is_asked_for(passage) else ""
    for index, line in enumerate(passage.lines):
        begins = "table" if _begins_table(line, form, passage, start) else "description" if _NAMED.match(line) else ""
        ends = form == "table" and not line.strip()
        if begins or ends:
            if index > start:
                yield start, index, bool(form)
            start, form = index, begins
    if start < len(passage.lines):
        yield start, len(passage.lines), bool(form)


def _begins_table(line: str, form: str, passage: TextPassage, start: int) -> bool:
    """What `argocd app get` shows of resources belongs to its description."""
    within = form == "description" and line.startswith(("GROUP", "CONDITION"))
    return is_heading(line) and not within and not (form == "table" and line == passage.lines[start])


def _is_asked_for(passage: TextPassage) -> bool:
    """A part of a description that does not begin with a name."""
    asked = passage.command
    return asked is not None and asked.verb == "describe" and len(asked.names) == 1


def _table(into: Collector, part: TextPassage) -> bool:
    asked = part.command
    known = kind_of_table(columns_of(part.lines[0]), asked.kind if asked is not None else None)
    namespace = asked.namespace if asked is not None else ""
    is_events = {"REASON", "MESSAGE"} <= set(columns_of(part.lines[0]))
    for row in rows(part.lines):
        if isinstance(row, Row) and is_events:
            taken = event_of_row(into, part, row, namespace)
        else:
            taken = isinstance(row, Row) and _row(into, part, row, known, namespace)
        if not taken:
            number = part.first + (row.number if isinstance(row, Row) else row)
            into.not_read(FileLines(part.path, number, number), "a row of a table whose kind or cells are not known")
    if known is not None and asked is not None and asked.verb == "get":
        _whole(into, part, known, namespace)
    return True


def _row(into: Collector, part: TextPassage, row: Row, known: ResourceKind | None, namespace: str) -> bool:
    word, _, name = row.cell("NAME").rpartition("/")
    kind, namespace = kind_named(word) if word else known, row.cell("NAMESPACE") or namespace
    if known is not None and known.kind == "Application" and "CLUSTER" in row.cells:
        kind, namespace = known, word
    if kind is None or not name:
        return False
    place = FileLines(part.path, part.first + row.number, part.first + row.number)
    manifest = manifest_of(kind, namespace, name, row)
    into.manifest(manifest, place, Fidelity.ROW, f"{part.lines[0]}\n{row.text}")
    return True


def _rest(into: Collector, part: TextPassage, otherwise: str) -> bool:
    """Answers that something is not there; else a log where the words above say so; else nothing that is known."""
    before = len(into.loose) + len(into.states)
    if not (unknown := take_loose_lines(into, part)):
        return True
    taken = len(into.loose) + len(into.states) > before
    if not (left := [index for index in unknown if not _answer(into, part, index, part.lines[index])]):
        return True
    part = part.part(left[0], left[-1] + 1)
    place = FileLines(part.path, part.first, part.last)
    if part.fenced and "log" in part.heading.lower():
        into.unowned.append(UnownedLog(place, "", "previous" in part.heading.lower(), part.lines))
        return True
    into.not_read(place, otherwise)
    return taken


def _answer(into: Collector, part: TextPassage, index: int, line: str) -> bool:
    place = FileLines(part.path, part.first + index, part.first + index)
    namespace = part.command.namespace if part.command is not None else ""
    if (found := _ABSENT.search(line)) and (known := kind_named(found[1])) is not None:
        key = ObjectKey(CLUSTER, known.kind, namespace if known.namespaced else "", found[2], known.group)
        into.does_not_exist(key, place, line)
        return True
    if found := _WAITS.search(line):
        status = {"name": found[1], "ready": False, "state": {"waiting": {"reason": found[3]}}}
        pod = partial("Pod", "v1", namespace, found[2], status={"containerStatuses": [status]})
        into.manifest(pod, place, Fidelity.ROW, line)
        return True
    if (found := _NONE_FOUND.match(line)) and part.command is not None:
        for kind in part.command.kinds:
            _whole(into, part, kind, found[1] or namespace)
        into.read(place, "nothing of that kind", line)
        return True
    return False


def _whole(into: Collector, part: TextPassage, known: ResourceKind, namespace: str) -> None:
    asked = part.command
    if asked is not None and asked.lists_all and (namespace or "all" in asked.options or not known.namespaced):
        into.complete.add((known.kind, "" if "all" in asked.options or not known.namespaced else namespace))
