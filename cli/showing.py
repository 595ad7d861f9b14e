"""An operation's answer for people: a table of what is listed, a card of one thing, a sentence for a command."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cli.answering import console, show_json, show_table
from cli.hits import show_hits
from cli.slo_showing import SHOWN
from shared.ports.operation import Operation

#: What tells one thing from another, in the order in which people look for it.
_TELLING = (
    "number", "slug", "name", "title", "default", "enabled", "resource", "environment", "cluster", "state", "status",
    "standing", "severity", "health", "services", "silent", "kind", "reason", "person", "owner", "assignee", "version",
    "since", "updated_at",
)  # fmt: skip
_NOT_DONE = frozenset({"skip", "conflict", "rejected"})
_MOST_COLUMNS = 7
_LONGEST_CELL = 80


def show_answer(operation: Operation, answer: Any, *, as_json: bool) -> None:
    if as_json:
        show_json(answer)
    elif operation.name in SHOWN:
        SHOWN[operation.name](answer)
    elif operation.kind == "command":
        _show_outcome(answer)
    elif operation.kind == "procedure" and "lines" in answer:
        show_report(answer, everything=True)
    elif isinstance(answer, dict) and "matched" in answer:
        show_hits(answer)
    elif isinstance(answer, dict) and "items" in answer:
        _show_list(answer)
    else:
        shown = {**answer, **_told(answer)} if isinstance(answer, dict) else {}
        show_table(("FIELD", "VALUE"), ((name, _said(value)) for name, value in shown.items()), empty="nothing")


def _show_outcome(answer: Mapping[str, Any]) -> None:
    what = f"{answer['aggregate_type']} {answer['aggregate_id']}"
    if answer["status"] == "ignored":
        words = f"accepted, and nothing follows ({answer['reason']}): {what}"
    elif answer["fact_ids"]:
        words = f"done: {what} is at version {answer['version']}"
    else:
        words = f"it already is so: {what} stays at version {answer['version']}"
    console.print(words + (" (asked before under this key)" if answer["replayed"] else ""), markup=False)


def show_report(report: Mapping[str, Any], *, everything: bool) -> None:
    """Line by line what was, or would be, made of files; then how many of each."""
    lines = [line for line in report["lines"] if everything or line["action"] != "same" or line["notes"]]
    rows = [
        (_action(line), f"{line['aggregate_type']} {line['slug']}".strip(), _place(line), _words(line))
        for line in lines
    ]
    show_table(("", "WHAT", "FILE", "WHY"), rows, empty="nothing differs")
    counts = ", ".join(f"{count} {action}" for action, count in report["counts"].items() if count) or "nothing"
    left = f" ({report['lines_left_out']} more lines are not shown)" if report["lines_left_out"] else ""
    console.print(f"{'plan' if report['dry_run'] else 'done'}: {counts}{left}", markup=False, highlight=False)


def _action(line: Mapping[str, Any]) -> str:
    """With a sign: as written, with something to know, or not done."""
    sign = "❌" if line["action"] in _NOT_DONE else "⚠️" if line["notes"] else "✅"
    return f"{sign} {line['action']}"


def _place(line: Mapping[str, Any]) -> str:
    return f"{line['path']}:{line['line']}" if line["line"] else str(line["path"])


def _words(line: Mapping[str, Any]) -> str:
    said = f"{line['code']}: {line['detail']}" if line["code"] else str(line["detail"])
    return "; ".join(part for part in (said, ", ".join(line["fields"]), *line["notes"]) if part)


def _show_list(answer: Mapping[str, Any]) -> None:
    items: Sequence[Mapping[str, Any]] = [_flat(item) for item in answer["items"]]
    columns = [name for name in _TELLING if any(name in item for item in items)][:_MOST_COLUMNS]
    ids = [name for name in (items[0] if items else {}) if name.endswith("_id")][:1]
    rows = ([_cell(item.get(name)) for name in (*columns, *ids)] for item in items)
    show_table([name.upper() for name in (*columns, *ids)], rows, empty="there are none")
    if answer.get("next_cursor"):
        console.print(f"more: --cursor {answer['next_cursor']}", markup=False)


def _flat(item: Mapping[str, Any]) -> dict[str, Any]:
    """What a definition says of a thing is said of the thing."""
    definition = item.get("definition") or item.get("content") or {}
    computed = ("services", "suppressed_by")
    return {name: value for name, value in {**definition, **item}.items() if name not in computed} | _told(item)


def _told(item: Mapping[str, Any]) -> dict[str, Any]:
    """Columns that are there only where they say something."""
    services, silent = services_of(item), suppression_of(item)
    return ({"services": services} if services else {}) | ({"silent": silent} if silent else {})


def services_of(item: Mapping[str, Any]) -> str:
    return ", ".join(service["name"] for service in item.get("services") or ())


def suppression_of(item: Mapping[str, Any]) -> str:
    """Which silence or maintenance window holds now, until when, by whom: ``maintenance until 2026-03-01 12:00:00``."""
    return "; ".join(
        f"{each['kind']} until {_moment(each['until'])} by {each['created_by']}: {each['reason']}{_part(each)}"
        for each in item.get("suppressed_by") or ()
    )


def _moment(timestamp: str | None) -> str:
    return "further notice" if timestamp is None else timestamp[:19].replace("T", " ")


def _part(suppression: Mapping[str, Any]) -> str:
    held, firing = suppression.get("alerts"), suppression.get("alerts_firing")
    return "" if held == firing else f" ({held} of {firing} firing alerts)"


def show_unheld(count: Mapping[str, Any]) -> None:
    """What fires and is in no incident, if anything: nobody is told of it by one."""
    unheld = count["without_incident"]
    if not unheld:
        return
    more = "" if count["all_counted"] else " or more"
    fire = "alert fires" if unheld == 1 else "alerts fire"
    how = "`sre alerts list-active --without-incident` shows them, `sre alerts get ID` says why"
    console.print(f"{unheld}{more} {fire} without an incident; {how}", markup=False, highlight=False)


def _said(value: Any) -> str:
    """What says itself in a sentence is shown whole."""
    return str(value["text"]) if isinstance(value, dict) and "text" in value else _cell(value)


def _cell(value: Any) -> str:
    if isinstance(value, dict) and "name" in value:
        value = value["name"]
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
