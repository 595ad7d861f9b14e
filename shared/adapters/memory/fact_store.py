"""The write side's storage in memory: the same promises as Postgres, one transaction at a time."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.fact_store import (
    AggregateKey,
    FactRow,
    FactStore,
    LostRace,
    RecordedOutcome,
    StoredAggregate,
    Write,
    WriteSession,
)

_Tenanted = tuple[TenantId, AggregateKey]


@dataclass(slots=True)
class _Tables:
    facts: list[tuple[TenantId, FactRow]] = field(default_factory=list)
    versions: set[tuple[TenantId, AggregateKey, int]] = field(default_factory=set)
    aggregates: dict[_Tenanted, StoredAggregate] = field(default_factory=dict)
    sightings: dict[_Tenanted, tuple[datetime | None, datetime | None]] = field(default_factory=dict)
    inbox: dict[tuple[TenantId, UUID], RecordedOutcome] = field(default_factory=dict)
    counters: dict[tuple[TenantId, str], int] = field(default_factory=dict)

    def draft(self) -> "_Tables":
        """A copy that can be thrown away: rows are never changed, only replaced."""
        return _Tables(
            facts=list(self.facts),
            versions=set(self.versions),
            aggregates=dict(self.aggregates),
            sightings=dict(self.sightings),
            inbox=dict(self.inbox),
            counters=dict(self.counters),
        )


class MemoryFactStore:
    def __init__(self) -> None:
        self._tables = _Tables()
        self._lock = Lock()

    @property
    def events(self) -> list[str]:
        """Every fact as published, in order of position."""
        return [row.event for _, row in self._tables.facts]

    @contextmanager
    def session(self, tenant_id: TenantId) -> Iterator[WriteSession]:
        with self._lock:
            draft = self._tables.draft()
            yield _Session(draft, tenant_id)
            self._tables = draft


class _Session:
    def __init__(self, tables: _Tables, tenant_id: TenantId) -> None:
        self._tables = tables
        self._tenant = tenant_id

    def recorded(self, message_ids: Sequence[UUID]) -> Mapping[UUID, RecordedOutcome]:
        inbox = self._tables.inbox
        return {each: inbox[self._tenant, each] for each in message_ids if (self._tenant, each) in inbox}

    def load(self, keys: Sequence[AggregateKey]) -> Mapping[AggregateKey, StoredAggregate]:
        stored, sightings = self._tables.aggregates, self._tables.sightings
        return {
            key: replace(stored[self._tenant, key], seen_at=sightings.get((self._tenant, key), (None, None))[0])
            for key in keys
            if (self._tenant, key) in stored
        }

    def consult(self, keys: Sequence[AggregateKey]) -> Mapping[AggregateKey, Any]:
        stored = self._tables.aggregates
        return {key: stored[self._tenant, key].state for key in keys if (self._tenant, key) in stored}

    def draw_numbers(self, counter: str, count: int) -> range:
        last = self._tables.counters.get((self._tenant, counter), 0)
        self._tables.counters[self._tenant, counter] = last + count
        return range(last + 1, last + count + 1)

    def write(self, write: Write) -> Mapping[UUID, int]:
        positions = {row.fact_id: self._append(row) for row in write.facts}
        for row in write.aggregates:
            if row.changed:
                stored = StoredAggregate(row.version, json.loads(row.state), row.hash)
                self._tables.aggregates[self._tenant, row.key] = stored
            if row.seen_at is not None:
                self._tables.sightings[self._tenant, row.key] = (row.seen_at, row.expected_by)
        for entry in write.inbox:
            key = (self._tenant, entry.outcome.message_id)
            if key in self._tables.inbox:
                raise LostRace("inbox")
            position = positions.get(entry.outcome.fact_ids[-1]) if entry.outcome.fact_ids else None
            self._tables.inbox[key] = RecordedOutcome(entry.request_hash, replace(entry.outcome, position=position))
        return positions

    def _append(self, row: FactRow) -> int:
        unique = (self._tenant, row.key, row.version)
        if unique in self._tables.versions:
            raise LostRace("fact")
        self._tables.versions.add(unique)
        self._tables.facts.append((self._tenant, row))
        return len(self._tables.facts)


_: type[FactStore] = MemoryFactStore
