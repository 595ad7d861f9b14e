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
    #: Without upper and lower case: people type it as they like.
    owner_key: str
    #: An OnCall of the domain.
    on_call: dict[str, Any] | None
    dependencies: tuple[UUID, ...]
    runbook_ids: tuple[UUID, ...]
    slo_ids: tuple[UUID, ...]
    #: ResourceSelectors of the domain, in their order.
    selectors: list[dict[str, Any]]
    tags: tuple[str, ...]
    origin: str | None
    deleted: bool
    changed_at: datetime
    version: int
    #: Words of slug and name only: what a typing mistake is forgiven in.
    names: str
    words: str
