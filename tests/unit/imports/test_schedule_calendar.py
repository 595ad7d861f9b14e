"""A schedule leaves as an iCalendar that calendar programs, and our own import, read."""

from datetime import UTC, datetime

from icalendar import Calendar, Event

from shared.adapters.exports.ical import ical_of
from shared.domain.on_call_schedule.rota import Slot
from shared.ports.calendar_feeds import ScheduleCalendar

READ_AT = datetime(2026, 3, 1, tzinfo=UTC)
TURN = Slot(datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC), "human:ana", "weekly")
GAP = Slot(datetime(2026, 3, 9, 8, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC), None, "")


def calendar(*slots: Slot, name: str = "Payments", read_at: datetime = READ_AT) -> bytes:
    return ical_of(ScheduleCalendar(slug="payments", name=name, zone="Europe/Berlin", slots=slots, read_at=read_at))


def events(written: bytes) -> list[Event]:
    return list(Calendar.from_ical(written).events)


def test_a_turn_is_an_event_at_its_instants_and_a_gap_says_so():
    turn, gap = events(calendar(TURN, GAP))
    assert (turn.start, turn.end) == (TURN.starts_at, TURN.ends_at)
    assert (str(turn["SUMMARY"]), str(gap["SUMMARY"])) == ("Payments: ana", "Payments: nobody")
    assert b"DTSTART:20260302T080000Z" in calendar(TURN)


def test_lines_are_folded_and_what_would_end_one_is_escaped():
    hostile = 'Übermäßig, lang; "x"\r\nBEGIN:VEVENT\r\n' + "ä" * 200
    written = calendar(TURN, name=hostile)
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert written.count(b"\r\nBEGIN:VEVENT") == 1
    (event,) = events(written)
    assert str(event["SUMMARY"]).startswith("Übermäßig, lang;")


def test_an_event_keeps_its_id_from_one_reading_to_the_next():
    first, later = (events(calendar(TURN, read_at=at))[0] for at in (READ_AT, TURN.starts_at))
    assert first["UID"] == later["UID"]
