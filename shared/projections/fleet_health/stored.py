"""Names as they are stored and looked up."""

#: As long as the command for fleets allows. A resource may name more, and an entry of an index may be too long.
_LONGEST_PLACE = 200
_LONGEST_NAME = 300


def stored(text: str) -> str:
    """As the database gives it back: names are compared with those that were stored."""
    return text.replace("\x00", "\ufffd")


def place(text: str | None) -> str:
    """An environment or a cluster; none is empty."""
    return stored(text or "")[:_LONGEST_PLACE]


def name(text: str) -> str:
    return stored(text)[:_LONGEST_NAME]
