"""The part of PromQL that is understood, as a tree. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from local.metrics.samples import LabelMatcher

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<duration>\d+(?:ms|[smhdw])(?!\w))|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))"
    r"|(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
    r"|(?P<operator>=~|!~|!=|==|>=|<=|[-+*/><=(){}\[\],]))"
)
_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
AGGREGATIONS: Final = frozenset({"sum", "avg", "min", "max", "count"})
RANGES: Final = frozenset({"rate", "increase", "max_over_time", "min_over_time", "avg_over_time"})
#: Operators from those that bind least to those that bind most.
_LEVELS: Final = (("or",), ("==", "!=", ">", "<", ">=", "<="), ("+", "-"), ("*", "/"))


class NotUnderstood(Exception):  # noqa: N818 - names the condition
    """The expression is none, or uses what this Prometheus has not. The message says where."""


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Selector:
    """Series by their labels; with ``range_s`` the samples of so many seconds of each."""

    matchers: tuple[LabelMatcher, ...]
    range_s: float | None = None


@dataclass(frozen=True, slots=True)
class OverRange:
    function: str
    of: Selector


@dataclass(frozen=True, slots=True)
class Quantile:
    quantile: "Expression"
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Relabelled:
    """Series whose label ``source`` matches as a whole have ``label`` replaced; an absent label is empty."""

    of: "Expression"
    label: str
    replacement: str
    source: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Aggregation:
    """``by`` names labels that are kept; with ``without`` they are those that are not."""

    function: str
    of: "Expression"
    by: tuple[str, ...] = ()
    without: bool = False


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: "Expression"
    right: "Expression"


Expression = Number | Selector | OverRange | Quantile | Relabelled | Aggregation | Binary


def parsed(text: str) -> Expression:
    """Raises NotUnderstood."""
    reader = _Reader([*_tokens(text)])
    found = reader.expression()
    if reader.kind:
        raise NotUnderstood(f"parse error: unexpected {reader.text!r}")
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise NotUnderstood(f"1:{at + 1}: parse error: unexpected character: {text[at : at + 1]!r}")
        yield token.lastgroup, token[token.lastgroup]
        at = token.end()


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at = tokens, 0

    @property
    def kind(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    @property
    def text(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else "end of input"

    def expression(self, level: int = 0) -> Expression:
        if level == len(_LEVELS):
            return self._operand()
        found = self.expression(level + 1)
        while self.kind in ("operator", "name") and self.text in _LEVELS[level]:
            found = Binary(self._take(), found, self.expression(level + 1))
        return found

    def _operand(self) -> Expression:
        if self.kind == "number":
            return Number(float(self._take()))
        if self.text == "(":
            self._take("(")
            found = self.expression()
            self._take(")")
            return found
        if self.kind == "name" and self.text in AGGREGATIONS:
            return self._aggregation(self._take())
        if self.kind == "name" and self._next() == "(":
            return self._function(self._take())
        return self._selector()

    def _function(self, name: str) -> Expression:
        self._take("(")
        if name == "histogram_quantile":
            quantile = self.expression()
            self._take(",")
            found: Expression = Quantile(quantile, self.expression())
        elif name == "label_replace":
            found = Relabelled(self.expression(), *(self._argument() for _ in range(4)))
        elif name in RANGES:
            of = self._selector()
            if of.range_s is None:
                raise NotUnderstood(f'expected type range vector in call to function "{name}", got instant vector')
            found = OverRange(name, of)
        else:
            raise NotUnderstood(f'unknown function with name "{name}"')
        self._take(")")
        return found

    def _argument(self) -> str:
        self._take(",")
        if self.kind != "text":
            raise NotUnderstood(f"parse error: unexpected {self.text!r}, expected a string")
        return _unquoted(self._take())

    def _aggregation(self, name: str) -> Expression:
        grouping = self._grouping()
        self._take("(")
        of = self.expression()
        self._take(")")
        by, without = grouping or self._grouping() or ((), False)
        return Aggregation(name, of, by, without)

    def _grouping(self) -> tuple[tuple[str, ...], bool] | None:
        if self.text not in ("by", "without"):
            return None
        without, labels = self._take() == "without", []
        self._take("(")
        while self.text != ")":
            labels.append(self._take())
            if self.text == ",":
                self._take()
        self._take(")")
        return tuple(labels), without

    def _selector(self) -> Selector:
        matchers = [LabelMatcher("__name__", "=", self._take())] if self.kind == "name" else []
        if self.text == "{":
            self._take()
            while self.text != "}":
                matchers.append(self._matcher())
                if self.text == ",":
                    self._take()
            self._take("}")
        if not matchers:
            raise NotUnderstood(f"parse error: unexpected {self.text!r}")
        return Selector(tuple(matchers), self._range())

    def _matcher(self) -> LabelMatcher:
        label, operator = self._take(), self._take()
        if operator not in ("=", "!=", "=~", "!~") or self.kind != "text":
            raise NotUnderstood(f"parse error: unexpected {operator!r} in label matching")
        return LabelMatcher(label, operator, _unquoted(self._take()))

    def _range(self) -> float | None:
        if self.text != "[":
            return None
        self._take()
        if self.kind != "duration":
            raise NotUnderstood(f"parse error: unexpected {self.text!r} in range")
        told = self._take()
        self._take("]")
        unit = told.lstrip("0123456789")
        return float(told.removesuffix(unit)) * _UNITS[unit]

    def _next(self) -> str:
        return self._tokens[self._at + 1][1] if self._at + 1 < len(self._tokens) else ""

    def _take(self, expected: str = "") -> str:
        if not self.kind or (expected and self.text != expected):
            raise NotUnderstood(f"parse error: unexpected {self.text!r}, expected {expected!r}")
        self._at += 1
        return self._tokens[self._at - 1][1]


def _unquoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
