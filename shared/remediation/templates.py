"""Filling in the arguments of a runbook's steps, from what is known when it is run."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{\{\s*(labels|annotations|incident|arguments)\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
#: Characters of one value after it was filled in.
_LONGEST: Final = 20_000


class NotRendered(ValueError):  # noqa: N818 - says what it is
    """A placeholder has no value, or more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownValues:
    """What placeholders can name. Alerts that fire together may differ in a label: each of its values is here."""

    labels: Mapping[str, Collection[str]] = field(default_factory=dict)
    annotations: Mapping[str, Collection[str]] = field(default_factory=dict)
    incident: Mapping[str, str] = field(default_factory=dict)
    arguments: Mapping[str, str] = field(default_factory=dict)

    def value(self, kind: str, name: str) -> str:
        """Raises NotRendered."""
        if kind in ("labels", "annotations"):
            several: Mapping[str, Collection[str]] = getattr(self, kind)
            values = set(several.get(name, ()))
        else:
            one: Mapping[str, str] = getattr(self, kind)
            values = {one[name]} if name in one else set()
        if not values:
            raise NotRendered(f"there is no {kind}.{name}")
        if len(values) > 1:
            raise NotRendered(f"the alerts do not agree on {kind}.{name}")
        return values.pop()


def rendered(text: str, known: KnownValues) -> str:
    """Fills in every placeholder; what is filled in is not looked at again. Raises NotRendered."""
    filled = _PLACEHOLDER.sub(lambda found: known.value(found[1], found[2]), text)
    if len(filled) > _LONGEST:
        raise NotRendered(f"it is longer than {_LONGEST} characters")
    return filled


def rendered_where_known(text: str, known: KnownValues) -> str:
    """For people: what has no value stays as it is written."""

    def fill(found: re.Match[str]) -> str:
        try:
            return known.value(found[1], found[2])
        except NotRendered:
            return found[0]

    return _PLACEHOLDER.sub(fill, text)[:_LONGEST]
