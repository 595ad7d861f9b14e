"""The month of all objectives as Markdown for people, and as CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from cli.installation import Installation

_COLUMNS = (
    "slug", "name", "owner", "service_id", "budgeting", "zone", "starts_at", "ends_at", "target", "sli", "met",
    "good", "total", "bad", "allowed_bad", "consumed", "recorded_s", "excluded",
)  # fmt: skip
#: What makes a cell of a spreadsheet a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines_of(installation: Installation, month: str) -> Iterator[Any]:
    """Gives the report's lines, page by page."""
    cursor = None
    while True:
        asked = [("month", month), *([("cursor", cursor)] if cursor else [])]
        page = installation.get("/v1/slos/report", asked)
        yield from page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return


def as_csv(lines: Sequence[Any]) -> str:
    """Gives one row for each objective, under a row of names; numbers are as exact as they are kept."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for line in lines:
        told = {**line["account"], **line}
        rows.writerow([_cell(told[column]) for column in _COLUMNS])
    return text.getvalue()


def as_markdown(lines: Sequence[Any], month: str) -> str:
    """Gives a heading, what it comes to, and a table: what was missed first, then by what was used up."""
    known = [line for line in lines if line["account"]["recorded"]]
    missed = [line for line in known if line["account"]["met"] is False]
    unknown = len(lines) - len(known)
    told = f"{len(known) - len(missed)} of {len(lines)} objectives were met, {len(missed)} missed"
    head = [f"# Service levels in {month}", "", told + (f", of {unknown} nothing is known." if unknown else "."), ""]
    table = ["| objective | promised | kept | budget used | bad | of | met |", "|---|--:|--:|--:|--:|--:|---|"]
    worst = sorted(lines, key=lambda line: (not line["account"]["recorded"], -line["account"]["consumed"]))
    return "\n".join([*head, *table, *map(_row, worst), ""])


def _row(line: Any) -> str:
    account, name = line["account"], _escaped(line["name"])
    if not account["recorded"]:
        return f"| {name} | | | | | | unknown |"
    kept = "" if account["sli"] is None else f"{account['sli']:.6g} %"
    target = "" if account["target"] is None else f"{account['target']:.8g} %"
    met = "yes" if account["met"] else "**no**"
    used, bad, total = f"{account['consumed']:.1%}", f"{account['bad']:,}", f"{account['total']:,}"
    return f"| {name} | {target} | {kept} | {used} | {bad} | {total} | {met} |"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would compute is quoted."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
