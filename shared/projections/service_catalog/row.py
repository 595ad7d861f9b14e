"""The row of a service."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    service_id: UUID
    slug: str
    name: str
    kind: str
    description: str
    tier: str
    lifecycle: str
    owner_team: str
    owner_key: str
    """Without upper and lower case: people type it as they like."""
    on_call: dict[str, Any] | None
    """An OnCall of the domain."""
    dependencies: tuple[UUID, ...]
    runbook_ids: tuple[UUID, ...]
    slo_ids: tuple[UUID, ...]
    selectors: list[dict[str, Any]]
    """ResourceSelectors of the domain, in their order."""
    tags: tuple[str, ...]
    origin: str | None
    deleted: bool
    updated_at: datetime
    version: int
    names: str
    """Words of slug and name only: what a typing mistake is forgiven in."""
