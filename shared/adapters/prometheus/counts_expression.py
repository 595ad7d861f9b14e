"""Many queries in one: each is marked by a label, and all of them are joined by ``or``. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from shared.adapters.prometheus.recorded import as_queries
from shared.domain.slo.values import CountsIndicator, Indicator

#: What an author writes for the length of a measured window.
_WINDOW = "$window"
MARK = "__sli"
#: A string in double or single quotes, a raw one, a comment, or a bracket.
_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|#[^\n]*|[\"'`()\[\]{}]")
_CLOSING = {")": "(", "]": "[", "}": "{"}


def expressions_of(indicator: Indicator, step: timedelta) -> tuple[str, ...]:
    """Gives what is to be evaluated at the end of each window: good and total, or the ratio."""
    asked = as_queries(indicator, round(step.total_seconds()))
    if isinstance(asked, CountsIndicator):
        queries: tuple[str, ...] = (asked.good_query, asked.total_query)
    else:
        queries = (asked.ratio_query,)
    return tuple(query.replace(_WINDOW, f"{step.total_seconds():.0f}s") for query in queries)


def is_closed(expression: str) -> bool:
    """Whether an expression ends what it begins, so that it cannot reach into what it is joined with."""
    open_brackets: list[str] = []
    for found in _TOKEN.finditer(expression):
        token = found[0]
        if token in ("(", "[", "{"):
            open_brackets.append(token)
        elif token in _CLOSING:
            if not open_brackets or open_brackets.pop() != _CLOSING[token]:
                return False
        elif token in ('"', "'", "`"):
            return False
    return not open_brackets


def joined(marked: Iterable[tuple[str, str]]) -> str:
    """Puts (mark, expression) together; a comment at the end of one must not swallow what follows."""
    return _either([f'label_replace((\n{expression}\n), "{MARK}", "{mark}", "", "")' for mark, expression in marked])


def _either(parts: Sequence[str]) -> str:
    """Pairs of pairs: in a row of a hundred, each ``or`` would go through everything on its left once more."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return f"({_either(parts[:half])}\nor\n{_either(parts[half:])})"
