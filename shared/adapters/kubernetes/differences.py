"""What differs between two states of one object, as lines that the same states always give."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

#: What a server writes by itself, or what says whose change it is.
_BESIDE: Final = frozenset(
    {
        "/metadata/managedFields",
        "/metadata/resourceVersion",
        "/metadata/generation",
        "/metadata/annotations/sre.ameide.io~1effect",
        "/metadata/annotations/sre.ameide.io~1effect-before",
        "/metadata/annotations/force-sync",
        "/spec/template/metadata/annotations/sre.ameide.io~1effect",
        "/status",
    }
)
_MOST: Final = 200
_LONGEST: Final = 200


def differences(before: Any, after: Any) -> list[str]:
    """Gives ``/spec/replicas: 2 → 3`` for each place, in the order of places."""
    return sorted(_compared(before, after, ""))[:_MOST]


def _compared(before: Any, after: Any, pointer: str) -> Iterator[str]:
    if before == after or pointer in _BESIDE:
        return
    if isinstance(before, Mapping | None) and isinstance(after, Mapping | None) and (before or after):
        old, new = before or {}, after or {}
        for name in {*old, *new}:
            step = str(name).replace("~", "~0").replace("/", "~1")
            yield from _compared(old.get(name), new.get(name), f"{pointer}/{step}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (old_item, new_item) in enumerate(zip(before, after, strict=True)):
            yield from _compared(old_item, new_item, f"{pointer}/{place}")
    else:
        yield f"{pointer}: {_shown(before)} → {_shown(after)}"


def _shown(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False)[:_LONGEST]
