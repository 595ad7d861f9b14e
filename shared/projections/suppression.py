"""Why nobody is told: a silence or a maintenance window that is open now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    silence_id: UUID
    kind: Literal["silence", "maintenance"]
    reason: str
    created_by: str
    until: datetime | None
    """When this window ends; None: without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSuppression(Suppression):
    alerts: int
    """How many of the incident's firing alerts it holds for, of ``alerts_firing`` that were looked at (the newest 100).
    """
    alerts_firing: int
