"""Reading a manifest of which anything may be absent or of another type, while remembering where each value stands."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from shared.diagnosis.hypothesis import Citation

MOST_ITEMS = 1_000
"""Of one list in a manifest, so many items are looked at."""


class ManifestValue(NamedTuple):
    """A value, the steps that lead to it and the read it comes from. What is absent is a place whose value is None."""

    value: Any
    steps: tuple[str | int, ...]
    evidence_id: str

    def at(self, *keys: str) -> "ManifestValue":
        """Goes down by field names; below what is absent, or is no object, everything is absent."""
        value = self.value
        for key in keys:
            value = value.get(key) if type(value) is dict or isinstance(value, Mapping) else None
        return ManifestValue(value, self.steps + keys, self.evidence_id)

    def each(self) -> Iterator["ManifestValue"]:
        """Gives the items of a list; nothing for what is no list."""
        if isinstance(self.value, list | tuple):
            for number, item in enumerate(self.value[:MOST_ITEMS]):
                yield ManifestValue(item, (*self.steps, number), self.evidence_id)

    @property
    def path(self) -> str:
        """The steps as a JSON path (RFC 9535)."""
        return "$" + "".join(_step(step) for step in self.steps)

    def __bool__(self) -> bool:
        return self.value is not None

    @property
    def text(self) -> str:
        """The string that stands here; empty for anything else."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def number(self) -> int | None:
        """The whole number that stands here; texts of digits count, since tables are read as text."""
        if isinstance(self.value, bool):
            return None
        if isinstance(self.value, int):
            return self.value
        if isinstance(self.value, str) and len(self.value) < 16 and self.value.isdecimal():  # noqa: PLR2004
            return int(self.value)
        return None

    @property
    def truth(self) -> bool | None:
        """The boolean that stands here, also as Kubernetes' conditions write it; None for anything else."""
        return {True: True, False: False, "True": True, "False": False}.get(self.value) if self._is_scalar else None

    @property
    def moment(self) -> datetime | None:
        """The time that stands here (RFC 3339); None for anything else."""
        return moment_of(self.text)

    @property
    def says(self) -> str:
        """The value in words that fit a sentence."""
        return self.value if isinstance(self.value, str) else json.dumps(self.value, default=str, sort_keys=True)

    def cite(self) -> Citation:
        """Says what stands here, as evidence."""
        return Citation(evidence_id=self.evidence_id, path=self.path[:500], says=self.says[:1_000])

    def cited(self, *fields: str) -> list[Citation]:
        """Cites those of its fields that are there."""
        return cite_all(*(self.at(field) for field in fields))

    @property
    def _is_scalar(self) -> bool:
        return isinstance(self.value, str | bool)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if step.isidentifier() else f"['{step}']"


def cite_all(*places: ManifestValue) -> list[Citation]:
    """Cites those of the places where something stands."""
    return [place.cite() for place in places if place]


def moment_of(text: str) -> datetime | None:
    """Reads a time of a manifest; one without a zone is in UTC, as everything in Kubernetes is."""
    if not 10 <= len(text) <= 40:  # noqa: PLR2004  a date at least
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def condition(status_or_root: ManifestValue, kind: str) -> ManifestValue:
    """Gives the condition of that type from an object's ``status.conditions``; an absent place when there is none."""
    conditions = status_or_root.at("status", "conditions")
    for each in conditions.each():
        if each.at("type").text == kind:
            return each
    return conditions._replace(value=None)
