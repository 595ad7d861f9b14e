"""In which of a service's fields the words that were looked for are."""

from collections.abc import Mapping, Sequence
from typing import Literal

from shared.projections.words import searchable

#: ``similar``: in none; slug or name look like what was typed.
MatchedIn = Literal["slug", "name", "tags", "owner_team", "description", "similar"]


def matched_in(text: str, fields: Mapping[MatchedIn, Sequence[str]]) -> tuple[MatchedIn, ...]:
    """A word's beginning is enough, as it is for the search itself. Empty when nothing was looked for."""
    wanted = tuple(searchable((text.lower(),)).split())
    if not wanted:
        return ()
    found: list[MatchedIn] = [
        field for field, texts in fields.items() if any(word.startswith(wanted) for word in searchable(texts).split())
    ]
    return tuple(found) or ("similar",)
