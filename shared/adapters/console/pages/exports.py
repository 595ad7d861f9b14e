"""Any list as a file, CSV or JSON, with the filters of its page."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from werkzeug.wrappers import Response

from shared.adapters.console.answers import file
from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage
from shared.adapters.console.visit import Visit

_PAGE, _MOST_PAGES = 200, 25
_ANY: TypeAdapter[Any] = TypeAdapter(Any)
#: A table program would take what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedList:
    """One list and the parameters by which its page filters it."""

    operation: str
    """The operation that gives it."""
    single: tuple[str, ...] = ()
    """Parameters with one value."""
    several: Mapping[str, str] = field(default_factory=dict)
    """Parameters with several values: the page's name of each, and the operation's."""


_LISTS: Mapping[str, ExportedList] = {
    "incidents": ExportedList(
        operation="SearchIncidents", single=("text",), several={"severity": "severities", "status": "statuses"}
    ),
    "alerts": ExportedList(
        operation="SearchAlerts",
        single=("text", "without_incident"),
        several={"severity": "severities", "label": "labels", "without": "without_labels", "status": "statuses"},
    ),
    "slos": ExportedList(operation="ListSLOs"),
    "services": ExportedList(operation="SearchServices", single=("text",), several={"tier": "tiers", "tag": "tags"}),
    "silences": ExportedList(operation="ListSilences", single=("state",)),
    "runbooks": ExportedList(
        operation="SearchRunbooks", single=("text",), several={"tag": "tags", "level": "automation_levels"}
    ),
    "postmortems": ExportedList(
        operation="SearchPostmortems",
        single=("text",),
        several={"status": "statuses", "root_cause": "root_causes"},
    ),
    "action-items": ExportedList(
        operation="GetPostmortemActionItems", single=("owner",), several={"status": "statuses"}
    ),
}


def _rows(visit: Visit, listed: ExportedList) -> Iterator[dict[str, Any]]:
    given: dict[str, Any] = {name: visit.one(name) for name in listed.single}
    given |= {parameter: visit.several(name) for name, parameter in listed.several.items()}
    cursor: Any = None
    for _ in range(_MOST_PAGES):
        page = visit.ask(ask(listed.operation, limit=_PAGE, cursor=cursor, **given))
        yield from (_ANY.dump_python(item, mode="json") for item in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Writes one line a row; what is more than a word or a number is JSON in its cell, and nothing is a formula."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return written.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def as_json(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Writes the rows as the operation answers them."""
    return json.dumps(list(rows), ensure_ascii=False, indent=1).encode()


_FORMS: Mapping[str, tuple[str, Callable[[Sequence[Mapping[str, Any]]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}


def _export(name: str, form: str) -> ConsolePage:
    listed = _LISTS[name]
    media_type, write = _FORMS[form]

    def show(visit: Visit) -> Response:
        return file(write(list(_rows(visit, listed))), media_type, f"{name}.{form}")

    return ConsolePage(
        name=f"{name}-{form}", path=f"/{name}.{form}", template="problem.html", needs=listed.operation, show=show
    )


EXPORTS = tuple(_export(name, form) for name in _LISTS for form in _FORMS)
