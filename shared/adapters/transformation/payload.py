"""An item's fields, whatever their spelling: ``updatedAt`` is ``updated_at``. What does not fit is cut, or left out."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.adapters.cloudevents.codec import Unreadable
from shared.kernel.moment import plausible

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|-")
_URL = re.compile(r"https?://[^\s<>\"]+")
_WRAPPERS = ("backlog_item", "item")
_LONGEST_LINE, _LONGEST_TEXT, _LONGEST_URL = 300, 20_000, 4_000
_LONGEST_TAG, _MOST_TAGS = 100, 50
_MOST = 2**63 - 1


class Payload:
    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    @classmethod
    def of(cls, data: Any) -> "Payload":
        """Raises Unreadable. An event may hold its item, or be it; nothing at all is an item without fields."""
        if data is None or data in ("", b""):
            return cls({})
        if not isinstance(data, Mapping):
            raise Unreadable("data is not an object")
        outer = {_spelled(name): value for name, value in data.items()}
        inner: Mapping[Any, Any] = next((outer[name] for name in _WRAPPERS if isinstance(outer.get(name), Mapping)), {})
        return cls(outer | {_spelled(name): value for name, value in inner.items()})

    def identity(self) -> str:
        value = next((self._fields[name] for name in ("id", "item_id", "key") if self._fields.get(name)), "")
        return str(value).strip() if isinstance(value, str | int) else ""

    def line(self, *names: str, longest: int = _LONGEST_LINE) -> str:
        return _cut(" ".join(self._first(names).split()), longest, "…")

    def text(self, *names: str, longest: int = _LONGEST_TEXT) -> str:
        return _cut(self._first(names).strip(), longest, "\n\n[…the rest is where it comes from]")

    def flag(self, name: str) -> bool:
        return self._fields.get(name) is True

    def number(self, *names: str) -> int | None:
        """Raises Unreadable."""
        said = next((self._fields[name] for name in names if self._fields.get(name) not in (None, "")), None)
        if said is None:
            return None
        if isinstance(said, str) and re.fullmatch(r"\d{1,19}", said, re.ASCII):
            said = int(said)
        if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= _MOST:
            raise Unreadable("the item's version is not a number from 0 to 2⁶³-1")
        return said

    def moment(self, *names: str) -> datetime | None:
        """Without a zone it is UTC. Raises Unreadable."""
        said = self._first(names)
        if not said:
            return None
        try:
            moment = datetime.fromisoformat(said)
            return plausible(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError) as invalid:
            raise Unreadable("one of the item's times is not a time") from invalid

    def tags(self, *names: str) -> tuple[str, ...]:
        """A list, names in a list, or one text with commas."""
        said = next((self._fields[name] for name in names if self._fields.get(name)), ())
        several = said.split(",") if isinstance(said, str) else said if isinstance(said, list) else ()
        words = [_name(each).strip() for each in several]
        return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= _LONGEST_TAG))[:_MOST_TAGS]

    def url(self, *names: str) -> str | None:
        said = self._first(names).strip()
        return said if len(said) <= _LONGEST_URL and _URL.fullmatch(said) else None

    def _first(self, names: tuple[str, ...]) -> str:
        return next((said for name in names if (said := _name(self._fields.get(name)))), "")


def _name(value: Any) -> str:
    """A thing may stand for its name: ``{"name": "In progress"}``."""
    named = value.get("name") if isinstance(value, Mapping) else value
    return named if isinstance(named, str) else ""


def _spelled(name: Any) -> str:
    return _CAPITAL.sub("_", str(name)).lower()


def _cut(text: str, longest: int, mark: str) -> str:
    return text if len(text) <= longest else text[: longest - len(mark)] + mark
