"""Why a hit is a hit: a stretch of its text with the found words marked, as data, so nobody has to trust markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from shared.projections.tokens import Sought, tokens_in

P = TypeVar("P")

#: Of a long text, so much around the first word that was found.
_BEFORE, _LONGEST = 60, 240
_MOST_READ = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    text: str
    """A piece as it is written in the text, or ``…`` where something before or behind the stretch is left out."""
    hit: bool
    """True when this piece was found by the words that were looked for; false for what stands between."""


#: In reading order; the texts joined are the stretch itself.
Snippet = tuple[Fragment, ...]


def snippet_around(text: str, words: Sequence[str]) -> Snippet:
    """The stretch around the first word that begins with one of these; a text without any: its beginning."""
    text = text[:_MOST_READ]
    return snippet_of(text, [(start, stop) for start, stop, forms in tokens_in(text) if _begins(forms, words)])


def snippet_of(text: str, hits: Sequence[tuple[int, int]]) -> Snippet:
    """The stretch around the first of these places, all of them marked; none: the text's beginning."""
    first = hits[0][0] if hits else 0
    start = 0 if len(text) <= _LONGEST else _word_start(text, max(0, first - _BEFORE))
    stop = min(len(text), start + _LONGEST)
    marked = bytearray(len(text))
    for begin, end in hits:
        marked[begin:end] = b"\x01" * (end - begin)
    pieces = [("…", False)] if start else []
    for hit, places in groupby(range(start, stop), key=marked.__getitem__):
        stretch = list(places)
        pieces.append((text[stretch[0] : stretch[-1] + 1], bool(hit)))
    pieces += [("…", False)] if stop < len(text) else []
    return tuple(Fragment(text=piece, hit=hit) for piece, hit in pieces)


def best_match(texts: Sequence[tuple[P, str]], sought: Sought) -> tuple[P, Snippet] | None:
    """The first place that holds all that is sought, else the first of those that hold most; None: no place does."""
    counted = [(_held(text, sought), -order) for order, (_place, text) in enumerate(texts)]
    most, order = max(counted, default=(0, 0))
    if most == 0:
        return None
    place, text = texts[-order]
    return place, snippet_around(text, sought.words)


def _held(text: str, sought: Sought) -> int:
    there = {form for _start, _stop, forms in tokens_in(text[:_MOST_READ]) for form in forms}
    return sum(any(form.startswith(words) for form in there) for words in sought.choices)


def _begins(forms: Sequence[str], words: Sequence[str]) -> bool:
    return any(form.startswith(tuple(words)) for form in forms)


def _word_start(text: str, place: int) -> int:
    """Not in the middle of a word, if the word is not endless."""
    space = text.find(" ", place, place + 30)
    return place if place == 0 or space < 0 else space + 1
