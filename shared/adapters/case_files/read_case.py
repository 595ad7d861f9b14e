"""Reads a case: files in, a snapshot and its evidence out."""

from collections.abc import Iterable
from datetime import datetime

from shared.adapters.case_files.case import CaseFile, CaseOfFiles, UnreadPart
from shared.adapters.case_files.collector import Collector, FileLines, UnownedLog
from shared.adapters.case_files.documents import Piece, json_pieces, yaml_pieces
from shared.adapters.case_files.layouts import is_log, whole_list
from shared.adapters.case_files.logs import is_dump, take_dumped_logs, take_log_file
from shared.adapters.case_files.objects import kind_of_list, take_piece
from shared.adapters.case_files.passages import TextPassage, cleaned, passages
from shared.adapters.case_files.settling import settled
from shared.adapters.case_files.text import take_passage

_PROSE = "prose is not read as evidence"


def read_case(files: Iterable[CaseFile | UnreadPart], at: datetime) -> CaseOfFiles:
    """``at`` is the moment that ages in tables count back from."""
    into = Collector(at)
    for file in files:
        if isinstance(file, UnreadPart):
            into.unread.append(file)
        else:
            _read(into, file)
    return settled(into)


def _read(into: Collector, file: CaseFile) -> None:
    into.file(file.path)
    if file.cut and not is_log(file.path):
        into.not_read(
            FileLines(file.path, 0, 0), f"only the first {len(file.text):,} characters of {file.size:,} bytes were read"
        )
    name = file.path.lower()
    if name.endswith((".json", ".yaml", ".yml")) and "\n==== START logs for " not in file.text:
        _structured(into, file)
    elif is_log(name):
        take_log_file(into, file.path, file.first_line, cleaned(file.text))
    else:
        _pasted(into, file)


def _structured(into: Collector, file: CaseFile) -> None:
    """JSON in a file of YAML is YAML, and read as JSON, which is faster."""
    is_json = file.text.lstrip()[:1] in {"{", "["}
    pieces = json_pieces(file.text) if is_json else yaml_pieces(_whole_items(file))
    read = False
    for piece in pieces:
        read = True
        if not take_piece(into, file.path, piece):
            into.not_read(FileLines(file.path, piece.first, piece.last), "an object of no known kind")
        elif isinstance(piece, Piece):
            _whole(into, file, piece)
    if not read:
        into.not_read(FileLines(file.path, 0, 0), "it is empty")


def _whole(into: Collector, file: CaseFile, piece: Piece) -> None:
    """A list that a dump holds whole, so that what is not in it is not there."""
    found = (
        whole_list(file.path, kind_of_list(piece.header or {})) if piece.header is not None and not file.cut else None
    )
    if found is not None:
        into.complete.add(found)


def _whole_items(file: CaseFile) -> str:
    """Of a list that was cut, without its last and broken item."""
    return file.text[: file.text.rfind("\n- ") + 1] if file.cut else file.text


def _pasted(into: Collector, file: CaseFile) -> None:
    lines = cleaned(file.text)
    if is_dump(lines):
        for first, rest in take_dumped_logs(into, file.path, file.first_line, lines):
            for each in passages(file.path, first, rest):
                take_passage(into, each)
        return
    found = list(passages(file.path, file.first_line, lines))
    is_marked = any(each.fenced or each.command is not None for each in found)
    if len(found) == 1 and not is_marked:
        _single(into, file, found[0])
        return
    for each in found:
        is_prose = is_marked and not each.fenced and each.command is None
        take_passage(into, each, _PROSE if is_prose else "no form that is known")


def _single(into: Collector, file: CaseFile, passage: TextPassage) -> None:
    """A file that is one text: where nothing in it is known, it may be a log named after its pod."""
    before = len(into.unread)
    if take_passage(into, passage):
        return
    del into.unread[before:]
    stem = file.path.rpartition("/")[2].rpartition(".")[0]
    place = FileLines(file.path, passage.first, passage.last)
    into.unowned.append(UnownedLog(place, stem, "previous" in stem, passage.lines))
