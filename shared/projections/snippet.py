"""Why a hit is a hit: a stretch of its text with the found words marked, as data, so nobody has to trust markup."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    text: str
    #: These words were looked for.
    hit: bool


#: In reading order; the texts joined are the stretch itself.
Snippet = tuple[Fragment, ...]
