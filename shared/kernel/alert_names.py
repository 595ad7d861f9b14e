"""Several names of alerts as one matcher, since all matchers of a condition must hold together; and back."""

import re
from collections.abc import Sequence

_MATCHER = re.compile(r'alertname(=~|=)"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ALTERNATIVE = re.compile(r"(?:[^|\\]|\\.)+", re.DOTALL)
_PLAIN = re.compile(r"(?:[\w: -]|\\[^A-Za-z0-9])+(?:\|(?:[\w: -]|\\[^A-Za-z0-9])+)*")


def matcher_of_alerts(names: Sequence[str]) -> str:
    """``alertname="A"``, or ``alertname=~"A|B"``."""
    if len(names) == 1:
        return f'alertname="{_quoted(names[0])}"'
    return f'alertname=~"{_quoted("|".join(re.escape(name) for name in sorted(names)))}"'


def alerts_of_matcher(matcher: str) -> frozenset[str] | None:
    """Gives the names that a matcher lists. None: it lists none, or is about something else."""
    found = _MATCHER.fullmatch(matcher.strip())
    if found is None:
        return None
    text = _ESCAPED.sub(r"\1", found[2])
    if found[1] == "=":
        return frozenset({text})
    if not _PLAIN.fullmatch(text):
        return None
    return frozenset(_ESCAPED.sub(r"\1", name) for name in _ALTERNATIVE.findall(text))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
