"""Matchers in Alertmanager syntax: ``team="payments"``, ``namespace=~"prod-.*"``, ``severity!="info"``."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

Labels = Mapping[str, str]
Matches = Callable[[Labels], bool]

#: A pattern beyond this, or a value beyond that, is nobody's naming scheme.
_LONGEST_PATTERN = 300
_LONGEST_VALUE = 1_024
#: With n unbounded repeats in a row a mismatch costs up to (length of the value) ** n steps.
_MOST_REPEATS = 3

_SYNTAX = re.compile(
    r'\s*(?:(?P<name>@?[A-Za-z_][\w.:/-]*)|"(?P<quoted>(?:[^"\\]|\\.)+)")\s*'
    r"(?P<operator>=~|!~|!=|=)\s*"
    r'(?:"(?P<value>(?:[^"\\]|\\.)*)"|(?P<bare>[^"\s{},]*))\s*',
    re.ASCII,
)
_ESCAPE = re.compile(r'\\(["\\n])')
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
_COUNTED = re.compile(r"\{(\d*)(?:,(\d*))?\}")


class InvalidMatcher(ValueError):  # noqa: N818 - an answer to whoever wrote the rule
    """The matcher cannot be used; the text says why and is safe to show."""


@lru_cache(maxsize=4_096)
def compile_matcher(matcher: str) -> Matches:
    """A label that is absent counts as empty; patterns match the whole value. Raises InvalidMatcher."""
    found = _SYNTAX.fullmatch(matcher)
    if found is None:
        raise InvalidMatcher(f'{matcher[:100]!r} is not of the form name="value" with =, !=, =~ or !~')
    name = found["name"] or _unescaped(found["quoted"])
    wanted = found["bare"] if found["value"] is None else _unescaped(found["value"])
    operator = found["operator"]
    if operator == "=":
        return lambda labels: labels.get(name, "") == wanted
    if operator == "!=":
        return lambda labels: labels.get(name, "") != wanted
    pattern = compile_pattern(wanted)
    if operator == "=~":
        return lambda labels: pattern.fullmatch(labels.get(name, "")[:_LONGEST_VALUE]) is not None
    return lambda labels: pattern.fullmatch(labels.get(name, "")[:_LONGEST_VALUE]) is None


def equality_of(matcher: str) -> tuple[str, str] | None:
    """Name and value of ``name="value"``; None: it is another kind of matcher, or none at all."""
    found = _SYNTAX.fullmatch(matcher)
    if found is None or found["operator"] != "=":
        return None
    value = found["bare"] if found["value"] is None else _unescaped(found["value"])
    return found["name"] or _unescaped(found["quoted"]), value


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Only patterns whose worst case is bounded: Alertmanager's engine takes linear time, this one does not."""
    if len(pattern) > _LONGEST_PATTERN:
        raise InvalidMatcher(f"a pattern of more than {_LONGEST_PATTERN} characters")
    try:
        compiled = re.compile(pattern, re.DOTALL)
    except (re.error, OverflowError, RecursionError) as invalid:
        raise InvalidMatcher(f"not a regular expression: {invalid}") from invalid
    _refuse_explosive(pattern)
    return compiled


def _refuse_explosive(pattern: str) -> None:
    """No look-around, no back-reference, no repetition of what itself repeats or branches, few open repetitions."""
    skeleton = _skeleton(pattern)
    if re.search(r"\(\?(?![:i])|\(\?i[^):]", skeleton):
        raise InvalidMatcher("only (?:…) and (?i) groups can be used, no look-around")
    if len(_UNBOUNDED.findall(skeleton)) > _MOST_REPEATS:
        raise InvalidMatcher(f"more than {_MOST_REPEATS} unbounded repetitions")
    if sum(_span(counted) for counted in _COUNTED.findall(skeleton)) > _LONGEST_PATTERN:
        raise InvalidMatcher("counted repetitions add up to too much")
    if _repeats_what_repeats(skeleton.replace("(?:", "(").replace("(?i:", "(").replace("(?i)", "")):
        raise InvalidMatcher("a repetition of a group that itself repeats or branches")


def _repeats_what_repeats(skeleton: str) -> bool:
    varies: list[bool] = [False]  # per open group: does it hold a repetition or a branch?
    closed = False  # the character before ended a group that does
    for character in skeleton:
        if character in "*+{" and closed:
            return True
        if character in "*+{|?":
            varies[-1] = True
        closed = False
        if character == "(":
            varies.append(False)
        elif character == ")":
            closed = varies.pop()
            varies[-1] = varies[-1] or closed
    return False


def _skeleton(pattern: str) -> str:
    """The pattern with escapes and classes replaced by a plain letter. Raises InvalidMatcher on back-references."""
    skeleton: list[str] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            if pattern[position + 1].isdigit() and pattern[position + 1] != "0":
                raise InvalidMatcher("back-references cannot be used")
            skeleton.append("x")
            position += 2
        elif character == "[":
            skeleton.append("x")
            position = _end_of_class(pattern, position)
        else:
            skeleton.append(character)
            position += 1
    return "".join(skeleton)


def _end_of_class(pattern: str, start: int) -> int:
    position = start + 1
    if pattern[position] == "^":
        position += 1
    if pattern[position] == "]":
        position += 1
    while pattern[position] != "]":
        position += 2 if pattern[position] == "\\" else 1
    return position + 1


def _span(counted: tuple[str, str]) -> int:
    return max(int(bound or 0) for bound in counted)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text)
