"""In which of a thing's fields the words that were looked for are."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from shared.projections.tokens import searchable

F = TypeVar("F", bound=str)


def matched_in(text: str, fields: Mapping[F, Sequence[str]], *, otherwise: F) -> tuple[F, ...]:
    """A word's beginning is enough, as it is for the search itself. Empty when nothing was looked for.

    ``otherwise``: what is said when no field has a word of it, and only the name looks like it.
    """
    wanted = tuple(searchable((text.lower(),)).split())
    if not wanted:
        return ()
    found = [
        field for field, texts in fields.items() if any(word.startswith(wanted) for word in searchable(texts).split())
    ]
    return tuple(found) or (otherwise,)
