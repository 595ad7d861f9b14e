"""Drives again what was put aside of a tenant's, each kind in its own way, after its cause was mended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.app.redrive_quarantine import Redriven, RedriveQuarantine
from shared.kernel.ids import TenantId
from shared.ports.put_aside import PutAsideKind, PutAsideRows, UnreadMessage


class NotRedrivable(ValueError):  # noqa: N818 - names the condition
    """What is of this kind is not driven again from here; the message says what helps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedrivePutAside:
    """Sends entries on their way. ``publish`` gives the ids of those messages that the broker took; ``quarantine_of``
    makes what drives a tenant's quarantine.
    """

    rows: PutAsideRows
    publish: Callable[[TenantId, Sequence[UnreadMessage]], Sequence[str]]
    quarantine_of: Callable[[TenantId], RedriveQuarantine]

    def __call__(self, tenant_id: TenantId, kind: PutAsideKind, ids: Sequence[str], *, by: str) -> Redriven:
        """Repeating does no harm: message ids are the same.

        Raises NotPutAside, NotRedrivable and TransportUnavailable.
        """
        wanted = list(dict.fromkeys(ids))
        settled = self._settled(tenant_id, kind, wanted, by=by)
        return Redriven(settled=settled, still_waiting=len(wanted) - settled)

    def _settled(self, tenant_id: TenantId, kind: PutAsideKind, ids: Sequence[str], *, by: str) -> int:
        match kind:
            case "dead-letter" | "parked":
                return self.rows.release(tenant_id, kind, ids, by=by)
            case "poison":
                taken = self.publish(tenant_id, self.rows.unread_messages(tenant_id, ids, by=by))
                self.rows.published_again(tenant_id, taken)
                return len(taken)
            case "quarantine":
                self.rows.claimed(tenant_id, kind, ids, by=by)
                return self.quarantine_of(tenant_id)([UUID(each) for each in ids]).settled
            case "unread":
                raise NotRedrivable("a read model reads its facts again when it is rebuilt by the operator")
