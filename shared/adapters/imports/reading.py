"""Reading what may be anything as what it ought to be, and saying why when it is not."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from shared.kernel.alert_names import matcher_of_alerts
from shared.kernel.matchers import InvalidMatcher, compile_matcher
from shared.ports.imports import Trouble

M = TypeVar("M", bound=BaseModel)

_NOT_IN_SLUG = re.compile(r"[^a-z0-9._:/-]+")
_NOT_IN_NAME = re.compile(r"[^a-z0-9]+")
_URL = re.compile(r"https?://[^\s<>\"]+")
_LONGEST_SLUG = 200
_TRUE = frozenset({"true", "yes", "on", "y", "1"})


class Unusable(ValueError):  # noqa: N818 - becomes a line of the report
    """``code`` is stable; the text is safe to show."""

    def __init__(self, code: str, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.code = code
        self.line = line

    def trouble(self, path: str, line: int | None = None, slug: str = "") -> Trouble:
        return Trouble(path=path, line=self.line or line, code=self.code, why=str(self), slug=slug)


def slug_from(text: str) -> str:
    """Empty when nothing of it can stand in a slug."""
    return _NOT_IN_SLUG.sub("-", text.lower())[:_LONGEST_SLUG].strip("-._:/")


def told_apart(words: str, longest: int, otherwise: str, taken: dict[str, int]) -> str:
    """A name of these words that is not taken: the second one of them ends in -2. ``taken``: how often each was."""
    base = _NOT_IN_NAME.sub("-", words.lower()).strip("-")[:longest].strip("-") or otherwise
    number = taken.get(base, 0) + 1
    while (name := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    taken[base] = number
    taken.setdefault(name, 1)
    return name


def text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """A list of texts, or one text in place of it."""
    several = value if isinstance(value, list) else [value]
    return [found for each in several if (found := text(each))]


def listed(value: Any) -> list[str]:
    """As ``texts``; one text may also hold several with commas between them."""
    return texts(value.split(",")) if isinstance(value, str) else texts(value)


def mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def flag(value: Any) -> bool:
    return text(value).lower() in _TRUE


def number(value: Any) -> float | None:
    try:
        return float(text(value))
    except ValueError:
        return None


def is_url(value: str) -> bool:
    return _URL.fullmatch(value) is not None


def tags(values: Sequence[str]) -> tuple[str, ...]:
    """In order, each once."""
    return tuple(dict.fromkeys(value for value in values if value))


def line_of(value: Any) -> int | None:
    return getattr(value, "line", None)


def made(model: type[M], **values: Any) -> M:
    """Raises Unusable that names the field."""
    try:
        return model(**values)
    except ValidationError as invalid:
        error = invalid.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part)[:80] for part in error["loc"])
        raise Unusable("definition.invalid", f"{where}: {error['msg'][:200]}") from invalid


def alert_triggers(values: Sequence[str]) -> tuple[str, ...]:
    """Matchers as they are; plain names of alerts become one matcher, since all matchers must hold together."""
    names = tuple(dict.fromkeys(value for value in values if not re.search(r"[=~]", value)))
    matchers = tuple(value for value in values if re.search(r"[=~]", value))
    for matcher in matchers:
        try:
            compile_matcher(matcher)
        except InvalidMatcher as invalid:
            raise Unusable("trigger.invalid", str(invalid)) from invalid
    return (*((matcher_of_alerts(names),) if names else ()), *matchers)
