"""Why nobody is told: a silence or a maintenance window that is open now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    silence_id: UUID
    """The id of the silence that is active now; a maintenance window is a silence too."""
    kind: Literal["silence", "maintenance"]
    """``maintenance`` when the silence was planned, otherwise ``silence``."""
    reason: str
    """Why nobody needs to be told, in the words of whoever made the silence; never empty."""
    created_by: str
    """Who made the silence: ``human:…``, ``agent:…``, ``integration:…`` or ``process:…``."""
    until: datetime | None
    """When the window that is open now ends; null when it has no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSuppression(Suppression):
    alerts: int
    """How many of the firing alerts that were looked at are matched by the silence; at least one."""
    alerts_firing: int
    """How many alerts that fire now in the incident or in one merged into it were looked at: the newest, at most 100.
    """
