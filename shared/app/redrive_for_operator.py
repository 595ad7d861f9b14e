"""Drives again what was put aside of every tenant's, for the operator: as each tenant's administrator would."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.app.redrive_put_aside import RedrivePutAside
from shared.app.redrive_quarantine import Redriven
from shared.kernel.ids import TenantId
from shared.ports.audit import OPERATOR
from shared.ports.put_aside import NotPutAside, PutAsideKind

#: An entry of the audit names so many, and all that it names fit into it.
_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEntry:
    """One thing waits. ``tenant_id`` is None where it names no tenant whose it could be."""

    tenant_id: TenantId | None
    entry_id: str


#: Gives what waits of a kind, all of it (in some order, bounded) or those with these ids.
WaitingEntries = Callable[[PutAsideKind, Sequence[str] | None], Sequence[WaitingEntry]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedriveForOperator:
    """``of_nobody`` drives what names no tenant: it stands in no audit, because an audit is a tenant's."""

    waiting: WaitingEntries
    of_tenant: RedrivePutAside
    of_nobody: Callable[[PutAsideKind, Sequence[str]], int]

    def __call__(self, kind: PutAsideKind, ids: Sequence[str] | None) -> Redriven:
        """Drives these entries again, or all that wait where ``ids`` is None.

        Raises NotPutAside where not all of them wait (then nothing is done), NotRedrivable and TransportUnavailable.
        """
        found = self.waiting(kind, ids)
        if ids is not None and not {entry.entry_id for entry in found}.issuperset(ids):
            raise NotPutAside(kind)
        by_tenant: dict[TenantId | None, list[str]] = defaultdict(list)
        for entry in dict.fromkeys(found):
            by_tenant[entry.tenant_id].append(entry.entry_id)
        done = [
            self._redriven(tenant_id, kind, entries[first : first + _AT_ONCE])
            for tenant_id, entries in by_tenant.items()
            for first in range(0, len(entries), _AT_ONCE)
        ]
        return Redriven(sum(each.settled for each in done), sum(each.still_waiting for each in done))

    def _redriven(self, tenant_id: TenantId | None, kind: PutAsideKind, ids: Sequence[str]) -> Redriven:
        if tenant_id is not None:
            return self.of_tenant(tenant_id, kind, ids, by=OPERATOR)
        settled = self.of_nobody(kind, ids)
        return Redriven(settled, len(ids) - settled)
