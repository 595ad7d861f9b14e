"""Expressions that come from outside: RE2's syntax, matched against whole values in linear time.

RE2 takes at most (size of the compiled program) × (bytes of the value) steps, whatever is written; look-around and
back-references, which cannot be had in linear time, do not exist. Syntax: https://github.com/google/re2/wiki/Syntax.
"""

import re
from dataclasses import dataclass
from typing import Any

import re2  # type: ignore[import-untyped]

#: Characters; as long as the longest matcher.
LONGEST = 2_000
#: Bytes that one compiled expression may take, what it learns while it matches included: some 8,000 instructions.
_MOST_MEMORY = 1 << 18
#: Compiling takes about as long as matching this many bytes.
_COMPILING = 256
#: Python reads ``{,3}`` as a repetition, RE2 as text: whoever wrote it meant the former.
_OPEN_BELOW = re.compile(r"(?<!\\)\{,\d+\}")


class InvalidExpression(ValueError):  # noqa: N818 - an answer to whoever wrote it
    """It cannot be used; the text says why and is safe to show."""


@dataclass(frozen=True, slots=True)
class Expression:
    """``.`` also matches a line's end; letters and digits of ``\\w`` and ``\\d`` are those of ASCII, as RE2 has it."""

    _program: Any

    def matches(self, value: str) -> bool:
        """Says whether it matches the whole value, not a part of it."""
        return self._program.fullmatch(_bytes(value)) is not None

    def steps(self, value: str) -> int:
        """Gives a bound on the steps taken for this value, compiling included; some 10⁹ are a second."""
        size: int = self._program.programsize
        return size * (len(value) * (1 if value.isascii() else 4) + _COMPILING)


def compile_expression(text: str) -> Expression:
    """Compiles an expression in the syntax of RE2. Raises InvalidExpression."""
    if len(text) > LONGEST:
        raise InvalidExpression(f"an expression of more than {LONGEST} characters")
    if found := _OPEN_BELOW.search(text):
        raise InvalidExpression(rf"write {{0{found[0][1:]} for a repetition, or \{found[0]} for the text itself")
    try:
        return Expression(re2.compile(text.encode(), _options()))
    except UnicodeEncodeError as half:
        raise InvalidExpression("it holds half a character (a surrogate)") from half
    except re2.error as invalid:
        raise InvalidExpression(_reason(invalid)) from invalid


def _options() -> Any:
    options = re2.Options()
    options.max_mem = _MOST_MEMORY
    options.dot_nl = True
    options.never_capture = True
    options.log_errors = False
    return options


def _bytes(value: str) -> bytes:
    """Half a character matches as U+FFFD: labels are text, but this must not fail on what is none."""
    try:
        return value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _reason(invalid: Exception) -> str:
    said = invalid.args[0] if invalid.args else ""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    if "too large" in text:
        return "the expression is too large once its repetitions are written out"
    hint = "; look-around cannot be used" if text.startswith("invalid perl operator: (?") else ""
    return f"not an expression of RE2: {text[:200]}{hint}"
