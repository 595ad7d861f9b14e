"""The resource tree of an application: since 3.0 it alone says how each resource is. Pure."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from shared.diagnosis.redaction import redact

Item = Mapping[str, Any]
Place = tuple[str, str, str, str]
#: Resources that are not healthy, of one application.
MOST_TOLD = 100


def with_health(application: Item, tree: Item) -> dict[str, Any]:
    """Gives the application with the health of each of its resources, where it says nothing of it itself."""
    status = application.get("status")
    if not isinstance(status, dict) or not isinstance(status.get("resources"), list):
        return dict(application)
    health = {_place(node): node["health"] for node in _nodes(tree) if isinstance(node.get("health"), dict)}
    resources = [_told(each, health) for each in status["resources"] if isinstance(each, dict)]
    return {**application, "status": {**status, "resources": resources}}


def _told(resource: Item, health: Mapping[Place, Any]) -> dict[str, Any]:
    known = health.get(_place(resource))
    return {**resource, "health": known} if known and not resource.get("health") else dict(resource)


def unhealthy(tree: Item) -> str:
    """Gives the resources that are not healthy as JSON, with what is said of them and what they belong to."""
    told = sorted(
        (
            {
                "kind": node.get("kind"),
                "namespace": node.get("namespace"),
                "name": node.get("name"),
                "health": node["health"].get("status"),
                "message": redact(str(node["health"].get("message", ""))),
                "parents": [f"{each.get('kind')}/{each.get('name')}" for each in _of(node, "parentRefs")],
            }
            for node in _nodes(tree)
            if isinstance(node.get("health"), dict) and node["health"].get("status") != "Healthy"
        ),
        key=lambda each: (str(each["kind"]), str(each["namespace"]), str(each["name"])),
    )
    return json.dumps({"resources": told[:MOST_TOLD], "left_out": max(0, len(told) - MOST_TOLD)}, ensure_ascii=False)


def _nodes(tree: Item) -> Iterator[dict[str, Any]]:
    yield from _of(tree, "nodes")


def _of(item: Item, field: str) -> Iterator[dict[str, Any]]:
    found = item.get(field)
    return (each for each in (found if isinstance(found, list) else ()) if isinstance(each, dict))


def _place(item: Item) -> Place:
    return tuple(str(item.get(field) or "") for field in ("group", "kind", "namespace", "name"))  # type: ignore[return-value]
