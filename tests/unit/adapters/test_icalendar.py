"""Calendars of shifts: what strange ones mean, and that none is computed without end."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.adapters.imports import ical_zones
from shared.adapters.imports.icalendar import parse
from shared.domain.on_call_schedule.values import ScheduleDefinition
from shared.kernel.ids import TenantId
from shared.ports.imports import Document, Parsed, Setting

_SETTING = Setting(tenant_id=TenantId(UUID(int=1)), source="", at=datetime(2026, 11, 28, tzinfo=UTC))
_NINE_TO_FIVE = ("DTSTART:20261207T090000Z", "DTEND:20261207T170000Z", "SUMMARY:ana")
_OWN_ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:{rule}
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
_OCTOBER = "FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10"


def event(*lines: str) -> str:
    return "\n".join(("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", ""))


def calendar(*parts: str, name: str = "Payments") -> Parsed:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nX-WR-CALNAME:{name}\n{''.join(parts)}END:VCALENDAR\n"
    return parse([Document(path="c.ics", text=text)], _SETTING)


def shifts(parsed: Parsed) -> list[tuple[str, str, str]]:
    return [(s.person, f"{s.starts_at:%m-%d %H:%M}", f"{s.ends_at:%m-%d %H:%M}") for s in schedule(parsed).shifts]


def schedule(parsed: Parsed) -> ScheduleDefinition:
    (draft,) = parsed.drafts
    assert isinstance(draft.definition, ScheduleDefinition)
    return draft.definition


def troubles(parsed: Parsed) -> Sequence[str]:
    return [trouble.why for trouble in parsed.troubles]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        *((f"FREQ={frequency};INTERVAL=0", "INTERVAL=0") for frequency in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=99", "BYMONTHDAY=99"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=400", "BYSETPOS=400"),
        ("FREQ=DAILY;COUNT=0", "COUNT=0"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "exclude each other"),
        ("FREQ=DAILY;UNTIL=tomorrow", "not one recurrence rule"),
        ("FREQ=SECONDLY", "'secondly' are not read"),
        ("FREQ=DAILY;BYHOUR=1,2", "BYHOUR"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "no shift"),
    ],
)
def test_a_rule_that_means_nothing_is_told_of(rule, why):
    assert any(why in told for told in troubles(calendar(event(*_NINE_TO_FIVE, f"RRULE:{rule}"))))


def test_a_time_that_is_none_costs_its_event_only():
    found = calendar(event(*_NINE_TO_FIVE), event("DTSTART:when", "SUMMARY:ben"), event("SUMMARY:cy"))
    assert shifts(found) == [("ana", "12-07 09:00", "12-07 17:00")]
    assert len(troubles(found)) == 2


def test_a_rule_without_end_gives_the_shifts_of_the_horizon():
    assert len(shifts(calendar(event(*_NINE_TO_FIVE, "RRULE:FREQ=DAILY;COUNT=999999999")))) == 329


def test_counting_is_bounded_for_all_rules_together():
    counted = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9"
    many = [event("DTSTART:19900101T090000Z", "DURATION:PT8H", "SUMMARY:ana", counted)] * 30
    assert troubles(calendar(*many, event(*_NINE_TO_FIVE))).count("too many days to count; say UNTIL instead of COUNT")


@pytest.mark.parametrize("alone", [True, False])
def test_dates_named_one_by_one_are_shifts_too(alone):
    more = () if alone else ("RRULE:FREQ=WEEKLY;COUNT=1",)
    named = event(*_NINE_TO_FIVE, *more, "RDATE:20261209T090000Z,20261215T090000Z", "EXDATE:20261215T090000Z")
    assert shifts(calendar(named)) == [
        ("ana", "12-07 09:00", "12-07 17:00"),
        ("ana", "12-09 09:00", "12-09 17:00"),
    ]


def test_a_zone_by_its_name_in_windows_is_that_zone():
    week = event(
        "DTSTART;TZID=W. Europe Standard Time:20261207T090000",
        "DTEND;TZID=W. Europe Standard Time:20261207T170000",
        "RRULE:FREQ=WEEKLY;COUNT=1",
        "SUMMARY:On call: ana",
    )
    for zone in ("", _OWN_ZONE.format(name="W. Europe Standard Time", rule=_OCTOBER)):
        found = calendar(zone, week)
        assert shifts(found) == [("ana", "12-07 08:00", "12-07 16:00")]
        assert schedule(found).zone == "Europe/Berlin"


def test_a_zone_of_the_calendars_own_is_read_and_its_clocks_change():
    weekly = event(
        'DTSTART;TZID="Customized Time Zone":20270321T090000',
        'DTEND;TZID="Customized Time Zone":20270321T170000',
        "RRULE:FREQ=WEEKLY;COUNT=2",
        "SUMMARY:ana",
    )
    assert shifts(calendar(_OWN_ZONE.format(name="Customized Time Zone", rule=_OCTOBER), weekly)) == [
        ("ana", "03-21 08:00", "03-21 16:00"),
        ("ana", "03-28 07:00", "03-28 15:00"),
    ]


@pytest.mark.parametrize("folded", [("BEGIN:VTIMEZONE",) * 2, ("BEGIN:VTIMEZONE", "BEGIN:VTIME\n ZONE")])
@pytest.mark.parametrize("rule", ["FREQ=YEARLY;INTERVAL=0", "FREQ=SECONDLY", "FREQ=DAILY;BYMONTHDAY=32"])
def test_a_zone_whose_clocks_change_without_end_is_told_of(rule, folded):
    mine = event("DTSTART;TZID=Mine:20261207T090000", "DTEND;TZID=Mine:20261207T170000", "SUMMARY:ana")
    found = calendar(_OWN_ZONE.format(name="Mine", rule=rule).replace(*folded), mine)
    assert any("own zone 'Mine' cannot be read" in told for told in troubles(found))


def test_a_zone_of_one_calendar_is_not_that_of_another():
    """The first one defines the name otherwise, the second one not at all."""
    lying = _OWN_ZONE.format(name="Mine", rule=_OCTOBER).replace("+0100", "-1100")
    mine = event("DTSTART;TZID=Mine:20261207T090000", "DTEND;TZID=Mine:20261207T170000", "SUMMARY:ana")
    assert shifts(calendar(lying, mine)) == [("ana", "12-07 20:00", "12-08 04:00")]
    assert shifts(calendar(_OWN_ZONE.format(name="Mine", rule=_OCTOBER), mine)) == [
        ("ana", "12-07 08:00", "12-07 16:00")
    ]
    assert any("there is no zone 'Mine'" in told for told in troubles(calendar(mine)))


def test_the_library_meets_no_zone_of_a_calendars_own():
    kept, zones = ical_zones.without_zones(
        "BEGIN:VCALENDAR\r\n" + _OWN_ZONE.format(name="A", rule="X").replace("BEGIN:VTIMEZONE", "begin;a=b:vtimezone")
    )
    assert (kept.strip(), list(zones)) == ("BEGIN:VCALENDAR", ["A"])
