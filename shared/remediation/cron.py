"""Cron expressions of five fields, as Argo CD's sync windows have them: whether a window is open, and nothing more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
#: Nobody means a longer window, and looking back has an end.
_LONGEST = timedelta(days=62)


class InvalidCron(ValueError):  # noqa: N818 - an answer about what somebody wrote
    """The expression cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Cron:
    """When it starts. A day fits as in cron: either of its two fields where both say something, else both."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def open_at(self, now: datetime, duration: timedelta) -> bool:
        """Whether one of its starts lies in the ``duration`` before ``now``, whose zone is the expression's."""
        length = min(duration, _LONGEST)
        for back in range(length.days + 2):
            day = (now - timedelta(days=back)).date()
            if not self._starts_on(day.month, day.day, (day.weekday() + 1) % 7):
                continue
            starts = (
                datetime.combine(day, time(hour, minute), now.tzinfo) for hour in self.hours for minute in self.minutes
            )
            if any(timedelta() <= now.astimezone(UTC) - start.astimezone(UTC) < length for start in starts):
                return True
        return False

    def _starts_on(self, month: int, day: int, weekday: int) -> bool:
        by_day, by_weekday = day in self.days, weekday in self.weekdays
        return month in self.months and (by_day or by_weekday if self.either_day else by_day and by_weekday)


def read_cron(expression: str) -> Cron:
    """Reads an expression. Raises InvalidCron."""
    fields = _NAMED.get(expression.strip().lower(), expression).lower().split()
    if len(fields) != 5:  # noqa: PLR2004
        raise InvalidCron(f"{expression[:100]!r} has not five fields")
    minutes, hours, days, months, weekdays = fields
    return Cron(
        minutes=_values(minutes, range(60)),
        hours=_values(hours, range(24)),
        days=_values(days, range(1, 32)),
        months=_values(months, range(1, 13), _MONTHS, first=1),
        weekdays=frozenset(day % 7 for day in _values(weekdays, range(8), _DAYS)),
        either_day=not days.startswith(("*", "?")) and not weekdays.startswith(("*", "?")),
    )


def _values(field: str, allowed: range, names: tuple[str, ...] = (), *, first: int = 0) -> frozenset[int]:
    numbers = {name: str(place) for place, name in enumerate(names, first)}
    return frozenset(value for part in field.split(",") for value in _part(part, allowed, numbers))


def _part(part: str, allowed: range, numbers: dict[str, str]) -> Iterable[int]:
    span, _, step = part.partition("/")
    if span in {"*", "?"}:
        low, high = allowed[0], allowed[-1]
    else:
        start, _, end = span.partition("-")
        low = _number(numbers.get(start, start))
        high = _number(numbers.get(end, end)) if end else allowed[-1] if step else low
    every = _number(step) if step else 1
    if low not in allowed or high not in allowed or low > high or every < 1:
        raise InvalidCron(f"{part[:100]!r} is out of bounds")
    return range(low, high + 1, every)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):  # noqa: PLR2004
        raise InvalidCron(f"{text[:100]!r} is no number")
    return int(text)
