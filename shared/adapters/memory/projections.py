"""Views in memory: the same promises as in the database, for tests."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from shared.kernel.ids import TenantId
from shared.ports.projections import (
    Advance,
    FactEnvelope,
    Gap,
    ProgressRaced,
    ProjectedAggregate,
    ProjectionStore,
    ProjectionTransaction,
    Rows,
    Unread,
)
from shared.projections.projection import Key, ProjectionView, aggregate_of


class MemoryProjectionStore:
    """``log`` is every fact of every tenant that the writer has committed."""

    def __init__(self, log: Sequence[FactEnvelope | Unread] = ()) -> None:
        self.log = log
        self.tables: dict[tuple[TenantId, str], dict[Key, Any]] = {}
        self.progress: dict[tuple[TenantId, ProjectedAggregate], int] = {}
        self.applied: dict[TenantId, tuple[ProjectedAggregate, int]] = {}
        self.unread: dict[tuple[TenantId | None, str], Unread] = {}

    @contextmanager
    def transaction(self, tenant_id: TenantId | None) -> Iterator["MemoryProjectionTransaction"]:
        transaction = MemoryProjectionTransaction(self, tenant_id)
        yield transaction
        transaction.commit()


class MemoryProjectionTransaction:
    """Writes are kept aside until the end, so that an exception leaves nothing behind."""

    def __init__(self, store: MemoryProjectionStore, tenant_id: TenantId | None) -> None:
        self._store = store
        self._tenant_id = tenant_id
        self._rows: Rows = {}
        self._advances: Sequence[Advance] = ()
        self._last: tuple[ProjectedAggregate, int] | None = None
        self._unread: Sequence[Unread] = ()

    def lock(self, aggregates: Sequence[ProjectedAggregate]) -> Mapping[ProjectedAggregate, int]:
        progress = self._store.progress
        tenant = self._tenant()
        return {aggregate: progress[tenant, aggregate] for aggregate in aggregates if (tenant, aggregate) in progress}

    def read_log(self, gaps: Sequence[Gap]) -> Sequence[FactEnvelope | Unread]:
        asked = {gap.aggregate: gap for gap in gaps}
        found = []
        for event in self._store.log:
            aggregate, version = _place(event)
            gap = asked.get(aggregate) if aggregate is not None else None
            if event.tenant_id == self._tenant_id and gap is not None and gap.after < version <= gap.up_to:
                found.append(event)
        return found

    def load(self, wanted: Mapping[ProjectionView[Any], Sequence[Key]]) -> Rows:
        loaded: dict[ProjectionView[Any], dict[Key, Any]] = {}
        for view, keys in wanted.items():
            table = self._store.tables.get((self._tenant(), view.table), {})
            loaded[view] = {key: table[key] for key in keys if key in table}
        return loaded

    def save(self, rows: Rows, advances: Sequence[Advance], last: tuple[ProjectedAggregate, int]) -> None:
        tenant = self._tenant()
        if any(self._store.progress.get((tenant, step.aggregate), 0) != step.before for step in advances):
            raise ProgressRaced
        self._rows, self._advances, self._last = rows, advances, last

    def park(self, unread: Sequence[Unread]) -> None:
        self._unread = unread

    def commit(self) -> None:
        for event in self._unread:
            self._store.unread.setdefault((event.tenant_id, event.event_id), event)
        for view, rows in self._rows.items():
            self._store.tables.setdefault((self._tenant(), view.table), {}).update(rows)
            self._replace_parts(view, rows)
        for step in self._advances:
            self._store.progress[self._tenant(), step.aggregate] = step.after
        if self._last is not None:
            self._store.applied[self._tenant()] = self._last

    def _replace_parts(self, view: ProjectionView[Any], rows: Mapping[Key, Any]) -> None:
        owners = {owner for owner, *_ in rows}
        for part in view.parts:
            names = [each.name for each in fields(part.row)][: part.key_columns]
            table = self._store.tables.setdefault((self._tenant(), part.table), {})
            for gone in [key for key in table if key[0] in owners]:
                del table[gone]
            for each in (each for row in rows.values() for each in part.of(row)):
                table[tuple(getattr(each, name) for name in names)] = each

    def _tenant(self) -> TenantId:
        if self._tenant_id is None:
            raise PermissionError("no tenant is set")
        return self._tenant_id


def _place(event: FactEnvelope | Unread) -> tuple[ProjectedAggregate | None, int]:
    if isinstance(event, Unread):
        return event.aggregate, event.version or 0
    return (event.aggregate_type, aggregate_of(event.data)), event.aggregate_version or 0


_: type[ProjectionStore] = MemoryProjectionStore
__: type[ProjectionTransaction] = MemoryProjectionTransaction
