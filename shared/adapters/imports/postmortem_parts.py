"""Lines of a postmortem that have parts of their own: what happened when, and what is to be done."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shared.adapters.imports.markdown import Section, items_of, plain, rows_of
from shared.adapters.imports.reading import made, told_apart
from shared.domain.postmortem.values import ActionItem, ActionStatus, TimelineLine
from shared.kernel.zones import instant, zone_named

_LINE = re.compile(
    r"\[?(?:(?P<day>\d{4}-\d{2}-\d{2})[T ]+)?(?P<time>\d{1,2}:\d{2})(?::\d{2})?\]?\s*"
    r"(?P<zone>Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2}\b)?\]?\s*[-–—:|]*\s*(?P<text>\S.*)",  # noqa: RUF001
    re.DOTALL,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CHECKBOX = re.compile(r"\[(?P<mark>[ xX])\]\s*")
_URL = re.compile(r"https?://[^\s<>\"()\]]+")
_LINK = re.compile(r"\[([^\]]{0,500})\]\((https?://[^\s<>\"()]+)\)")
_DUE = re.compile(r"\(?\b(?:due|by|until)\b:?\s*(\d{4}-\d{2}-\d{2})\)?", re.IGNORECASE)
_OWNER = re.compile(r"\(?\bowner\b:?\s*@?([\w.@-]+)\)?|(?<!\w)@([\w.-]+)", re.IGNORECASE)
_LONGEST_ID, _LONGEST_TITLE = 60, 500
_YEARS = range(1971, 2262)
_STATUSES = {
    **dict.fromkeys(("done", "closed", "complete", "completed", "fixed", "resolved"), ActionStatus.DONE),
    **dict.fromkeys(("in progress", "in_progress", "started", "doing"), ActionStatus.IN_PROGRESS),
    **dict.fromkeys(("dropped", "wontfix", "won't fix", "cancelled"), ActionStatus.DROPPED),
}
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("action", "action item", "item", "title", "description", "task", "what"),
    "owner": ("owner", "assignee", "who"),
    "due": ("due", "due date", "by", "when"),
    "status": ("status", "state"),
    "ticket": ("ticket", "issue", "link", "jira", "tracking", "bug"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    title: str
    owner: str = ""
    due: date | None = None
    status: ActionStatus = ActionStatus.OPEN
    ticket: str | None = None


def timeline(section: Section, day: str, zone: str, notes: list[str]) -> tuple[TimelineLine, ...]:
    """A line without a day is of the day of the line before it, or of the front matter; after midnight, of the next."""
    found: list[TimelineLine] = []
    current, last, unread = _date(day), None, 0
    for line in _lines(section):
        read = _LINE.fullmatch(line)
        current = _date(read["day"]) if read is not None and read["day"] else current
        local = None if read is None or current is None else _local(current, read["time"])
        if read is None or local is None or current is None:
            unread += 1
            continue
        if not read["day"] and last is not None and last - local > timedelta(hours=12):
            current, local = current + timedelta(days=1), local + timedelta(days=1)
        last = local
        found.append(made(TimelineLine, occurred_at=_moment(local, read["zone"], zone), text=read["text"].strip()))
    if unread:
        notes.append(f"{unread} lines of the timeline have no time that can be read; they are in the text only")
    return tuple(found)


def action_items(section: Section) -> tuple[ActionItem, ...]:
    rows = rows_of(section)
    actions = list(_of_table(rows)) if len(rows) > 1 else [_of_item(block.text) for block in items_of(section)]
    taken: dict[str, int] = {}
    return tuple(_item(action, taken) for action in actions if action.title)


def _lines(section: Section) -> Iterator[str]:
    rows = rows_of(section)
    if rows:
        yield from (
            " ".join(cell for cell in row if cell) for row in rows if re.search(r"\d{1,2}:\d{2}", " ".join(row))
        )
        return
    yield from (plain(block.text) for block in section.blocks if block.kind in ("item", "paragraph"))


def _date(said: str) -> date | None:
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _local(day: date, time: str) -> datetime | None:
    hours, minutes = (int(part) for part in time.split(":"))
    try:
        return datetime(day.year, day.month, day.day, hours, minutes)  # noqa: DTZ001 - its zone comes next
    except ValueError:
        return None


def _moment(local: datetime, said: str | None, zone: str) -> datetime:
    if said is None:
        return instant(local, zone_named(zone))
    if said in ("Z", "UTC", "GMT"):
        return local.replace(tzinfo=UTC)
    sign = -1 if said[0] == "-" else 1
    offset = timedelta(hours=int(said[1:3]), minutes=int(said[-2:]))
    return (local - sign * offset).replace(tzinfo=UTC)


def _of_item(text: str) -> _Action:
    mark = _CHECKBOX.match(text)
    rest = text[mark.end() :] if mark else text
    status = ActionStatus.DONE if mark and mark["mark"] in "xX" else ActionStatus.OPEN
    link, url = _LINK.search(rest), _URL.search(rest)
    ticket = link[2] if link else url[0] if url else None
    rest = _URL.sub("", _LINK.sub(r"\1", rest))
    due, owner = _DUE.search(rest), _OWNER.search(rest)
    rest = _OWNER.sub("", _DUE.sub("", rest))
    return _Action(
        title=plain(rest).strip(" ,;–—-()"),  # noqa: RUF001
        owner=(owner[1] or owner[2]) if owner else "",
        due=_date(due[1]) if due else None,
        status=status,
        ticket=ticket,
    )


def _of_table(rows: Sequence[Sequence[str]]) -> Iterator[_Action]:
    heading = [cell.lower() for cell in rows[0]]
    place = {
        name: next((number for number, cell in enumerate(heading) if cell in words), None)
        for name, words in _COLUMNS.items()
    }
    place["title"] = place["title"] or 0

    for row in rows[1:]:

        def cell(name: str, row: Sequence[str] = row) -> str:
            number = place[name]
            return row[number].strip() if number is not None and number < len(row) else ""

        due, ticket = _DAY.search(cell("due")), _URL.search(cell("ticket"))
        yield _Action(
            title=_LINK.sub(r"\1", cell("title")),
            owner=cell("owner").lstrip("@"),
            due=_date(due[0]) if due else None,
            status=_STATUSES.get(cell("status").lower(), ActionStatus.OPEN),
            ticket=ticket[0] if ticket else None,
        )


def _item(action: _Action, taken: dict[str, int]) -> ActionItem:
    """Named after its words, so that another order is no change of it."""
    return made(
        ActionItem,
        id=told_apart(action.title, _LONGEST_ID, "action", taken),
        title=action.title[:_LONGEST_TITLE],
        owner=action.owner,
        due=action.due,
        status=action.status,
        ticket_url=action.ticket,
    )
