"""What breaks when a published schema changes.

An intent is written by others: whatever the old schema took, the new one must take. A fact is read by others and kept
for ever: every field that was there stays, of its type, and no field becomes required that old facts do not have.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

Schema = Mapping[str, Any]
Side = Literal["intent", "fact"]
#: A higher lower bound, or a lower upper bound, takes less.
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def breaking(old: Schema, new: Schema, side: Side) -> list[str]:
    """In words, each with a pointer to the place; empty when nothing breaks."""
    return list(_compared(_Place(old, old), _Place(new, new), side, "", frozenset()))


class _Place:
    """A schema within its document, references followed."""

    def __init__(self, schema: Schema, root: Schema) -> None:
        self.root = root
        self.name = str(schema.get("$ref", ""))
        self.schema: Schema = root["$defs"][self.name.split("/")[-1]] if self.name else schema

    def at(self, schema: Schema) -> "_Place":
        return _Place(schema, self.root)


def _compared(old: _Place, new: _Place, side: Side, pointer: str, seen: frozenset[str]) -> Iterator[str]:
    if old.name and old.name in seen:
        return
    seen = seen | {old.name} if old.name else seen
    yield from _kinds(old, new, side, pointer)
    if side == "intent":
        yield from _narrowed(old.schema, new.schema, pointer)
    yield from _fields(old, new, side, pointer, seen)
    if "items" in old.schema and "items" in new.schema:
        here = f"{pointer}/items"
        yield from _compared(old.at(old.schema["items"]), new.at(new.schema["items"]), side, here, seen)


def _fields(old: _Place, new: _Place, side: Side, pointer: str, seen: frozenset[str]) -> Iterator[str]:
    before, after = old.schema.get("properties", {}), new.schema.get("properties", {})
    for name in before.keys() - after.keys():
        yield f"{pointer}/{name}: it is gone"
    for name in set(new.schema.get("required", ())) - set(old.schema.get("required", ())):
        yield f"{pointer}/{name}: it is required now"
    for name in before.keys() & after.keys():
        yield from _compared(old.at(before[name]), new.at(after[name]), side, f"{pointer}/{name}", seen)


def _kinds(old: _Place, new: _Place, side: Side, pointer: str) -> Iterator[str]:
    """Types, values of an enumeration, alternatives: an intent may not lose one, a fact may not gain a type."""
    before, after = _kinds_of(old), _kinds_of(new)
    if side == "intent" and not _covers(after, before):
        yield f"{pointer}: {', '.join(sorted(before - after))} is not taken any more"
    if side == "fact" and not _told_apart(old, new) and not _covers(before, after):
        yield f"{pointer}: {', '.join(sorted(after - before))} was not to be expected"
    taken_away = set(map(str, old.schema.get("enum", ()))) - set(
        map(str, new.schema.get("enum", old.schema.get("enum", ())))
    )
    if taken_away and side == "intent":
        yield f"{pointer}: {', '.join(sorted(taken_away))} is not taken any more"


def _told_apart(old: _Place, new: _Place) -> bool:
    """Alternatives that a word tells apart may become more, as the words of an enumeration may."""
    return "discriminator" in old.schema and "discriminator" in new.schema


def _covers(wide: set[str], narrow: set[str]) -> bool:
    return narrow <= wide or "anything" in wide or (narrow == {"integer"} and "number" in wide)


def _kinds_of(place: _Place) -> set[str]:
    """Objects among alternatives are told apart by their titles; a single one may be called otherwise."""
    alternatives = [*place.schema.get("anyOf", ()), *place.schema.get("oneOf", ())]
    if alternatives:
        return set().union(*(_named(place.at(each)) for each in alternatives))
    kind = place.schema.get("type", "anything")
    return {kind} if isinstance(kind, str) else set(kind)


def _named(place: _Place) -> set[str]:
    title = place.schema.get("title", "") if "properties" in place.schema else ""
    return {f"{kind} {title}".strip() for kind in _kinds_of(place)}


def _narrowed(old: Schema, new: Schema, pointer: str) -> Iterator[str]:
    for bound in _LOWER:
        if bound in new and new[bound] > old.get(bound, float("-inf")):
            yield f"{pointer}: {bound} is {new[bound]} now"
    for bound in _UPPER:
        if bound in new and new[bound] < old.get(bound, float("inf")):
            yield f"{pointer}: {bound} is {new[bound]} now"
    for word in ("pattern", "format", "const"):
        if word in new and new[word] != old.get(word):
            yield f"{pointer}: {word} is {new[word]} now"
    if new.get("additionalProperties") is False and old.get("additionalProperties", True) is not False:
        yield f"{pointer}: unknown fields are refused now"
