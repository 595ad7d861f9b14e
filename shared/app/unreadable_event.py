"""An event that cannot be read, as it is kept."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.ports.unreadable_events import Poison


def poison_of(event: Mapping[str, Any], reason: str) -> Poison:
    # ASCII escapes keep lone surrogates storable; a NUL becomes six harmless characters.
    return Poison(_uuid_or_none(event.get("tenantid")), json.dumps(event, default=str), reason)


def _uuid_or_none(text: Any) -> str | None:
    try:
        return str(UUID(text))
    except (ValueError, TypeError, AttributeError):
        return None
