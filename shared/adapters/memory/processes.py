"""Workflows in memory: the same promises as Postgres, one turn at a time; time is told to it."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from shared.kernel.ids import TenantId, derive
from shared.ports.processes import (
    AggregateRef,
    AskRow,
    EvidenceRow,
    ProcessStore,
    ProcessTurn,
    ProcessWrite,
    SaidRow,
)
from shared.processes.process import Timer, TimerFired


@dataclass(slots=True)
class _Tables:
    instances: dict[tuple[TenantId, str], str] = field(default_factory=dict)
    associations: set[tuple[TenantId, str, str]] = field(default_factory=set)
    timers: dict[tuple[TenantId, str, str], Timer] = field(default_factory=dict)
    progress: dict[tuple[TenantId, AggregateRef], int] = field(default_factory=dict)
    asks: list[tuple[TenantId, AskRow]] = field(default_factory=list)
    said: dict[tuple[TenantId, str, int], SaidRow] = field(default_factory=dict)
    evidence: dict[tuple[TenantId, str, str], EvidenceRow] = field(default_factory=dict)


class MemoryProcessStore:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._tables = _Tables()
        self._lock = Lock()

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Every request, as it would be published, in order."""
        return [json.loads(row.event) for _, row in self._tables.asks]

    def said(self, tenant_id: TenantId) -> list[dict[str, Any]]:
        """Every process fact of the tenant, by workflow and version."""
        return [
            json.loads(row.event)
            for key, row in sorted(self._tables.said.items(), key=_in_order)
            if key[0] == tenant_id
        ]

    def evidence(self, tenant_id: TenantId) -> list[EvidenceRow]:
        return [row for key, row in self._tables.evidence.items() if key[0] == tenant_id]

    def associations(self, tenant_id: TenantId) -> set[tuple[str, str]]:
        """(key, workflow id)"""
        return {(key, workflow_id) for tenant, key, workflow_id in self._tables.associations if tenant == tenant_id}

    def states(self, tenant_id: TenantId) -> list[dict[str, Any]]:
        return [json.loads(state) for (tenant, _), state in self._tables.instances.items() if tenant == tenant_id]

    def timers(self, tenant_id: TenantId) -> dict[tuple[str, str], Timer]:
        return {key[1:]: timer for key, timer in self._tables.timers.items() if key[0] == tenant_id}

    @contextmanager
    def turn(self, tenant_id: TenantId) -> Iterator[ProcessTurn]:
        with self._lock:
            draft = deepcopy(self._tables)
            yield _Turn(draft, tenant_id, self._now())
            self._tables = draft

    def tenants_with_due_timers(self, limit: int, *, without: Collection[TenantId] = ()) -> Sequence[TenantId]:
        now = self._now()
        due = {tenant for (tenant, _, _), timer in self._tables.timers.items() if timer.due_at <= now}
        return sorted(due - set(without), key=str)[:limit]


class _Turn:
    def __init__(self, tables: _Tables, tenant_id: TenantId, now: datetime) -> None:
        self._tables = tables
        self._tenant = tenant_id
        self._now = now

    def progress(self, aggregates: Collection[AggregateRef]) -> Mapping[AggregateRef, int]:
        known = self._tables.progress
        return {each: known[self._tenant, each] for each in aggregates if (self._tenant, each) in known}

    def load(self, *, keys: Collection[str] = (), workflow_ids: Collection[str] = ()) -> Sequence[Mapping[str, Any]]:
        wanted = set(workflow_ids)
        wanted |= {
            workflow_id
            for tenant, key, workflow_id in self._tables.associations
            if tenant == self._tenant and key in set(keys)
        }
        stored = self._tables.instances
        return [json.loads(stored[self._tenant, each]) for each in wanted if (self._tenant, each) in stored]

    def due(self, limit: int) -> Sequence[TimerFired]:
        due = sorted(
            (timer.due_at, workflow_id, name, timer.cause)
            for (tenant, workflow_id, name), timer in self._tables.timers.items()
            if tenant == self._tenant and timer.due_at <= self._now
        )
        return [
            TimerFired(
                message_id=derive(self._tenant, "timer", workflow_id, name, due_at.isoformat()),
                tenant_id=self._tenant,
                workflow_id=workflow_id,
                name=name,
                at=self._now,
                cause=cause,
            )
            for due_at, workflow_id, name, cause in due[:limit]
        ]

    def write(self, write: ProcessWrite) -> None:
        tables, tenant = self._tables, self._tenant
        tables.instances |= {(tenant, row.workflow_id): row.state for row in write.instances}
        tables.associations -= {(tenant, key, workflow_id) for key, workflow_id in write.dissociated}
        tables.associations |= {(tenant, key, workflow_id) for key, workflow_id in write.associated}
        for workflow_id, name in write.timers_cleared:
            tables.timers.pop((tenant, workflow_id, name), None)
        tables.timers |= {(tenant, row.workflow_id, row.name): row.timer for row in write.timers_set}
        tables.progress |= {(tenant, aggregate): version for aggregate, version in write.progress.items()}
        tables.asks += [(tenant, ask) for ask in write.asks]
        for row in write.said:
            if (tenant, row.workflow_id, row.version) in tables.said:
                raise ValueError(f"{row.workflow_id} has said its fact {row.version} already")
            tables.said[tenant, row.workflow_id, row.version] = row
        for workflow_id, evidence in write.evidence:
            place = (tenant, workflow_id, evidence.evidence_id)
            tables.evidence.setdefault(place, EvidenceRow(workflow_id, evidence))


def _in_order(item: tuple[tuple[TenantId, str, int], SaidRow]) -> tuple[str, str, int]:
    (tenant_id, workflow_id, version), _ = item
    return str(tenant_id), workflow_id, version


_: type[ProcessStore] = MemoryProcessStore
