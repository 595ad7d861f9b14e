"""Names with ``*`` (any stretch, also an empty one) and ``?`` (one character); everything else is itself."""

_WILD = frozenset("*?")


def is_pattern(glob: str) -> bool:
    return not _WILD.isdisjoint(glob)


def literal_prefix(glob: str) -> str:
    """Gives the text that every name that matches begins with."""
    ends = (place for place, character in enumerate(glob) if character in _WILD)
    return glob[: next(ends, len(glob))]


def literal_characters(glob: str) -> int:
    """Counts the characters that are no wildcards: how much a pattern says."""
    return sum(character not in _WILD for character in glob)


def glob_matches(glob: str, name: str) -> bool:
    """At most len(glob) × len(name) steps, whatever the pattern is."""
    at, place = 0, 0
    star, resumed = -1, 0
    while place < len(name):
        if at < len(glob) and glob[at] == "*":
            star, resumed, at = at, place, at + 1
        elif at < len(glob) and glob[at] in ("?", name[place]):
            at, place = at + 1, place + 1
        elif star >= 0:
            resumed += 1
            at, place = star + 1, resumed
        else:
            return False
    return all(character == "*" for character in glob[at:])
