"""A form as the arguments of an operation: names are paths (``definition.title``), values are texts.

A name may say how its text is meant: ``due_at:time`` is a time of day in the reader's zone, ``tags:lines`` one value a
line, ``labels:pairs`` a ``name=value`` a line, ``alerts[]`` one of several values. What is left empty is not sent.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from shared.adapters.http.strict_json import storable
from shared.ports.operation import Declined
from shared.ports.outcome import Problem

_MOST_FIELDS = 500
_DEEPEST = 6
_LONGEST_LIST = 200


def arguments_of(form: MultiDict[str, str], zone: ZoneInfo) -> dict[str, Any]:
    """Gives the arguments. Names that begin with an underscore are the form's own. Raises Declined."""
    arguments: dict[str, Any] = {}
    fields = [(name, values) for name, values in form.lists() if not name.startswith("_")]
    if len(fields) > _MOST_FIELDS:
        raise _unreadable("there are too many fields")
    for name, values in fields:
        if not all(storable(text) for text in (name, *values)):
            raise _unreadable("a field holds what no text can hold")
        given = [text.replace("\r\n", "\n") for text in values if text.strip()]
        if given:
            _put(arguments, name, given, zone)
    return {name: _lists(value) for name, value in arguments.items()}


def _put(arguments: dict[str, Any], name: str, given: Sequence[str], zone: ZoneInfo) -> None:
    path, _, meant = name.partition(":")
    several = path.endswith("[]")
    steps = path.removesuffix("[]").split(".")
    if len(steps) > _DEEPEST:
        raise _unreadable(f"{path[:60]} lies too deep")
    inside: Any = arguments
    for step in steps[:-1]:
        inside = inside.setdefault(step, {})
        if not isinstance(inside, dict):
            raise _unreadable(f"{path[:60]} is two things")
    if meant and meant not in _MEANINGS:
        raise _unreadable(f"{meant[:60]} is no meaning of a field")
    inside[steps[-1]] = list(given) if several else _MEANINGS.get(meant, _text)(given[-1], zone)


def _text(text: str, _zone: ZoneInfo) -> Any:
    return text


def _time(text: str, zone: ZoneInfo) -> Any:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        raise _unreadable(f"{text[:40]} is no time") from None


def _lines(text: str, _zone: ZoneInfo) -> Any:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _pairs(text: str, zone: ZoneInfo) -> Any:
    return {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in _lines(text, zone))}


_MEANINGS: Mapping[str, Callable[[str, ZoneInfo], Any]] = {
    "time": _time,
    "lines": _lines,
    "pairs": _pairs,
}


def _lists(value: Any) -> Any:
    """What is numbered throughout is a list, in the order of the numbers."""
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(each) for name, each in value.items()}
    if inner and all(name.isascii() and name.isdigit() for name in inner):
        if len(inner) > _LONGEST_LIST:
            raise _unreadable("a list is too long")
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def _unreadable(why: str) -> Declined:
    return Declined("invalid", Problem(code="form.unreadable", title="The form cannot be read", detail=why))
