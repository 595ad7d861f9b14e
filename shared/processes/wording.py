"""How the workflows write what others have said."""

from typing import Final

_LONGEST_LINE: Final = 300


def one_line(text: str) -> str:
    """Texts from outside stay in their line, without what steers a terminal."""
    flat = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return flat if len(flat) <= _LONGEST_LINE else f"{flat[: _LONGEST_LINE - 1]}…"
