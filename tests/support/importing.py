"""Sample files of other systems, and asking the API to bring them in."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.support.api import Api

SAMPLES = Path(__file__).parents[1] / "payloads" / "imports"


def sample(kind: str) -> list[dict[str, str]]:
    """All files of a kind, in the order of their paths."""
    top = SAMPLES / kind
    files = sorted(path for path in top.rglob("*") if path.is_file())
    return [{"path": str(path.relative_to(top)), "text": path.read_text("utf-8")} for path in files]


def calendar_of_now() -> list[dict[str, str]]:
    """Calendars are read from three months ago to a year ahead, by the real clock."""
    first = f"{datetime.now(UTC):%Y%m}01T090000"
    events = (f"DTSTART:{first}\nDURATION:P7D\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:Ana", "DTSTART:when\nSUMMARY:Ben")
    written = "".join(f"BEGIN:VEVENT\nUID:{event[-3:]}\n{event}\nEND:VEVENT\n" for event in events)
    head = "VERSION:2.0\nPRODID:-//Example//EN\nX-WR-CALNAME:Payments Primary\nX-WR-TIMEZONE:Europe/Berlin\n"
    return [{"path": "payments.ics", "text": f"BEGIN:VCALENDAR\n{head}{written}END:VCALENDAR\n"}]


def documents_of(kind: str) -> list[dict[str, str]]:
    return calendar_of_now() if kind == "ical" else sample(kind)


def ask_import(api: Api, key: str, kind: str, documents: Sequence[Mapping[str, str]] | None = None, **more: Any) -> Any:
    body = {"kind": kind, "documents": documents_of(kind) if documents is None else documents, **more}
    answer = api.ask("POST", "/v1/imports", key=key, body=body)
    assert answer.status_code == 200, answer.json
    return answer.json


def counts(report: Any) -> dict[str, int]:
    """Without the zeros."""
    return {action: count for action, count in report["counts"].items() if count}


def lines(report: Any, action: str) -> list[Any]:
    return [line for line in report["lines"] if line["action"] == action]
