"""Tables as kubectl and argocd print them: a line of headings, then a line for each thing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_FIRST = re.compile(r"^(?:NAMESPACE|NAME|LAST SEEN|LASTSEEN|FIRST SEEN|FIRSTSEEN|GROUP|CLUSTER)(?:\s|$)")
_LONGEST_HEADING = 1_000
_GAP = re.compile(r" {2,}")
_TWO_WORDS = (
    "NOMINATED NODE", "READINESS GATES", "LAST SEEN", "FIRST SEEN", "ACCESS MODES", "RECLAIM POLICY", "NODE SELECTOR",
    "LAST SCHEDULE", "SYNC STATUS", "HEALTH STATUS",
)  # fmt: skip
_AGO = re.compile(r"(\d+) \(\S+ ago\)")
_OVER = re.compile(r"(\d\S*) \(x(\d+) over (\S+)\)")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line by their headings; ``number`` counts from the heading."""

    number: int
    text: str
    cells: Mapping[str, str]

    def cell(self, *headings: str) -> str:
        """Of the first of these headings that the table has; empty for what kubectl prints in place of nothing."""
        found = next((self.cells[heading] for heading in headings if heading in self.cells), "")
        return "" if found in {"<none>", "<unset>", "<unknown>"} else found


def is_heading(line: str) -> bool:
    return (
        len(line) <= _LONGEST_HEADING
        and _FIRST.match(line) is not None
        and line == line.upper()
        and len(_headings(line)) > 1
    )


def columns_of(line: str) -> tuple[str, ...]:
    return tuple(heading for heading, _ in _headings(line))


def rows(lines: Sequence[str]) -> Iterator[Row | int]:
    """Below the heading, the first line; the number of a line that does not fit it."""
    headings = _headings(lines[0])
    names = [heading for heading, _ in headings]
    starts = [start for _, start in headings]
    for number, line in enumerate(lines[1:], 1):
        cells = _cells(line, starts) or _split(line, names)
        if cells is None:
            yield number
        else:
            yield Row(number, line, dict(zip(names, cells, strict=True)))


def _headings(line: str) -> list[tuple[str, int]]:
    """Each with the column that it begins in; of a line whose blanks were lost, by what kubectl's headings are."""
    if _GAP.search(line) is not None:
        return [(found[0], found.start()) for found in re.finditer(r"\S+(?: \S+)*", line)]
    for words in _TWO_WORDS:
        line = line.replace(words, words.replace(" ", "_"))
    return [(found[0].replace("_", " "), found.start()) for found in re.finditer(r"\S+", line)]


def _cells(line: str, starts: Sequence[int]) -> list[str] | None:
    """By columns; None where a value runs over the beginning of one."""
    if len(starts) > 1 and starts[1] >= len(line):
        return None
    if any(start and start < len(line) and line[start - 1] != " " for start in starts):
        return None
    ends = [*starts[1:], max(len(line), starts[-1])]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _split(line: str, names: Sequence[str]) -> list[str] | None:
    """By gaps, else by blanks where no cell has one but the last; None where their number is another."""
    for cells in (_GAP.split(line.strip()), _closed(line).split(None, len(names) - 1)):
        if len(cells) == len(names):
            return [cell.replace("\0", " ") for cell in cells]
    return None


def _closed(line: str) -> str:
    """Cells with a blank inside as one word."""
    return _OVER.sub("\\1\0(x\\2\0over\0\\3)", _AGO.sub(r"\1", line.strip()))
