"""Text of a model, or of anybody else who is not believed, made harmless: letters, digits and plain punctuation."""

import re
import unicodedata
from itertools import groupby

_KEPT: frozenset[str] = frozenset(" \n.,;:!?'\"%()+-/=_")
#: What programs take for a link, with all that belongs to it.
_LINK = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]{0,30}://|www\.|(?:javascript|data|vbscript|mailto|tel|file):)\S*", re.IGNORECASE
)
#: What could still become one: the beginning of an address without its scheme.
_SLASHES = re.compile(r"/{2,}")
_ESCAPE = re.compile(r"(?:\x1b|\x9b)(?:\[|\(|\)|#)?[0-9;?]*[ -/]*[@-~]?|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?")
_TAG = re.compile(r"<[^<>\n]{0,500}>")
_MARKED_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)")
_REMOVED = "(link left out)"
_MOST_MARKS = 2
_MOST_LINES = 40


def plain(text: str, longest: int) -> str:
    """The text without markup, control sequences, invisible characters and links, at most ``longest`` characters.

    What is left may still be a lie: it is for reading, and nothing makes a link or markup of it again.
    """
    shown = _ESCAPE.sub("", text[: 4 * longest])
    shown = "".join(each for each in unicodedata.normalize("NFKC", shown) if _is_visible(each))
    for pattern, instead in ((_MARKED_LINK, rf"\1 {_REMOVED}"), (_TAG, " "), (_LINK, _REMOVED)):
        shown = pattern.sub(instead, shown)
    shown = _few_marks("".join(each if _is_kept(each) else " " for each in shown))
    # Once more, at the end: what was taken out may have held a link apart.
    shown = _SLASHES.sub("/", _LINK.sub(_REMOVED, unicodedata.normalize("NFKC", shown)))
    lines = [line for each in shown.splitlines() if (line := " ".join(each.split()))][:_MOST_LINES]
    return "\n".join(lines)[:longest].strip()


def _is_visible(character: str) -> bool:
    """Control and format characters are not, nor what is private or unassigned; a line's end is."""
    return character == "\n" or not unicodedata.category(character).startswith("C")


def _is_kept(character: str) -> bool:
    return character in _KEPT or unicodedata.category(character)[0] in {"L", "N", "M"}


def _few_marks(text: str) -> str:
    """Marks stacked on one letter would cover the lines around it."""
    groups = (
        (is_mark, list(each)) for is_mark, each in groupby(text, lambda each: unicodedata.category(each)[0] == "M")
    )
    return "".join("".join(each[:_MOST_MARKS] if is_mark else each) for is_mark, each in groups)
