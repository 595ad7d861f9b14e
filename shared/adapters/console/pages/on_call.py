"""On call: who is, who is next, where nobody is, and turns that are taken over."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.shared_content import content_of, counted, items_of
from shared.adapters.console.pictures.calendar import CalendarBar, CalendarLane, calendar
from shared.adapters.console.pictures.picture import Picture
from shared.adapters.console.shown_text import person
from shared.adapters.console.visit import Visit
from shared.domain.on_call_schedule.rota import Slot, plan

_SPANS = (7, 14, 28)
_SHOWN_PLANS = 6
_MOST_SHIFTS = 8
#: As many as a hand-off may name.
_MOST_HANDED_OVER = 100


def _list(visit: Visit) -> Mapping[str, Any]:
    listed = visit.ask(ask("ListOnCallSchedules", limit=100, cursor=visit.one("cursor")))
    plans = visit.gather(
        **{
            each.slug: ask("GetOnCallSchedule", {"schedule_id": each.schedule_id}, days=28)
            for each in listed.items[:_SHOWN_PLANS]
        }
    )
    mine = visit.gather(shifts=ask("ListOnCallShifts"))
    return {
        "schedules": listed.items,
        "plans": {schedule.slug: content_of(plans, schedule.slug) for schedule in listed.items},
        "next_cursor": listed.next_cursor,
        "parts": mine,
        "shifts": items_of(mine, "shifts")[:_MOST_SHIFTS],
        "turns_of": visit.session.credential.actor,
        "answer": _answer(listed.items),
    }


def _answer(schedules: Sequence[Any]) -> str:
    if not schedules:
        return "Nobody is on call, since there is no schedule."
    empty = [each.name for each in schedules if each.on_call_now.person is None]
    if empty:
        return f"Nobody is on call in {', '.join(empty[:3])}."
    people = sorted({person(each.on_call_now.person) for each in schedules})
    return f"{counted(len(schedules), 'schedule')}; on call now: {', '.join(people[:6])}."


def _one(visit: Visit) -> Mapping[str, Any]:
    given = visit.one("days")
    days = int(given) if given in {str(span) for span in _SPANS} else _SPANS[1]
    schedule = visit.ask(ask("GetOnCallSchedule", visit.ids, days=days))
    parts = visit.gather(
        feeds=ask("ListCalendarFeeds", visit.ids), open=ask("ListOpenIncidents", limit=_MOST_HANDED_OVER)
    )
    return {
        "parts": parts,
        "feeds": items_of(parts, "feeds"),
        "open_incidents": items_of(parts, "open"),
        "numbers": {each.incident_id: f"INC-{each.number}" for each in items_of(parts, "open")},
        "schedule": schedule,
        "picture": _picture(schedule, visit.now, timedelta(days=days), visit.reader.zone),
        "days": days,
        "spans": _SPANS,
        "people": _people(schedule.definition),
        "answer": _one_answer(schedule),
    }


def _picture(schedule: Any, now: datetime, span: timedelta, zone: ZoneInfo) -> Picture:
    """The plan as it holds above the layers that it is made of."""
    definition = schedule.definition
    hues = {name: place for place, name in enumerate(_people(definition))}
    lanes = [CalendarLane(name="The plan", bars=tuple(_bar(slot, hues) for slot in schedule.plan))]
    if schedule.overrides:
        taken = tuple(
            CalendarBar(
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                label=person(each.person),
                tone="override",
                hue=hues.get(each.person, 0),
            )
            for each in schedule.overrides
        )
        lanes.append(CalendarLane(name="Taken over", bars=taken))
    for layer in reversed(definition.layers):
        alone = definition.model_copy(update={"layers": (layer,), "shifts": ()})
        slots = [slot for slot in plan(alone, (), now, now + span) if slot.person is not None]
        lanes.append(CalendarLane(name=layer.name, bars=tuple(_bar(slot, hues) for slot in slots)))
    return calendar(
        f"On call in {schedule.name}",
        lanes,
        since=now,
        until=now + span,
        zone=zone,
        now=now,
        when_empty="Nobody is planned in this time.",
    )


def _bar(slot: Any | Slot, hues: Mapping[str, int]) -> CalendarBar:
    if slot.person is None:
        return CalendarBar(starts_at=slot.starts_at, ends_at=slot.ends_at, label="nobody", tone="gap")
    return CalendarBar(
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        label=person(slot.person),
        tone="override" if slot.by == "override" else "usual",
        hue=hues.get(slot.person, 0),
    )


def _people(definition: Any) -> list[str]:
    layers = [member for layer in definition.layers for member in layer.members]
    return list(dict.fromkeys([*layers, *(shift.person for shift in definition.shifts)]))


def _one_answer(schedule: Any) -> str:
    now, gaps = schedule.on_call_now, len(schedule.gaps)
    told = person(now.fallback) if now.fallback else "nobody"
    who = f"{person(now.person)} is on call" if now.person else f"Nobody is on call; {told} is told"
    following = f", then {person(now.next_person)}" if now.next_person else ""
    return f"{who}{following}; {counted(gaps, 'gap') if gaps else 'no gap'} in this time."


ON_CALL = ConsolePage(
    name="on-call",
    path="/on-call",
    template="on_call.html",
    needs="ListOnCallSchedules",
    show=_list,
    rail=RailEntry(label="On-call", group=2),
)
SCHEDULE = ConsolePage(
    name="schedule",
    path="/on-call/<uuid:schedule_id>",
    template="schedule.html",
    needs="GetOnCallSchedule",
    show=_one,
)
