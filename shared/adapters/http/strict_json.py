"""JSON from strangers: what two readers could read differently, or no store can hold, is refused with its reason."""

import json
import math
from collections.abc import Sequence
from typing import Any

from shared.adapters.http.problem import Problematic, stop

_DEEPEST = 32
_LONGEST_NUMBER = 40
_INTEGERS = range(-(2**63), 2**63)


def parse(body: bytes) -> Any:
    """Parses JSON that everybody reads alike and every store can hold.

    Raises Problematic: 400 when it is not such JSON, 422 when a string cannot be stored.
    """
    try:
        parsed = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_constant,
        )
    except UnicodeDecodeError as invalid:
        raise stop(400, "body.not-utf8", "The body is not UTF-8") from invalid
    except RecursionError as deep:
        raise _too_deep() from deep
    except json.JSONDecodeError as invalid:
        raise stop(400, "body.not-json", "The body is not JSON", detail=f"at character {invalid.pos}") from invalid
    _check(parsed)
    return parsed


def storable(text: str) -> bool:
    """Says that a text holds no NUL and no half of a surrogate pair: nothing behind us can hold them."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def _check(parsed: Any) -> None:
    """Looks level by level, so that depth costs no stack. Raises Problematic."""
    level: list[Any] = [parsed]
    for _ in range(_DEEPEST):
        for text in (item for item in level if isinstance(item, str)):
            if not storable(text):
                raise stop(422, "body.unstorable-text", "A text holds NUL or half a surrogate pair")
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise _too_deep()


def _inside(item: Any) -> Sequence[Any]:
    if isinstance(item, dict):
        return [*item.keys(), *item.values()]
    return item if isinstance(item, list) else ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise stop(400, "body.duplicate-key", "An object names the same key twice")
    return found


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER or int(text) not in _INTEGERS:
        raise _not_a_number()
    return int(text)


def _number(text: str) -> float:
    number = float(text) if len(text) <= _LONGEST_NUMBER else math.inf
    if not math.isfinite(number):
        raise _not_a_number()
    return number


def _constant(_name: str) -> Any:
    raise _not_a_number()


def _not_a_number() -> Problematic:
    return stop(400, "body.number", "A number is not finite, or has more digits than anybody needs")


def _too_deep() -> Problematic:
    return stop(400, "body.too-deep", f"The body is nested deeper than {_DEEPEST} levels")
