"""Silences and maintenance: what nobody is told of, when, why, and what it costs to look away."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.adapters.console.asking import ask
from shared.adapters.console.page import ConsolePage, RailEntry
from shared.adapters.console.pages.form_fields import form_fields
from shared.adapters.console.pages.shared_content import content_of, counted
from shared.adapters.console.pictures.calendar import CalendarBar, CalendarLane, calendar
from shared.adapters.console.pictures.picture import Picture
from shared.adapters.console.visit import Visit
from shared.domain.silence.windows import next_window, window_at

_SPAN = timedelta(days=14)
_MOST_WINDOWS, _MOST_LANES = 60, 12
_STATES = ("active", "pending", "expired")
_USUAL = timedelta(hours=2)


def _list(visit: Visit) -> Mapping[str, Any]:
    given = visit.one("state")
    state = given if given in _STATES else None
    listed = visit.ask(ask("ListSilences", limit=200, state=state, cursor=visit.one("cursor")))
    silences = sorted(listed.items, key=lambda each: (_STATES.index(each.state), -each.updated_at.timestamp()))
    return {
        "silences": silences,
        "state": state,
        "next_cursor": listed.next_cursor,
        "picture": _calendar([each for each in silences if each.state != "expired"], visit.now, visit.reader.zone),
        "answer": _answer(silences),
    }


def _answer(silences: Sequence[Any]) -> str:
    active = [each for each in silences if each.state == "active"]
    broken = [each for each in silences if each.problem and each.expired_at is None]
    if not active:
        said = "Nothing is silenced now"
    else:
        endless = sum(each.until is None for each in active)
        said = f"{counted(len(active), 'silence')} active now{f', {endless} without an end' if endless else ''}"
    return f"{said}{f'; {len(broken)} cannot be used as written' if broken else ''}."


def _calendar(silences: Sequence[Any], now: datetime, zone: ZoneInfo) -> Picture:
    since, until = now - timedelta(days=1), now + _SPAN
    lanes = [
        CalendarLane(name=each.definition.reason[:80], bars=tuple(_bars(each, since, until)))
        for each in silences[:_MOST_LANES]
    ]
    empty = "No silence is active or planned in the next two weeks."
    return calendar("Silences", lanes, since=since, until=until, zone=zone, now=now, when_empty=empty)


def _bars(silence: Any, since: datetime, until: datetime) -> Sequence[CalendarBar]:
    """Its windows from ``since`` to ``until``, bounded in number."""
    bars: list[CalendarBar] = []
    definition = silence.definition
    window = window_at(definition, since) or next_window(definition, since)
    while window is not None and window.starts_at < until and len(bars) < _MOST_WINDOWS:
        bars.append(
            CalendarBar(
                starts_at=window.starts_at,
                ends_at=window.ends_at,
                label=definition.kind,
                tone=definition.kind,
                hue=2 if definition.kind == "maintenance" else 5,
                href=f"/silences/{silence.silence_id}",
            )
        )
        window = next_window(definition, window.starts_at)
    return bars


def _one(visit: Visit) -> Mapping[str, Any]:
    silence = visit.ask(ask("GetSilence", visit.ids))
    parts = visit.gather(
        preview=_preview(silence.definition.matchers), silenced=ask("ListSilencedAlerts", visit.ids, limit=20)
    )
    return {
        "silence": silence,
        "parts": parts,
        "preview": content_of(parts, "preview"),
        "silenced": content_of(parts, "silenced"),
        "picture": _calendar([silence], visit.now, visit.reader.zone),
        "fields": _unchanged(silence.definition),
        "answer": _one_answer(silence),
    }


def _unchanged(definition: Any) -> Sequence[tuple[str, str]]:
    """The fields of the form that changes it, but for those that a person sees."""
    seen = ("definition.matchers[]", "definition.ends_at", "definition.reason")
    return [(name, value) for name, value in form_fields("definition", definition) if name not in seen]


def _one_answer(silence: Any) -> str:
    if silence.problem:
        return f"It is never active: {silence.problem}."
    if silence.state == "active":
        return "It is active: nobody is told of what it matches."
    return "It is not active now; it comes again." if silence.state == "pending" else "It is over."


def _new(visit: Visit) -> Mapping[str, Any]:
    """A form, filled in from an alert's labels or from a silence that is over, with what it would hold back."""
    matchers = [*(visit.several("matcher") or []), *_from_labels(visit.several("label") or [])]
    again = visit.one("again")
    reason, kind = visit.one("reason") or "", visit.one("kind") or "silence"
    if again is not None and not matchers:
        before = visit.ask(ask("ListSilences", limit=200, state="expired"))
        found = [each for each in before.items if str(each.silence_id) == again]
        if found:
            matchers, reason = list(found[0].definition.matchers), found[0].definition.reason
            kind = found[0].definition.kind
    parts = visit.gather(preview=_preview(matchers)) if matchers else {}
    preview = content_of(parts, "preview")
    return {
        "matchers": matchers,
        "reason": reason,
        "kind": kind,
        "parts": parts,
        "preview": preview,
        "ends_at": visit.now + _USUAL,
        "answer": _new_answer(matchers, preview),
    }


def _from_labels(labels: Sequence[str]) -> list[str]:
    """``team=payments`` as a matcher, with its value in quotes."""
    pairs = [label.partition("=") for label in labels if "=" in label]
    return [f'{name}="{_quoted(value)}"' for name, _, value in pairs]


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _preview(matchers: Sequence[str]) -> Any:
    return ask("PreviewSilence", matchers=list(matchers))


def _new_answer(matchers: Sequence[str], preview: Any) -> str:
    if not matchers:
        return "Say by labels which alerts nobody shall be told of."
    if preview is None:
        return "What it would hold back cannot be said at the moment."
    firing = counted(preview.firing, "alert that fires now", "alerts that fire now")
    return f"It would hold back {firing}, and {counted(preview.last_day, 'alert')} of the last day."


SILENCES = ConsolePage(
    name="silences",
    path="/silences",
    template="silences.html",
    needs="ListSilences",
    show=_list,
    rail=RailEntry(label="Silences", group=2),
)
SILENCE = ConsolePage(
    name="silence", path="/silences/<uuid:silence_id>", template="silence.html", needs="GetSilence", show=_one
)
NEW_SILENCE = ConsolePage(
    name="new-silence", path="/silences/new", template="new_silence.html", needs="CreateSilence", show=_new
)
