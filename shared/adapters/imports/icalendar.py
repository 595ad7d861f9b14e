"""iCalendar exports of on-call schedules: one calendar is one schedule, its events are shifts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar, vDDDTypes

from shared.adapters.imports.ical_shifts import Horizon, Shifts
from shared.adapters.imports.ical_zones import without_zones
from shared.adapters.imports.reading import Unusable, made, slug_from
from shared.domain.on_call_schedule.values import ScheduleDefinition
from shared.kernel.zones import UnknownZone, zone_named
from shared.ports.imports import Document, Draft, Parsed, Setting, Trouble

_LONGEST = 1_000_000
_MOST_EVENTS = 5_000
_LONGEST_TITLE = 500
_BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError)


def parse(documents: Sequence[Document], setting: Setting) -> Parsed:
    drafts: dict[str, Draft] = {}
    troubles: list[Trouble] = []
    contested: set[str] = set()
    for document in documents:
        try:
            draft = _draft(document, setting, troubles)
        except Unusable as unusable:
            troubles.append(unusable.trouble(document.path))
            continue
        first = drafts.setdefault(draft.slug, draft)
        if first is not draft:
            contested.add(draft.slug)
            why = f"{first.path} is the schedule {draft.slug} already; neither is imported"
            trouble = Trouble(path=document.path, code="ical.slug_twice", why=why, conflict=True, slug=draft.slug)
            troubles.append(trouble)
    return Parsed(drafts=[draft for slug, draft in drafts.items() if slug not in contested], troubles=troubles)


def horizon_at(at: datetime) -> Horizon:
    """It begins with a month, so that importing again changes nothing until the next one begins."""
    year, month = (at.year, at.month - 3) if at.month > 3 else (at.year - 1, at.month + 9)  # noqa: PLR2004
    return Horizon(datetime(year, month, 1, tzinfo=UTC), datetime(at.year + 1, at.month, 1, tzinfo=UTC))


def _draft(document: Document, setting: Setting, troubles: list[Trouble]) -> Draft:
    calendar, own = _calendar(document.text)
    fallback = document.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    name = str(calendar.get("X-WR-CALNAME") or fallback).strip()[:_LONGEST_TITLE] or fallback
    events = calendar.walk("VEVENT")
    if len(events) > _MOST_EVENTS:
        raise Unusable("ical.events", f"more than {_MOST_EVENTS} events")
    slug = slug_from(name.replace("/", "-"))
    if not slug:
        raise Unusable("ical.slug", "neither its name nor that of its file gives a slug")
    zone, notes = _zone(calendar, events)
    shifts = Shifts(document.path, zone_named(zone), horizon_at(setting.at), own)
    for event in events:
        shifts.add(event)
    troubles += shifts.troubles
    found = shifts.found()
    if not found:
        raise Unusable("ical.empty", "it has no shift between three months ago and a year from now")
    definition = made(
        ScheduleDefinition,
        name=name,
        description=str(calendar.get("X-WR-CALDESC") or "").strip(),
        zone=zone,
        shifts=found,
    )
    return Draft(
        aggregate_type="on_call_schedule",
        slug=slug,
        definition=definition,
        path=document.path,
        line=1,
        silent=frozenset({"layers", "fallback", "tags", *(() if definition.description else ("description",))}),
        notes=(*notes, *shifts.notes()),
    )


def _calendar(text: str) -> tuple[Calendar, Mapping[str, list[tuple[str, str]]]]:
    """It, and the zones that it defines for itself."""
    if len(text) > _LONGEST:
        raise Unusable("ical.long", f"more than {_LONGEST} characters")
    if "\0" in text:
        raise Unusable("ical.refused", "it holds NUL")
    text, own = without_zones(text)
    try:
        found = Calendar.from_ical(text)
    except _BROKEN as invalid:
        raise Unusable("ical.refused", f"not a calendar: {str(invalid)[:200]}") from invalid
    if not isinstance(found, Calendar):
        raise Unusable("ical.refused", "not a calendar: it does not begin with VCALENDAR")
    return found, own


def _zone(calendar: Calendar, events: Sequence[Any]) -> tuple[str, tuple[str, ...]]:
    """The calendar's own, or that of its first event that has one."""
    said = [str(calendar.get("X-WR-TIMEZONE") or "")]
    starts = [start for event in events if (start := event.get("DTSTART")) is not None]
    # The library knows Windows' names of zones, and says what they are called elsewhere.
    said += [getattr(getattr(start.dt, "tzinfo", None), "key", "") for start in starts if isinstance(start, vDDDTypes)]
    for name in dict.fromkeys(each.strip() for each in said if each.strip()):
        try:
            zone_named(name)
        except UnknownZone:
            continue
        return name, ()
    return "UTC", ("it names no zone that is known; times without one are read as UTC",)
