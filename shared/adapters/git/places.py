"""Where a value of an object is written down: in its manifest, in a kustomization, or in a chart's values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from shared.adapters.git.yaml_value import CannotEdit, Json, Step, documents, with_value
from shared.kernel.vocabulary import ResourceRef
from shared.ports.repository import ChangeRefused, ManifestEdit

_KUSTOMIZATIONS = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """A value in a file: the document by its position, the path in it, and what stands there."""

    file: str
    document: int
    path: tuple[Step, ...]
    before: Json
    after: Json


def edited(files: Mapping[str, str], edit: ManifestEdit) -> tuple[str, str]:
    """Gives the file that changes and its new text. Raises ChangeRefused where no place, or more than one, is found."""
    places = list(_places(files, edit))
    if not places:
        raise ChangeRefused("repository.value_not_found", f"{_said(edit)} is written down nowhere in these files")
    if len(places) > 1:
        listed = ", ".join(sorted({place.file for place in places})[:5])
        raise ChangeRefused("repository.value_ambiguous", f"{_said(edit)} may be meant in several places: {listed}")
    (place,) = places
    text = files[place.file]
    roots = [root for _, root in documents(text)]
    try:
        return place.file, with_value(text, roots[place.document], place.path, place.before, place.after)
    except CannotEdit as refused:
        raise ChangeRefused("repository.value_differs", f"{place.file}: {refused}") from refused


def steps_of(pointer: str) -> tuple[Step, ...]:
    """Reads a JSON Pointer; a part of digits is a position."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return tuple(int(part) if part.isascii() and part.isdigit() else part for part in parts)


def _places(files: Mapping[str, str], edit: ManifestEdit) -> Iterator[ValuePlace]:
    """The first kind of place that there is counts: what overrides before what is overridden."""
    read = {name: _read(text) for name, text in files.items()}
    kinds = (_in_kustomizations, _in_manifests, _in_values)
    for kind in kinds:
        found = list(kind(read, edit))
        if found:
            yield from found
            return


def _read(text: str) -> list[Any]:
    """A file that is no YAML holds no manifests; templates of a chart are of that kind."""
    try:
        return [value for value, _ in documents(text)]
    except CannotEdit:
        return []


def _in_manifests(read: Mapping[str, Sequence[Any]], edit: ManifestEdit) -> Iterator[ValuePlace]:
    steps = steps_of(edit.pointer)
    for file, values in read.items():
        for number, value in enumerate(values):
            if _is(value, edit.target) and _at(value, steps) is not None:
                yield ValuePlace(file, number, steps, edit.before, edit.after)


def _in_kustomizations(read: Mapping[str, Sequence[Any]], edit: ManifestEdit) -> Iterator[ValuePlace]:
    """An image's tag, and a number of replicas."""
    for file, values in read.items():
        if PurePosixPath(file).name not in _KUSTOMIZATIONS or not values or not isinstance(values[0], Mapping):
            continue
        if edit.pointer.endswith("/image") and isinstance(edit.before, str) and isinstance(edit.after, str):
            yield from _image_tag(file, values[0], edit.before, edit.after)
        if edit.pointer == "/spec/replicas":
            for number, entry in enumerate(_listed(values[0], "replicas")):
                if entry.get("name") == edit.target.name and "count" in entry:
                    yield ValuePlace(file, 0, ("replicas", number, "count"), edit.before, edit.after)


def _image_tag(file: str, kustomization: Mapping[str, Any], before: str, after: str) -> Iterator[ValuePlace]:
    (was, tag), (becomes, new_tag) = _image(before), _image(after)
    for number, entry in enumerate(_listed(kustomization, "images")):
        named = entry.get("newName", entry.get("name"))
        if named == was == becomes and entry.get("newTag") == tag and tag and new_tag:
            yield ValuePlace(file, 0, ("images", number, "newTag"), tag, new_tag)


def _in_values(read: Mapping[str, Sequence[Any]], edit: ManifestEdit) -> Iterator[ValuePlace]:
    """Of a chart: the one place whose key and value are those of the object, or an image's repository and tag."""
    key = steps_of(edit.pointer)[-1]
    for file, values in read.items():
        if not PurePosixPath(file).name.startswith("values") or not values:
            continue
        for path, value in _mappings(values[0]):
            if key == "image" and isinstance(edit.before, str) and isinstance(edit.after, str):
                yield from _chart_image(file, path, value, edit.before, edit.after)
            if key in value and value[key] == edit.before and not isinstance(value[key], Mapping | list):
                yield ValuePlace(file, 0, (*path, key), edit.before, edit.after)


def _chart_image(
    file: str, path: tuple[Step, ...], value: Mapping[Any, Any], before: str, after: str
) -> Iterator[ValuePlace]:
    (was, tag), (becomes, new_tag) = _image(before), _image(after)
    registry = f"{value['registry']}/" if isinstance(value.get("registry"), str) else ""
    if was == becomes == f"{registry}{value.get('repository')}" and str(value.get("tag")) == tag and new_tag:
        yield ValuePlace(file, 0, (*path, "tag"), value["tag"], new_tag)


def _image(reference: str) -> tuple[str, str]:
    """``registry:5000/name:tag`` is name and tag; the tag is empty where there is none, or a digest."""
    name, colon, tag = reference.rpartition(":")
    return (name, tag) if colon and "/" not in tag and "@" not in reference else (reference, "")


def _is(value: Any, target: ResourceRef) -> bool:
    if not isinstance(value, Mapping) or value.get("kind") != target.kind:
        return False
    metadata = value.get("metadata")
    if not isinstance(metadata, Mapping) or metadata.get("name") != target.name:
        return False
    # A manifest without a namespace goes where its application says.
    return metadata.get("namespace") in (None, target.namespace) or not target.namespace


def _at(value: Any, steps: Sequence[Step]) -> Any:
    for step in steps:
        if isinstance(value, Mapping):
            value = value.get(step, value.get(str(step)))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _listed(mapping: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    entries = mapping.get(key)
    return [entry if isinstance(entry, Mapping) else {} for entry in entries] if isinstance(entries, list) else []


def _mappings(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Mapping[Any, Any]]]:
    if isinstance(value, Mapping):
        yield path, value
        for key, part in value.items():
            yield from _mappings(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _mappings(part, (*path, number))


def _said(edit: ManifestEdit) -> str:
    return f"{edit.pointer} of {edit.target.kind} {edit.target.name}"
