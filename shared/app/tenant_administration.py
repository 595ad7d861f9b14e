"""What an administrator changes in a tenant beside the log of facts."""

from dataclasses import dataclass

from shared.app.redrive_put_aside import RedrivePutAside
from shared.ports.put_aside import PutAsideRows


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantAdministration:
    """Everything that an administrator may change; each change is recorded with who made it."""

    put_aside: PutAsideRows
    """What waits for a person."""
    redrive: RedrivePutAside
    """Sends it on its way again."""
