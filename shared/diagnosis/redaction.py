"""Takes secrets out of text, before it is stored, logged or shown. Pure, and linear in the length of the text."""

import base64
import binascii
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

from shared.diagnosis import secret_shapes as shapes

#: What stands in a secret's place.
REDACTED = "[redacted]"
_PLACE = REDACTED.encode()
#: Bytes that a compiled expression and what it learns while it matches may take.
_MEMORY = 64 << 20

#: Names whose verdict is kept: a log says the same few again and again.
_REMEMBERED = 4_096

_Replace = Callable[[Any], bytes]


def redact(text: str) -> str:
    """Gives the text with every secret replaced; what cannot be encoded as UTF-8 becomes ``?``."""
    read = text.encode("utf-8", "replace")
    for index in sorted(_PRESENT.Match(read) or ()):
        expression, replace = _STEPS[index]
        read = expression.sub(replace, read)
    return read.decode("utf-8")


def redact_named(name: str, text: str) -> str:
    """Redacts a value that has a name: an environment variable, a field, a label."""
    if is_secret_name(name) and not _means_nothing(text):
        return REDACTED
    return redact(text)


@lru_cache(_REMEMBERED)
def is_secret_name(name: str) -> bool:
    """Says whether a value of this name is a secret by its name alone."""
    read = name.encode("utf-8", "replace")
    return _SECRET_NAME.search(read) is not None and _BESIDE.search(read) is None


def _means_nothing(value: str) -> bool:
    """Says whether a value of a secret's name is plainly none: a switch, a small number, a reference, prose."""
    return _HARMLESS.fullmatch(value.strip("\\\"'`,.")) is not None


def _whole(_found: Any) -> bytes:
    return _PLACE


def _first_group(found: Any) -> bytes:
    return _without(found, 1)


def _last_group(found: Any) -> bytes:
    return _without(found, found.re.groups)


def _without(found: Any, group: int) -> bytes:
    """The match, with one group replaced."""
    whole, (began, _), (start, end) = found[0], found.span(0), found.span(group)
    return bytes(whole[: start - began] + _PLACE + whole[end - began :])


def _named(found: Any) -> bytes:
    name, close, separator, read = found.groups()
    value = read.decode("utf-8", "replace")
    if not is_secret_name(name.decode()) or _means_nothing(value) or _is_prose(close, separator, value):
        return bytes(found[0])
    quote = opening[0] if (opening := _OPENING.match(value)) else ""
    closing = quote if quote and value.endswith(quote[-1]) and len(value) > len(quote) else ""
    return bytes(name + close + separator + quote.encode() + _PLACE + closing.encode())


def _is_prose(close: bytes, separator: bytes, value: str) -> bool:
    """A sentence that goes on after a colon says something about a secret, not the secret itself."""
    if b":" not in separator or separator == b":=" or value[0] in "\"'\\":
        return False
    if separator[:1].isspace() and close:
        return True  # volume "api-token" : object "shop"/"api-token" not registered
    return separator[-1:].isspace() and _SAYING.fullmatch(value) is not None


def _option(found: Any) -> bytes:
    name, _, read = found.groups()
    value = read.decode("utf-8", "replace")
    if not is_secret_name("_" + name.decode()) or value.startswith("-") or _means_nothing(value):
        return bytes(found[0])
    return _last_group(found)


def _userinfo(found: Any) -> bytes:
    return bytes(found[0]) if _PORT.match(found[1]) else _last_group(found)


def _basic(found: Any) -> bytes:
    value: bytes = found[1]
    try:
        decoded = base64.b64decode(value + b"=" * (-len(value) % 4), altchars=b"-_" if b"_" in value else None)
    except binascii.Error:
        return bytes(found[0])
    return _last_group(found) if b":" in decoded and decoded.isascii() else bytes(found[0])


_OPENING = re.compile(r"\\*[\"']")
_PORT = re.compile(rb"\d{1,5}(?:/|$)")
#: Values that are no secrets: switches, small numbers, references, templates, masks, words of an error message.
_HARMLESS = re.compile(
    r"(?i)|true|false|yes|no|on|off|null|none|nil|undefined|unset|empty|n/a|-?\d{1,6}(?:\.\d+)?(?:ms|s|m|h|d|gi|mi|ki|%)?"
    r"|\*+|x{3,}|<[^>]*>?|\[redacted\]?|\$\(.*|\$\{.*|\$[A-Za-z_]\w*|\{\{.*|\[?\]?|\{.*|%[a-z]|\(.*|\|-?|>-?"
    r"|(?:missing|invalid|expired|required|incorrect|wrong|rejected|revoked|unauthorized|forbidden|mismatch|unknown|not)"
)
#: What an error message says after a colon.
_SAYING = re.compile(
    r"[A-Za-z][a-z]{1,13}[,.:]?|[a-z]+(?:/[a-z]+)?:|rpc|Get|Post|Put|Delete|x509:|unable|signature|(?:HTTP|EOF)[,.:]?"
)


def _compiled(expression: str) -> Any:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return re2.compile(expression, options)


_STEPS: tuple[tuple[Any, _Replace], ...] = (
    *((_compiled(each), _whole) for each in shapes.TOKENS),
    *((_compiled(each), _first_group) for each in shapes.SURROUNDED),
    (_compiled(shapes.BASIC), _basic),
    (_compiled(shapes.USERINFO), _userinfo),
    (_compiled(shapes.OPTION), _option),
    (_compiled(shapes.NAMED), _named),
)
_SECRET_NAME = _compiled(rf"(?i){shapes.SENSITIVE_WORDS}")
_BESIDE = _compiled(shapes.BESIDE_THE_VALUE)


def _present() -> Any:
    """One pass over a text says which of the expressions occur in it: most occur in none."""
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    found = re2.Set.SearchSet(options)
    for expression, _ in _STEPS:
        found.Add(expression.pattern)
    found.Compile()
    return found


_PRESENT = _present()
