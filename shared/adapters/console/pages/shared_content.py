"""What several pages do alike with what they were answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.adapters.console.parts import PagePart

_AT_ONCE = 3


def content_of(parts: Mapping[str, PagePart], name: str) -> Any:
    """What a part answered; None where it was not asked for or is missing."""
    return parts[name].content if name in parts else None


def items_of(parts: Mapping[str, PagePart], name: str) -> Sequence[Any]:
    """The items of a part that is a list; none where it was not asked for or is missing."""
    content = content_of(parts, name)
    return () if content is None else content.items


def few(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(name[:80] for name in names[:_AT_ONCE])
    return shown if len(names) <= _AT_ONCE else f"{shown} and {len(names) - _AT_ONCE} more"


def counted(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
