"""Who wrote which fields of an object, and when: what a server keeps in ``managedFields``. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from local.cluster.asking import Asked
from local.cluster.moments import written
from local.cluster.objects import Manifest

#: Whoever says no name and tells no user agent.
UNKNOWN: Final = "unknown"
_SERVERS_OWN: Final = frozenset({"apiVersion", "kind", "metadata"})


def with_manager(manifest: Manifest, before: Mapping[str, Any] | None, asked: Asked, at: datetime) -> Manifest:
    """Gives the manifest with who wrote it. A server keeps one entry, and so one moment, for each writer."""
    known = (before or {}).get("metadata", {}).get("managedFields", [])
    entry = {
        "manager": asked.query.get("fieldManager") or UNKNOWN,
        "operation": "Apply" if asked.applies else "Update",
        "apiVersion": manifest.get("apiVersion") or (before or {}).get("apiVersion", "v1"),
        "time": written(at),
        "fieldsType": "FieldsV1",
        "fieldsV1": {f"f:{name}": {} for name in _changed(manifest, before or {})},
        **({"subresource": asked.subresource} if asked.subresource else {}),
    }
    others = [each for each in known if _writer(each) != _writer(entry)]
    return {**manifest, "metadata": {**manifest["metadata"], "managedFields": [*others, entry]}}


def _changed(manifest: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    return [name for name in manifest if name not in _SERVERS_OWN and manifest[name] != before.get(name)]


def _writer(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(entry.get(name) for name in ("manager", "operation", "subresource"))
