"""Whether a sighting says anything new: words are compared, measured values are not.

A text that quotes the value of the moment (``CPU is at 93.2 %``) differs with every repeat and tells nobody anything.
So in annotations every number, with its unit, counts as the same number; other words are news. Labels name the alert
and are compared as they are, and so is the severity.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice

from shared.domain.alert.intents import IngestAlert
from shared.domain.alert.state import Alert
from shared.domain.alert.values import Difference

#: Annotations that hold nothing but values of the moment, or nothing that anybody would want to be told.
VALUES = frozenset({"grafana_values", "grafana_value_string", "grafana_image_url", "grafana_org_id"})

_MOST = 20
_LONGEST = 200
_LONGEST_VALUE = 500
#: Characters of a text that is remembered without its numbers, and how many are.
_SHORT = 500
_REMEMBERED = 1_000

# What templates write numbers as: 93.2%, -1.5e+09, 1,024, 1.2GiB, 12.5ms, 3/8, 1h2m3s, 2026-03-01 12:00:00 +0000, +Inf.
# A number within a name (``sda1``, ``web-7d9c4``, ``10.0.0.5:9100``) is part of the name.
_UNIT = r"(?:%|[kKMGTPEZYmunµ]?i?[Bb](?:/s|ps)?|[kKMGTPEZYunµ]i?|[munµ]?s|min|[mhdwy]|req/s|rps|°?[CF])"
_PLAIN = r"\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?"
_TIME = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[ ]?[-+]\d\d:?\d\d)?(?:[ ]UTC)?)?"
_NUMBER = re.compile(
    rf"(?<![\w./:-])(?:{_TIME}|\d+(?::\d\d)+|\d+/\d+|[-+]?(?:\d+(?:\.\d+)?(?:ms|[smhdwy])){{2,}}"
    rf"|[-+]?{_PLAIN}(?:\s?{_UNIT})?|[-+]?Inf|NaN)(?!\w|[.:/-]\w)",
    re.ASCII,
)
_NUMBERS = re.compile(r"#(?:[\s,]*#)+")


def news_in(intent: IngestAlert, state: Alert) -> tuple[Difference, ...]:
    """What a sighting says otherwise than the alert stands; empty: nothing that anybody would want to be told."""
    return tuple(islice(_news(intent, state), _MOST))


def values_of(annotations: Mapping[str, str]) -> Mapping[str, str]:
    """The annotations that quote a value of the moment, which may move without being news; the first of them, cut."""
    quoting = (name for name in sorted(annotations) if name in VALUES or masked(annotations[name]) != annotations[name])
    return {name[:_LONGEST]: _cut(annotations[name], _LONGEST_VALUE) for name in islice(quoting, _MOST)}


def masked(text: str) -> str:
    """``disk sda1 at 93.2 % since 1h 2m`` → ``disk sda1 at # since #``.

    Short texts are remembered: alerts of one rule say mostly the same, and again with every repeat.
    """
    return _remembered(text) if len(text) <= _SHORT else _masked(text)


def _masked(text: str) -> str:
    return _NUMBERS.sub("#", _NUMBER.sub("#", text))


_remembered = lru_cache(_REMEMBERED)(_masked)


def _news(intent: IngestAlert, state: Alert) -> Iterator[Difference]:
    if intent.severity is not state.severity:
        yield Difference(what="severity", before=state.severity.value, after=intent.severity.value)
    if intent.name != state.name:
        yield Difference(what="name", before=_short(state.name), after=_short(intent.name))
    yield from _between("label", state.labels, intent.labels)
    yield from _between("annotation", _worded(state.annotations), _worded(intent.annotations))
    if intent.generator_url != state.generator_url:
        yield Difference(what="link", before=_short(state.generator_url), after=_short(intent.generator_url))


def _between(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new or (kind == "annotation" and old is not None and new is not None and masked(old) == masked(new)):
            continue
        yield Difference(what=f"{kind} {name[:_LONGEST]}", before=_short(old), after=_short(new))


def _worded(annotations: Mapping[str, str]) -> Mapping[str, str]:
    return {name: text for name, text in annotations.items() if name not in VALUES}


def _short(text: str | None) -> str | None:
    return None if text is None else _cut(text, _LONGEST)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
