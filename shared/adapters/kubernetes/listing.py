"""Objects and lists of objects, page by page, each within bounds; what was left out is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from shared.adapters.evidence.answers import json_object
from shared.adapters.evidence.target import NotRead
from shared.adapters.kubernetes.connection import ClusterConnection
from shared.adapters.kubernetes.kinds import SERVED
from shared.adapters.kubernetes.parts import mapping, sequence
from shared.diagnosis.evidence import EvidenceProblem

#: Objects asked for at a time.
PAGE = 250

Selection = Mapping[str, str | int]
Item = dict[str, Any]


class Listed(NamedTuple):
    """A list as far as it was read; ``failure`` says why not to its end. ``query`` repeats it."""

    query: str
    items: tuple[Item, ...]
    failure: NotRead | None = None


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of one cluster, for one inquiry."""

    connection: ClusterConnection
    until: float

    def one(self, kind: str, namespace: str, name: str) -> Item:
        """Reads one object. Raises NotRead."""
        item = json_object(self.connection.get(SERVED[kind].path(namespace, name), {}, self.until))
        return {**item, "kind": kind}

    def every(self, kind: str, namespace: str, *, most: int, selection: Selection | None = None) -> Listed:
        """Reads a list up to ``most`` objects. A list whose version is gone meanwhile is begun once more."""
        asked = selection or {}
        listed = self._pages(kind, namespace, most, asked)
        if listed.failure is not None and listed.failure.problem is EvidenceProblem.EXPIRED:
            return self._pages(kind, namespace, most, asked)
        return listed

    def _pages(self, kind: str, namespace: str, most: int, selection: Selection) -> Listed:
        path = SERVED[kind].path(namespace)
        query = repeatable(path, selection)
        items: list[Item] = []
        following: Selection = {}
        while True:
            try:
                size = min(PAGE, most - len(items))
                page = json_object(self.connection.get(path, {**selection, "limit": size, **following}, self.until))
            except NotRead as failure:
                return Listed(query, tuple(items), failure)
            items += [{**item, "kind": kind} for item in sequence(page, "items") if isinstance(item, dict)]
            token = mapping(page, "metadata").get("continue")
            if not token:
                return Listed(query, tuple(items[:most]))
            if len(items) >= most:
                return Listed(query, tuple(items[:most]), _more(page, most))
            following = {"continue": str(token)}


def _more(page: Item, most: int) -> NotRead:
    left = mapping(page, "metadata").get("remainingItemCount")
    more = f"{left} more" if left else "more"
    return NotRead(EvidenceProblem.TRUNCATED, f"read the first {most}; there are {more}")


def repeatable(path: str, query: Selection | None = None) -> str:
    """Gives a read in the form in which one would repeat it."""
    return f"GET {path}?{urlencode(query)}" if query else f"GET {path}"
