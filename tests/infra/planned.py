"""A plan as policies look at it: resources by type, each as it would be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


def only(values: Mapping[str, Any], block: str) -> Mapping[str, Any]:
    """The only block of this name in another, or an empty one."""
    found: Mapping[str, Any] = next(iter(values.get(block) or ()), {})
    return found


@dataclass(frozen=True, slots=True)
class Planned:
    """``values``: what is known of it now; what is not is absent, or None."""

    address: str
    type: str
    key: str
    values: Mapping[str, Any]

    def one(self, block: str) -> Mapping[str, Any]:
        """The only block of this name, or an empty one."""
        return only(self.values, block)


def planned(plan: Mapping[str, Any], *types: str) -> Iterator[Planned]:
    """Those of these types; of all types when none is named."""
    for change in plan["resource_changes"]:
        if not types or change["type"] in types:
            yield Planned(
                change["address"], change["type"], str(change.get("index", "")), change["change"]["after"] or {}
            )
