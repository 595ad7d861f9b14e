"""What a validator would kindly take for something else is refused: 0 is not false, 2026 is no moment in time.

Bodies are validated strictly, so that only moments are left to look at: their validator reads digits as seconds since
1970. In a query everything is text, and each kind of value has one spelling.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

_DIGITS = re.compile(r"\s*[+-]?[0-9._]+\s*")
_SPELLINGS: Mapping[type, tuple[re.Pattern[str], str]] = {
    bool: (re.compile(r"true|false"), "must be true or false"),
    int: (re.compile(r"-?[0-9]{1,19}", re.ASCII), "must be a whole number in decimal digits"),
    float: (re.compile(r"-?[0-9]{1,19}(\.[0-9]{1,19})?", re.ASCII), "must be a number in decimal digits"),
}
_NO_MOMENT = "must be a date and time as in 2026-03-01T12:00:00Z"

#: Where, and what is wrong there.
Inexact = tuple[tuple[str | int, ...], str]


def inexact_in_query(model: type[BaseModel], arguments: Mapping[str, Any]) -> Iterator[Inexact]:
    """Names the arguments that a validator would take for something that they are not.

    ``arguments`` holds texts, or lists of texts where a field holds several.
    """
    for name, field in model.model_fields.items():
        given = arguments.get(name)
        annotation: Any = field.annotation
        kinds = _kinds(annotation)
        for text in [] if given is None else [given] if isinstance(given, str) else given:
            wrong = _misspelt(kinds, text)
            if wrong is not None:
                yield (name,), wrong


def inexact_in_body(annotation: Any, value: Any, where: tuple[str | int, ...] = ()) -> Iterator[Inexact]:
    """Names the places in a body where a validator would take something for what it is not.

    ``value`` is what JSON gave, already known to have the shape of ``annotation``.
    """
    if isinstance(value, str):
        kinds = _kinds(annotation)
        if str not in kinds and kinds & {date, datetime} and _DIGITS.fullmatch(value):
            yield where, _NO_MOMENT
    elif isinstance(value, dict):
        for arm in _arms(annotation):
            hints = _hints(arm)
            for name, inner in value.items():
                of_inner = hints.get(name) if hints is not None else _item_of(arm)
                yield from inexact_in_body(of_inner, inner, (*where, name))
    elif isinstance(value, list):
        for arm in _arms(annotation):
            for place, inner in enumerate(value):
                yield from inexact_in_body(_item_of(arm), inner, (*where, place))


def _misspelt(kinds: frozenset[Any], text: str) -> str | None:
    if str in kinds:
        return None
    if kinds & {date, datetime} and _DIGITS.fullmatch(text):
        return _NO_MOMENT
    for kind, (spelling, wrong) in _SPELLINGS.items():
        if kind in kinds and not spelling.fullmatch(text):
            return wrong
    return None


@lru_cache(maxsize=4096)
def _kinds(annotation: Any) -> frozenset[Any]:
    """The types of single values that a field may hold, or its items."""
    found: set[Any] = set()
    for arm in _arms(annotation):
        if get_origin(arm) in (tuple, frozenset, list, set, Sequence):
            found |= _kinds(_item_of(arm))
        else:
            found.add(getattr(arm, "__supertype__", arm))
    return frozenset(found)


def _arms(annotation: Any) -> Sequence[Any]:
    """Gives the arms of a union, at any depth; annotations and aliases are looked through."""
    annotation = getattr(annotation, "__value__", annotation)
    origin = get_origin(annotation)
    if hasattr(annotation, "__metadata__"):
        return _arms(annotation.__origin__)
    if origin is Union or type(annotation).__name__ == "UnionType":
        return [arm for inner in get_args(annotation) for arm in _arms(inner)]
    return [annotation]


def _item_of(arm: Any) -> Any:
    """Gives what a collection holds: the values of a mapping, the items of the rest."""
    arguments = [each for each in get_args(arm) if each is not Ellipsis]
    return arguments[-1] if arguments else None


@lru_cache(maxsize=4096)
def _hints(arm: Any) -> Mapping[str, Any] | None:
    """Names of fields and what they hold; None: no such thing."""
    if isinstance(arm, type) and issubclass(arm, BaseModel):
        return {name: field.annotation for name, field in arm.model_fields.items()}
    if dataclasses.is_dataclass(arm):
        return get_type_hints(arm)
    return None
