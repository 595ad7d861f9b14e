"""Where and when the history plays: whose it is, up to which moment, and the luck that a seed gives."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID

from shared.kernel.ids import IncidentId, TenantId, derive

DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    tenant_id: TenantId
    #: The history ends here; everything else is that long before.
    now: datetime
    seed: int

    def on(self, days_ago: int, clock: str) -> datetime:
        """``14:07`` of the day that many days before, in UTC."""
        return datetime.combine(self.now.date() - timedelta(days=days_ago), time.fromisoformat(clock), UTC)

    def ago(self, **span: float) -> datetime:
        return (self.now - timedelta(**span)).replace(second=0, microsecond=0)

    def luck(self, *of: object) -> Random:
        """Its own for every purpose, so that one more throw here changes nothing there."""
        return Random("/".join(map(str, (self.seed, *of))))  # noqa: S311 - a story, no secret

    def id(self, *parts: object) -> UUID:
        return derive(self.tenant_id, "demo", *parts)

    def incident(self, slug: str) -> IncidentId:
        return IncidentId(self.id("incident", slug))
