"""JSON Patch (RFC 6902) over JSON Pointer (RFC 6901). Pure."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any


def json_patched(before: Any, patch: Any) -> Any:
    """Applies the operations in their order. Raises ValueError where one of them cannot be."""
    if not isinstance(patch, Sequence) or isinstance(patch, str):
        raise ValueError("a JSON patch is a list of operations")  # noqa: TRY004 - as other bad bodies
    found = deepcopy(before)
    for step in patch:
        try:
            found = _OPERATIONS[step["op"]](found, step)
        except (KeyError, IndexError, TypeError) as missing:
            raise ValueError(f"the operation {step!r} cannot be applied") from missing
    return found


def _add(found: Any, step: Mapping[str, Any]) -> Any:
    return _put(found, _steps(step["path"]), step["value"])


def _replace(found: Any, step: Mapping[str, Any]) -> Any:
    path = _steps(step["path"])
    if not path:
        return deepcopy(step["value"])
    _at(found, path)
    holder = _at(found, path[:-1])
    holder[_index(holder, path[-1])] = deepcopy(step["value"])
    return found


def _remove(found: Any, step: Mapping[str, Any]) -> Any:
    path = _steps(step["path"])
    holder = _at(found, path[:-1])
    del holder[_index(holder, path[-1])]
    return found


def _test(found: Any, step: Mapping[str, Any]) -> Any:
    if _at(found, _steps(step["path"])) != step["value"]:
        raise ValueError(f"testing value {step['path']} failed")
    return found


def _copy(found: Any, step: Mapping[str, Any]) -> Any:
    return _put(found, _steps(step["path"]), _at(found, _steps(step["from"])))


def _move(found: Any, step: Mapping[str, Any]) -> Any:
    value = _at(found, _steps(step["from"]))
    return _put(_remove(found, {"path": step["from"]}), _steps(step["path"]), value)


_OPERATIONS: Mapping[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "add": _add,
    "replace": _replace,
    "remove": _remove,
    "test": _test,
    "copy": _copy,
    "move": _move,
}


def _put(found: Any, path: Sequence[str], value: Any) -> Any:
    if not path:
        return deepcopy(value)
    holder, last = _at(found, path[:-1]), path[-1]
    if isinstance(holder, list):
        holder.insert(len(holder) if last == "-" else int(last), deepcopy(value))
    else:
        holder[last] = deepcopy(value)
    return found


def _at(found: Any, path: Sequence[str]) -> Any:
    for step in path:
        found = found[_index(found, step)]
    return found


def _index(holder: Any, step: str) -> Any:
    return int(step) if isinstance(holder, list) else step


def _steps(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
