"""What an apply leaves: the manifest's fields, without what the last manifest had and this one has not. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

_KEYS = ("name", "containerPort", "port")


def applied(last: Any, desired: Any, live: Any) -> Any:
    """Merges three ways. What only the live object has, somebody else wrote: it stays."""
    if isinstance(desired, Mapping):
        return _mapping(_as_mapping(last), desired, _as_mapping(live))
    if isinstance(desired, list) and (key := _key_of(desired)) is not None:
        return _items(key, _as_list(last), desired, _as_list(live))
    return desired


def _mapping(last: Mapping[str, Any], desired: Mapping[str, Any], live: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in live.items() if name in desired or name not in last}
    return kept | {name: applied(last.get(name), value, live.get(name)) for name, value in desired.items()}


def _items(key: str, last: Sequence[Any], desired: Sequence[Any], live: Sequence[Any]) -> list[Any]:
    before, now, wanted = ({each.get(key): each for each in some} for some in (last, live, desired))
    merged = [applied(before.get(name), item, now.get(name)) for name, item in wanted.items()]
    return merged + [item for name, item in now.items() if name not in wanted and name not in before]


def _key_of(items: Sequence[Any]) -> str | None:
    """The field by which the items are known; None: the list is one value."""
    if not items or not all(isinstance(each, Mapping) for each in items):
        return None
    return next((key for key in _KEYS if all(key in each for each in items)), None)


def _as_mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _as_list(value: Any) -> list[Any]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
