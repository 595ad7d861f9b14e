"""The ways in which a patch changes an object: merge (RFC 7386), JSON Patch (RFC 6902), strategic merge. Pure."""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

import yaml

from local.cluster.json_patch import json_patched

#: Lists whose items are known by a field; every other list is replaced as a whole.
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "containers": ("name",),
    "initContainers": ("name",),
    "env": ("name",),
    "volumes": ("name",),
    "imagePullSecrets": ("name",),
    "volumeMounts": ("mountPath",),
    "ports": ("containerPort", "port"),
    "conditions": ("type",),
    "ownerReferences": ("uid",),
}
_PRIMITIVE: Final = "$deleteFromPrimitiveList/"


def merged(before: Any, patch: Any) -> Any:
    """Applies a merge patch: null takes a field away."""
    if not isinstance(patch, Mapping):
        return deepcopy(patch)
    found = dict(before) if isinstance(before, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found


def strategically_merged(before: Any, patch: Any) -> Any:
    """Applies a strategic merge patch, as far as workloads, services and nodes need it."""
    if not isinstance(patch, Mapping):
        return deepcopy(patch)
    if patch.get("$patch") == "replace":
        return {name: deepcopy(value) for name, value in patch.items() if name != "$patch"}
    found = dict(before) if isinstance(before, Mapping) else {}
    for name, value in patch.items():
        if name.startswith(_PRIMITIVE):
            field = name.removeprefix(_PRIMITIVE)
            found[field] = [each for each in found.get(field) or () if each not in value]
        elif name.startswith("$"):
            continue
        elif value is None:
            found.pop(name, None)
        elif name in _KEYS and isinstance(value, Sequence) and not isinstance(value, str):
            found[name] = _merged_list(found.get(name) or [], value, _KEYS[name])
        else:
            found[name] = strategically_merged(found.get(name), value)
    return found


def _merged_list(before: Sequence[Any], patch: Sequence[Any], keys: tuple[str, ...]) -> list[Any]:
    found = [dict(each) for each in before if isinstance(each, Mapping)]
    for item in patch:
        if not isinstance(item, Mapping):
            raise ValueError("a list of objects holds something else")  # noqa: TRY004 - as other bad bodies
        if item.get("$patch") == "replace":
            return [dict(each) for each in patch if "$patch" not in each]
        key = next((key for key in keys if key in item), keys[0])
        place = next((at for at, each in enumerate(found) if each.get(key) == item.get(key)), None)
        if item.get("$patch") == "delete":
            found = [each for at, each in enumerate(found) if at != place]
        elif place is None:
            found.append(strategically_merged({}, item))
        else:
            found[place] = strategically_merged(found[place], item)
    return found


#: What a patch is, by its content type. Each raises ValueError for one that cannot be applied.
PATCHES: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "application/merge-patch+json": merged,
    "application/strategic-merge-patch+json": strategically_merged,
    "application/json-patch+json": json_patched,
    "application/apply-patch+yaml": strategically_merged,
}
APPLY: Final = "application/apply-patch+yaml"


def read_patch(body: bytes) -> Any:
    """Reads a patch, JSON or YAML. Raises ValueError."""
    try:
        return json.loads(body)
    except ValueError:
        return _yaml(body)


def _yaml(body: bytes) -> Any:
    try:
        return yaml.safe_load(body)
    except yaml.YAMLError as invalid:
        raise ValueError(str(invalid)) from invalid
