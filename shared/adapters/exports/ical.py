"""A schedule's turns as an iCalendar (RFC 5545): one event a turn, in UTC, so that no program has to know the zone's
rules; its name says in which zone's time the schedule hands over.
"""

from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from shared.domain.on_call_schedule.rota import Slot
from shared.kernel.actor import Actor
from shared.ports.calendar_feeds import ScheduleCalendar

_PRODUCT = "-//Ameide SRE//on call//EN"
_REFRESH = "PT1H"


def ical_of(schedule: ScheduleCalendar) -> bytes:
    """Writes the calendar, its lines folded, as UTF-8. Events keep their ids from one reading to the next."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"On call: {_on_one_line(schedule.name)}")
    calendar.add("x-wr-timezone", schedule.zone)
    calendar.add("x-published-ttl", _REFRESH)
    for slot in schedule.slots:
        calendar.add_component(_event(schedule, slot))
    return bytes(calendar.to_ical())


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _event(schedule: ScheduleCalendar, slot: Slot) -> Event:
    event = Event()
    named = f"{schedule.slug}/{slot.starts_at.isoformat()}/{slot.person}"
    event.add("uid", f"{uuid5(NAMESPACE_URL, named)}@on-call")
    event.add("dtstamp", schedule.read_at)
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.ends_at)
    who = Actor.of(slot.person).id if slot.person else "nobody"
    event.add("summary", f"{_on_one_line(schedule.name)}: {_on_one_line(who)}")
    event.add("description", f"by {slot.by}" if slot.person else "A gap: nobody is on call by the plan.")
    event.add("transp", "TRANSPARENT")
    return event
