"""Secret addresses at which calendar programs read who is on call. Secrets are hashes here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.domain.on_call_schedule.rota import Slot
from shared.kernel.ids import TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFeed:
    """A secret address of a schedule, without its secret: nobody has that but who made it."""

    feed_id: UUID
    """The id of the address, by which it is revoked."""
    schedule_id: UUID
    """The schedule that is read there."""
    person: str | None
    """Only this person's turns are read there. Null: the whole plan, with its gaps."""
    created_by: str
    """Who made it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    created_at: datetime
    """When it was made, in UTC."""
    revoked_at: datetime | None
    """Since when nothing is read there, in UTC. Null: it works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleCalendar:
    """The turns of a schedule. Their instants are exact; ``zone`` is whose local time the hand-overs follow."""

    slug: str
    name: str
    zone: str
    slots: Sequence[Slot]
    read_at: datetime


class TooManyFeeds(ValueError):  # noqa: N818 - names the condition
    """The schedule has as many addresses that work as there may be."""


class CalendarFeedReads(Protocol):
    def feeds(self, tenant_id: TenantId, schedule_id: UUID, *, limit: int) -> Sequence[CalendarFeed]:
        """Gives at most ``limit`` addresses of the schedule that work, the newest first."""

    def feed(self, tenant_id: TenantId, feed_id: UUID) -> CalendarFeed | None:
        """Gives one of the tenant's addresses, or None."""


class CalendarFeeds(CalendarFeedReads, Protocol):
    """Each change is recorded with ``by``, the actor."""

    def create(
        self, tenant_id: TenantId, *, schedule_id: UUID, person: str | None, token_hash: bytes, most: int, by: str
    ) -> UUID:
        """Makes an address and gives its id. Raises TooManyFeeds beyond ``most`` that work."""

    def revoke(self, tenant_id: TenantId, feed_id: UUID, *, by: str) -> None:
        """Ends an address for good; one that has ended stays so."""


class CalendarFeedTokens(Protocol):
    def find(self, token: str) -> tuple[TenantId, CalendarFeed] | None:
        """Gives whose address this is the secret of; None for an unknown or revoked one alike."""
