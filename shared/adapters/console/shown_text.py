"""Texts as people read them: names of states in words, numbers with units, and nothing that turns the line around."""

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from shared.kernel.actor import Actor, ActorKind

#: Stands where there is nothing to show.
NOTHING = "\u2013"
#: Marks that stack on one letter; more than these say nothing and cover the neighbours.
_MOST_MARKS = 3
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_SHORT_ID = 8


def words(name: object) -> str:
    """A name of the vocabulary as words: ``waiting_for_approval`` is ``waiting for approval``."""
    return str(name).replace("_", " ")


def capital(text: str) -> str:
    """The first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def plain(text: object) -> str:
    """A text from outside without what moves the cursor or the direction, and with few marks on each letter.

    Line breaks and tabs stay; what is left out is shown as a replacement character.
    """
    given = str(text)
    if given.isascii() and given.isprintable():
        return given
    kept: list[str] = []
    marks = 0
    for letter in _ANSI.sub("", given):
        category = unicodedata.category(letter)
        marks = marks + 1 if category == "Mn" else 0
        if marks > _MOST_MARKS:
            continue
        shown = category not in ("Cc", "Cf", "Co", "Cs", "Cn") or letter in "\n\t\u200d"
        kept.append(letter if shown else "\ufffd")
    return "".join(kept)


def clip(text: object, most: int = 140) -> str:
    """A text that fits into a row: plain, on one line, cut with an ellipsis."""
    line = " ".join(plain(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def person(actor: str | None) -> str:
    """Who it was, without the kind: ``human:ana`` is ``ana``, and a workflow without its run; nobody is a dash."""
    if not actor:
        return NOTHING
    who = Actor.of(actor)
    return clip(who.id.partition("/")[0] if who.kind is ActorKind.PROCESS else who.id, 60)


def holder(incident: Any) -> str | None:
    """Who has an incident: whom it is assigned to, else who acknowledged it. None: nobody yet."""
    found: str | None = incident.assignee or incident.acknowledged_by
    return found


def kind_of(actor: str | None) -> str:
    """What kind of actor it was; empty for nobody and for texts that name no kind."""
    kind = Actor.of(actor or "").kind
    return "" if kind is None else kind.value


def short_id(value: UUID | str) -> str:
    """The beginning of an id, enough to tell two apart on one page."""
    return str(value)[:_SHORT_ID]


def percent(ratio: float | None, digits: int = 1) -> str:
    """A ratio from 0 to 1 as a percentage; a dash where there is none."""
    if ratio is None:
        return NOTHING
    text = f"{ratio * 100:.{digits}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


def count(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun: ``1 alert``, ``3 alerts``."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def as_json(value: Any) -> str:
    """A value as indented JSON, for the raw form of things."""
    if isinstance(value, BaseModel):
        return value.model_dump_json(indent=2)
    return TypeAdapter(Any).dump_json(value, indent=2).decode()


def pretty_json(text: str) -> str:
    """JSON in a text, indented; a text that is none as it is."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def iso(moment: datetime) -> str:
    return moment.isoformat()


FILTERS: dict[str, Callable[..., Any]] = {
    "words": words,
    "capital": capital,
    "plain": plain,
    "clip": clip,
    "person": person,
    "holder": holder,
    "kind_of": kind_of,
    "short_id": short_id,
    "percent": percent,
    "count": count,
    "as_json": as_json,
    "pretty_json": pretty_json,
    "iso": iso,
}
