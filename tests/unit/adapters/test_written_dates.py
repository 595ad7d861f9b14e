"""Days in headings, as people write them."""

from datetime import UTC, date, datetime

import pytest

from shared.adapters.imports.written_dates import Dated, dated


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment", "rest"),
    [
        ("2026-03-14 — checkout 5xx in production", at(3, 14), "checkout 5xx in production"),
        ("14.03.2026 DNS", at(3, 14), "DNS"),
        ("2026/3/4: DNS", at(3, 4), "DNS"),
        ("[2026-03-14] DNS", at(3, 14), "DNS"),
        ("2026-03-14", at(3, 14), ""),
        ("2026-03-14T09:12:30Z DNS", at(3, 14, 9, 12), "DNS"),
        ("2026-03-14 09:12 UTC - DNS", at(3, 14, 9, 12), "DNS"),
        ("Sat, 14 March 2026, DNS", at(3, 14), "DNS"),
        ("14th Mar 2026 DNS", at(3, 14), "DNS"),
        ("March 14th, 2026: DNS", at(3, 14), "DNS"),
        ("DNS (2026-03-14)", at(3, 14), "DNS"),
        ("DNS \u2013 14.03.2026", at(3, 14), "DNS"),
    ],
)
def test_a_heading_begins_or_ends_with_its_day(written: str, moment: datetime, rest: str):
    assert dated(written, "UTC") == Dated(date(2026, moment.month, moment.day), moment, rest)


def test_a_time_is_of_the_writers_zone_and_so_is_the_day():
    assert dated("2026-07-01 00:30 DNS", "Europe/Berlin") == Dated(
        date(2026, 7, 1), datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "DNS"
    )


@pytest.mark.parametrize(
    "written",
    [
        "DNS",
        "2026-13-45 DNS",
        "30.02.2026",
        "0001-01-01",
        "9999-12-31",
        "v1.2.3",
        "[1.2.0] 2026",
        "2026",
    ],
)
def test_what_is_no_day_is_none(written: str):
    assert dated(written, "UTC") is None


def test_a_text_that_is_no_heading_is_not_searched():
    assert dated("a" + " " * 300_000 + "b", "UTC") is None
