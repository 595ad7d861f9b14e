"""Intake's stores in memory, for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from shared.kernel.ids import TenantId, derive
from shared.ports.intake import (
    IntakeUnavailable,
    Quarantine,
    QuarantineAdmin,
    QuarantinedBody,
    ReconcileRequests,
    Source,
    Sources,
)


class MemorySources:
    def __init__(self, by_token: Mapping[str, Source]) -> None:
        self._by_token = dict(by_token)

    def find(self, token: str) -> Source | None:
        return self._by_token.get(token)

    def named(self, tenant_id: TenantId, name: str) -> Source | None:
        return next((s for s in self._by_token.values() if (s.tenant_id, s.name) == (tenant_id, name)), None)


class MemoryQuarantine:
    """Both sides of it; ``away`` makes it unreachable."""

    def __init__(self) -> None:
        self.entries: dict[UUID, QuarantinedBody] = {}
        self.times: dict[UUID, int] = {}
        self.settled: set[UUID] = set()
        self.away = False

    def keep(self, quarantined: QuarantinedBody) -> UUID:
        if self.away:
            raise IntakeUnavailable("told to be away")
        hour = quarantined.received_at.strftime("%Y-%m-%dT%H")
        entry_id = derive(quarantined.tenant_id, quarantined.source_name, quarantined.body.hex(), hour)
        self.entries.setdefault(entry_id, quarantined)
        self.times[entry_id] = self.times.get(entry_id, 0) + 1
        self.settled.discard(entry_id)
        return entry_id

    def waiting(self, ids: Sequence[UUID] | None, limit: int) -> Sequence[UUID]:
        found = [
            entry_id
            for entry_id, entry in sorted(self.entries.items(), key=lambda item: item[1].received_at)
            if entry.whole and entry_id not in self.settled and (ids is None or entry_id in ids)
        ]
        return found[:limit]

    def entry(self, quarantine_id: UUID) -> QuarantinedBody | None:
        return None if quarantine_id in self.settled else self.entries.get(quarantine_id)

    def settle(self, quarantine_id: UUID) -> None:
        self.settled.add(quarantine_id)

    def still_waiting(self, quarantine_id: UUID, reason: str) -> None:
        self.entries[quarantine_id] = replace(self.entries[quarantine_id], reason=reason)


class MemoryReconcileRequests:
    def __init__(self) -> None:
        self.requests: list[tuple[str, str, int]] = []

    def request(self, source: Source, *, group_key: str, truncated: int) -> None:
        self.requests.append((source.name, group_key, truncated))


_: tuple[type[Sources], type[Quarantine], type[QuarantineAdmin], type[ReconcileRequests]] = (
    MemorySources,
    MemoryQuarantine,
    MemoryQuarantine,
    MemoryReconcileRequests,
)
