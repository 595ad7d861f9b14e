"""An event that cannot be read, as it is kept."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.ports.unreadable_events import UnreadableEvent


def unreadable_event(event: Mapping[str, Any], reason: str) -> UnreadableEvent:
    # ASCII escapes keep lone surrogates storable; a NUL becomes six harmless characters.
    return UnreadableEvent(_uuid_or_none(event.get("tenantid")), json.dumps(event, default=str), reason)


def _uuid_or_none(text: Any) -> str | None:
    try:
        return str(UUID(text))
    except (ValueError, TypeError, AttributeError):
        return None
