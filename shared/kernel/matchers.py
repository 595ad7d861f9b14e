r"""Matchers in Alertmanager syntax: ``team="payments"``, ``namespace=~"prod-.*"``, ``severity!="info"``.

Both of Alertmanager's parsers were the model, its older one where they disagree, as it does itself. Names are as they
are or in double quotes, values as well; in both ``\\``, ``\"`` and ``\n`` stand for a backslash, a quote and a line's
end, any other backslash for itself. Expressions are RE2's and match whole values. Other than there:

- one text is one matcher: ``{team="a"}`` is taken, two in one text are not;
- values in single quotes or backticks are refused: Alertmanager takes the quotes for a part of the value;
- ``team=`` asks for an empty label; ``.`` matches a line's end, as in Prometheus 3; ``@`` begins names of ours.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from shared.kernel.expressions import Expression, InvalidExpression, compile_expression

Labels = Mapping[str, str]
Matches = Callable[[Labels], bool]

#: Characters of one matcher.
LONGEST = 2_000
#: What one question (which rule takes this alert?) may cost: about a third of a second, were it all used up.
MOST_STEPS = 1 << 28
_SHOWN = 100

_NAME = r"(?P<name>[^\s{}!=~,\\\"'`]+)|\"(?P<quoted>(?:[^\"\\]|\\.)+)\""
_VALUE = r"\"(?P<value>(?:[^\"\\]|\\.)*)\"|(?P<bare>(?:[^\"\s{},\\]|\\.)*)"
_SYNTAX = re.compile(rf"\s*(?:{_NAME})\s*(?P<operator>=~|!~|!=|=)\s*(?:{_VALUE})\s*", re.DOTALL)
_WRAPPED = re.compile(r"\s*\{(?P<inner>.*)\}\s*", re.DOTALL)
_ESCAPE = re.compile(r'\\(["\\n])')
#: Other quotes than ``"``, as people type or paste them.
_OTHER_QUOTES = {"'": "'", "`": "`", "\N{LEFT DOUBLE QUOTATION MARK}": "\N{RIGHT DOUBLE QUOTATION MARK}"}


class InvalidMatcher(ValueError):  # noqa: N818 - an answer to whoever wrote the rule
    """The matcher cannot be used; the text says why and is safe to show."""


class StepBudget:
    """How much may still be computed for one question; expressions draw on it."""

    __slots__ = ("left",)

    def __init__(self, most: int = MOST_STEPS) -> None:
        self.left = most

    def take(self, steps: int) -> bool:
        """Draws steps from the budget. False: there are not so many left; whatever asks for them is left out."""
        if steps > self.left:
            return False
        self.left -= steps
        return True


@dataclass(frozen=True, slots=True)
class Matcher:
    """It compares one label: with an ``expression``, or by equality where that is None.

    An absent label counts as empty.
    """

    name: str
    negated: bool
    value: str
    expression: Expression | None

    def __call__(self, labels: Labels) -> bool:
        return self._found(labels.get(self.name, "")) is not self.negated

    def affordable(self, labels: Labels, steps: StepBudget) -> bool:
        return self.expression is None or steps.take(self.expression.steps(labels.get(self.name, "")))

    def _found(self, value: str) -> bool:
        return value == self.value if self.expression is None else self.expression.matches(value)


def compile_matcher(matcher: str) -> Matcher:
    """Reads one matcher in Alertmanager syntax. Raises InvalidMatcher."""
    found = _read(matcher)
    if isinstance(found, str):
        raise InvalidMatcher(found)
    return found


def matcher_problem(matchers: Iterable[str]) -> str | None:
    """Why not all of them can be used, in words for their author; those that were written under other rules."""
    return next((found for found in map(_read, matchers) if isinstance(found, str)), None)


def all_hold(matchers: Iterable[str], labels: Labels, steps: StepBudget | None = None) -> bool:
    """Whether each holds. What cannot be used (written under other rules), or costs too many steps, never does."""
    left = steps or StepBudget()
    for matcher in matchers:
        found = _read(matcher)
        if isinstance(found, str) or not found.affordable(labels, left) or not found(labels):
            return False
    return True


def equality_of(matcher: str) -> tuple[str, str] | None:
    """Gives name and value of ``name="value"``; None: it is another kind of matcher, or none at all."""
    found = _read(matcher)
    if isinstance(found, str) or found.expression is not None or found.negated:
        return None
    return found.name, found.value


@lru_cache(maxsize=1_024)
def _read(matcher: str) -> Matcher | str:
    """Gives the matcher, or in words why it is none: both are remembered, for whoever asks with each alert."""
    try:
        return _parsed(matcher)
    except InvalidMatcher as invalid:
        return str(invalid)


def _parsed(matcher: str) -> Matcher:
    if len(matcher) > LONGEST:
        raise InvalidMatcher(f"a matcher of more than {LONGEST} characters")
    text = _unwrapped(matcher)
    found = _SYNTAX.fullmatch(text)
    if found is None:
        raise InvalidMatcher(_why_none(text, matcher))
    bare, operator = found["bare"], found["operator"]
    name = found["name"] or _unescaped(found["quoted"])
    if bare and bare[0] in _OTHER_QUOTES:
        raise InvalidMatcher(_requoted(name, operator, bare))
    value = _unescaped(found["value"] if bare is None else bare)
    expression = None
    if "~" in operator:
        try:
            expression = compile_expression(value)
        except InvalidExpression as invalid:
            raise InvalidMatcher(f"{name[:_SHOWN]}: {invalid}") from invalid
    return Matcher(name, operator.startswith("!"), value, expression)


def _unwrapped(matcher: str) -> str:
    """Takes off the braces around it and the comma behind it that Alertmanager's configuration may have."""
    wrapped = _WRAPPED.fullmatch(matcher)
    return (wrapped["inner"] if wrapped else matcher).rstrip().removesuffix(",")


def _why_none(text: str, matcher: str) -> str:
    first = _SYNTAX.match(text)
    if first is not None and text[first.end() :].startswith(",") and _SYNTAX.fullmatch(text[first.end() + 1 :]):
        several = f"{first[0].strip()[:_SHOWN]} and {text[first.end() + 1 :].strip()[:_SHOWN]}"
        return f"two matchers in one text: give {several} as two"
    if first is not None and (first["bare"] or " ")[0] in _OTHER_QUOTES and text[first.end("bare") :]:
        name = first["name"] or _unescaped(first["quoted"])
        return _requoted(name, first["operator"], text[first.start("bare") :].strip())
    hint = "; a value with spaces, commas or braces stands in double quotes" if first is not None else ""
    return f'{matcher[:_SHOWN]!r} is not of the form name="value" with =, !=, =~ or !~{hint}'


def _requoted(name: str, operator: str, told: str) -> str:
    value = told[1:].removesuffix(_OTHER_QUOTES[told[0]])[:_SHOWN]
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'write {name[:_SHOWN]}{operator}"{escaped}": values stand in double quotes'


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text)
