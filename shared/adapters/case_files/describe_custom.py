"""`kubectl describe` of kinds that kubectl knows no words for: it prints their fields with words in capitals."""

from typing import Any

from shared.adapters.case_files.describe_pod import pairs
from shared.adapters.case_files.manifests import filled, said
from shared.adapters.case_files.sections import Section

_ALWAYS_LISTS = frozenset({"conditions", "dnsNames", "ownerReferences", "resources", "history", "ipAddresses"})
_PLAIN = frozenset({"Name", "Namespace", "Labels", "Annotations", "API Version", "Kind", "Metadata", "Events"})


def custom(top: Section) -> dict[str, Any]:
    """Spec, status and what else there is; of the metadata the owners."""
    found = {_field(each.name): _value(each) for each in top.below if each.name and each.name not in _PLAIN}
    metadata = top.get("Metadata")
    shown = _value(metadata) if metadata is not None else {}
    kept = {name: shown[name] for name in ("ownerReferences", "generation", "creationTimestamp") if name in shown}
    return filled(found) | ({"metadata": kept} if kept else {})


def _value(section: Section) -> Any:
    if not section.below:
        return _scalar(section.value)
    if _field(section.name) in {"labels", "annotations"}:
        return pairs(Section("", "", 0, below=[section]), section.name)
    if not any(each.name for each in section.below):
        return [each.text.strip() for each in section.below]
    items = _items(section.below)
    if len(items) > 1 or _field(section.name) in _ALWAYS_LISTS:
        return items
    return items[0]


def _items(sections: list[Section]) -> list[dict[str, Any]]:
    """A name that comes again begins the next item of a list."""
    items: list[dict[str, Any]] = [{}]
    for each in sections:
        name = _field(each.name)
        if not name:
            continue
        if name in items[-1]:
            items.append({})
        items[-1][name] = _value(each)
    return items


def _field(words: str) -> str:
    """``Last Transition Time`` is ``lastTransitionTime``."""
    first, *rest = words.split(" ") or [""]
    start = first.lower() if first.isupper() else first[:1].lower() + first[1:]
    return start + "".join(rest)


def _scalar(text: str) -> Any:
    plain = said(text)
    return int(plain) if plain.isdecimal() and len(plain) < 16 else plain  # noqa: PLR2004 - an exact number in JSON
