"""Takes secrets out of objects: what the structure says is one, then whatever the texts in it hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.diagnosis.redaction import REDACTED, is_secret_name, redact, redact_named
from shared.diagnosis.snapshot import Manifest

#: A copy of the whole object as somebody applied it, secrets included.
_COPIES = ("kubectl.kubernetes.io/last-applied-configuration", "argocd.argoproj.io/last-applied-configuration")
#: Of each writer of an object the fields that it wrote: half of the object's size, and of no use to a diagnosis.
_FIELDS_WRITTEN = "fieldsV1"
#: Objects are nested some fifteen deep; what lies deeper than this is left out.
_DEEPEST = 60
#: Fields of this name refer to something by name, whatever they are part of.
_REFERENCES = frozenset({"key", "name", "kind", "namespace", "uid", "image", "imageID", "type", "reason", "mountPath"})


#: Where config maps and secrets keep what they hold.
_CONTENTS = ("data", "stringData", "binaryData")


def redact_manifest(manifest: Manifest) -> dict[str, Any]:
    """Gives a copy without secrets: a Secret keeps its keys, a container its variables' names."""
    return _mapping(manifest, 0)


def keys_only(manifest: Manifest) -> dict[str, Any]:
    """Gives a redacted copy of a config map or secret that says which keys it has, and nothing of their values."""
    return _keys_only(manifest, 0)


def _keys_only(manifest: Manifest, depth: int) -> dict[str, Any]:
    held = {field: manifest[field] for field in _CONTENTS if isinstance(manifest.get(field), Mapping)}
    others = {field: value for field, value in manifest.items() if field not in _CONTENTS}
    return _fields(others, depth) | {
        field: dict.fromkeys(map(str, content), REDACTED) for field, content in held.items()
    }


def _mapping(found: Mapping[str, Any], depth: int) -> dict[str, Any]:
    if found.get("kind") == "Secret":
        return _keys_only(found, depth)
    if "name" in found and isinstance(found.get("value"), str):
        return {**_fields(found, depth), "value": redact_named(str(found["name"]), found["value"])}
    return _fields(found, depth)


def _fields(found: Mapping[str, Any], depth: int) -> dict[str, Any]:
    return {name: _field(name, value, depth) for name, value in found.items() if name != _FIELDS_WRITTEN}


def _field(name: str, value: Any, depth: int) -> Any:
    if name in _COPIES:
        return REDACTED
    if isinstance(value, str):
        return redact(value) if name in _REFERENCES else redact_named(name, value)
    if name in ("args", "command") and isinstance(value, Sequence):
        return _words([str(word) for word in value])
    return _value(value, depth + 1)


def _value(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        return None
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return _mapping(value, depth)
    if isinstance(value, Sequence):
        return [_value(each, depth) for each in value]
    return value


def _words(words: Sequence[str]) -> list[str]:
    """A command line: an option that says what it is hides the word after it."""
    hidden = False
    shown: list[str] = []
    for word in words:
        shown.append(REDACTED if hidden and not word.startswith("-") else redact(word))
        hidden = word.startswith("-") and "=" not in word and is_secret_name(word.lstrip("-"))
    return shown
