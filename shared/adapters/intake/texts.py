"""A stranger's labels and annotations as texts that can be stored and sent on: replaced, turned into text, cut.

Nothing here costs an alert. Every step is a function of what was sent, so a repetition gives the same result.
"""

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from shared.adapters.intake.body import shown
from shared.adapters.intake.marks import Marks

#: Of one name, one value and one set of labels or annotations: what the domain takes.
LONGEST_NAME, LONGEST_VALUE, MOST_ENTRIES = 1_024, 65_536, 1_000
#: Bytes of JSON that the labels and annotations of one alert may have together; a message to the broker holds them.
MOST_BYTES = 400_000
_DIGEST = 16


def storable(value: Any) -> Any:
    """Replaces NUL and halves of surrogate pairs, which no database and no UTF-8 can hold, by U+FFFD, at any depth."""
    return value if _is_plain(value) else _replaced(value)


def _is_plain(value: Any) -> bool:
    """What nearly everybody sends: nothing in it can need replacing."""
    if isinstance(value, str):
        return value.isascii() and "\0" not in value
    if isinstance(value, dict):
        return all(_is_plain(name) and _is_plain(item) for name, item in value.items())
    return not isinstance(value, list) or all(map(_is_plain, value))


def _replaced(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_replaced(item) for item in value]
    if isinstance(value, dict):
        return {_replaced(name): _replaced(item) for name, item in value.items()}
    return value


def was_replaced(value: Any) -> bool:
    """Says that some of it could not be read, or not be stored."""
    if isinstance(value, str):
        return not value.isascii() and "\N{REPLACEMENT CHARACTER}" in value
    if isinstance(value, list):
        return any(map(was_replaced, value))
    return isinstance(value, dict) and any(was_replaced(part) for pair in value.items() for part in pair)


def texts_of(said: Mapping[str, Any], what: str, marks: Marks) -> dict[str, str]:
    """Turns the values of an object into texts: null is absent, what is no text is written as JSON."""
    texts: dict[str, str] = {}
    for name, value in said.items():
        if value is None:
            continue
        if not isinstance(value, str):
            marks.add(f"{what} {shown(name, 60)} was {_KINDS.get(type(value), 'not a text')}: kept as text")
        texts[name] = as_text(value)
    return texts


def as_text(value: Any) -> str:
    """Gives a text as it is, and any other value as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, separators=(",", ":"))


def fitted(texts: Mapping[str, str], what: str, marks: Marks, first: Iterable[str] = ()) -> dict[str, str]:
    """Cuts names, values and their number to the domain's caps, with marks; ``first`` and then the alphabet stay."""
    wanted = [name for name in first if name in texts]
    names = [*wanted, *sorted(texts.keys() - set(wanted))]
    if len(names) > MOST_ENTRIES:
        marks.add(f"{len(names) - MOST_ENTRIES} of {len(names)} {what}s were left out: at most {MOST_ENTRIES} are kept")
    kept: dict[str, str] = {}
    for name in names[:MOST_ENTRIES]:
        if len(name) <= LONGEST_NAME and len(texts[name]) <= LONGEST_VALUE:
            kept[name] = texts[name]
            continue
        if len(name) > LONGEST_NAME:
            marks.add(f"the name of {what} {shown(name, 60)}… was cut from {len(name)} characters")
        kept[cut(name, LONGEST_NAME)] = cut_and_marked(texts[name], LONGEST_VALUE, f"{what} {shown(name, 60)}", marks)
    return kept


def within_budget(
    labels: dict[str, str], annotations: dict[str, str], marks: Marks
) -> tuple[dict[str, str], dict[str, str]]:
    """Cuts the longest values until all together fit into one message, with a mark."""
    if sum(map(len, (*labels, *labels.values(), *annotations, *annotations.values()))) * 6 <= MOST_BYTES:
        return labels, annotations
    longest = LONGEST_VALUE
    texts = [*labels.values(), *annotations.values()]
    names = sum(_cost(name) for name in (*labels, *annotations))
    while longest > _DIGEST * 4 and names + sum(_cost(text[:longest]) for text in texts) > MOST_BYTES:
        longest //= 2
    shorter = (_all_cut(labels, longest, "label", marks), _all_cut(annotations, longest, "annotation", marks))
    if names > MOST_BYTES // 2:
        marks.add("the names of labels and annotations were cut: together they were too long")
        shorter = ({cut(n, 200): v for n, v in shorter[0].items()}, {cut(n, 200): v for n, v in shorter[1].items()})
    return shorter


def cut_and_marked(text: str, limit: int, what: str, marks: Marks) -> str:
    """Cuts a text that is longer than ``limit`` characters, with a mark."""
    if len(text) > limit:
        marks.add(f"{what} was cut from {len(text)} to {limit} characters")
    return cut(text, limit)


def cut(text: str, limit: int) -> str:
    """Gives the beginning of a text and a digest of the whole, so that different texts stay different."""
    if len(text) <= limit:
        return text
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
    return f"{text[: limit - _DIGEST - 2]}…#{digest}"


def _all_cut(texts: dict[str, str], longest: int, what: str, marks: Marks) -> dict[str, str]:
    return {
        name: cut_and_marked(text, longest, f"{what} {shown(name, 60)}", marks) if len(text) > longest else text
        for name, text in texts.items()
    }


def _cost(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "replace"))


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}
