"""What an administrator changes in a tenant beside the log of facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.app.redrive_put_aside import RedrivePutAside
from shared.ports.calendar_feeds import CalendarFeeds
from shared.ports.put_aside import PutAsideRows
from shared.ports.registrations import Registrations


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantAdministration:
    """Everything that an administrator may change; each change is recorded with who made it."""

    put_aside: PutAsideRows
    """What waits for a person."""
    redrive: RedrivePutAside
    """Sends it on its way again."""
    registrations: Registrations
    """Who may send and who may ask."""
    calendar_feeds: CalendarFeeds
    """Secret addresses of schedules."""
    setups: Mapping[str, str]
    """Each kind of source with what has to be set at a sender of it."""
    new_token: Callable[[], str]
    """Gives a secret that nobody can guess."""
    hash_of: Callable[[str], bytes]
    """Gives that of a secret which is stored."""
    new_id: Callable[[], UUID]
    """Gives the id of something new."""
