"""Times as people read them: in their zone, with UTC on hover, and as how long ago."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from shared.adapters.console.shown_text import NOTHING

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_WEEKS_AFTER = 21


def span(seconds: float) -> str:
    """Says a duration with one or two units: ``36 min``, ``3 h 20 min``, ``5 d``."""
    whole = int(abs(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min"
    if whole < _DAY:
        minutes = whole % _HOUR // _MINUTE
        return f"{whole // _HOUR} h" + (f" {minutes} min" if minutes and whole < 10 * _HOUR else "")
    days, hours = whole // _DAY, whole % _DAY // _HOUR
    if days > _WEEKS_AFTER:
        return f"{days // 7} weeks"
    return f"{days} d" + (f" {hours} h" if hours and days < 3 else "")  # noqa: PLR2004


@pass_context
def when(context: Context, moment: datetime | str | None, form: str = "short") -> Markup | str:
    """A moment in the reader's zone: ``short`` says the day only when it is another one; ``full`` says everything."""
    at = _moment(moment)
    if at is None:
        return NOTHING
    here = at.astimezone(context["reader"].zone)
    today = context["now"].astimezone(context["reader"].zone).date()
    if form == "full":
        text = here.strftime("%-d %b %Y %H:%M:%S")
    elif here.date() == today:
        text = here.strftime("%H:%M")
    else:
        text = here.strftime("%-d %b %H:%M" if here.year == today.year else "%-d %b %Y")
    return _element(context, at, text)


@pass_context
def ago(context: Context, moment: datetime | str | None) -> Markup | str:
    """How long ago a moment was, or how long it is until then."""
    at = _moment(moment)
    if at is None:
        return NOTHING
    return _element(context, at, span((context["now"] - at).total_seconds()))


def is_past(moment: datetime | str, now: datetime) -> bool:
    at = _moment(moment)
    return at is not None and at <= now


def _element(context: Context, at: datetime, text: str) -> Markup:
    zone = context["reader"].zone
    title = f"{at.astimezone(zone).replace(tzinfo=None).isoformat(' ', 'seconds')} {zone.key}"
    if zone.key != "UTC":
        title += f" · {at.astimezone(UTC).time().isoformat('seconds')} UTC"
    # Nothing else comes from outside, and a page has hundreds: escaping each part takes as long as the rest.
    return Markup(f'<time datetime="{at.isoformat()}" title="{escape(title)}">{text}</time>')  # noqa: S704


def _moment(moment: datetime | str | None) -> datetime | None:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return moment


@pass_context
def in_zone(context: Context, moment: datetime | None) -> str:
    """A moment as the value of a field ``datetime-local``, in the reader's zone."""
    return "" if moment is None else moment.astimezone(context["reader"].zone).strftime("%Y-%m-%dT%H:%M")


def _seconds(value: float | timedelta) -> str:
    return span(value.total_seconds() if isinstance(value, timedelta) else value)


FILTERS: dict[str, Callable[..., Any]] = {"when": when, "ago": ago, "span": _seconds, "in_zone": in_zone}
