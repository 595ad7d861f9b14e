"""Folding facts into the rows of a projection: each fact of an aggregate once, in order, whatever arrives how often."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.kernel.ids import TenantId
from shared.ports.failpoint import failpoint
from shared.ports.projections import (
    Advance,
    FactEnvelope,
    Gap,
    ProgressRaced,
    ProjectedAggregate,
    ProjectionStore,
    ProjectionTransaction,
    Rows,
    Unprojectable,
    Unread,
)
from shared.projections.projection import Key, Projection, ProjectionView, aggregate_of, version_of

_ATTEMPTS = 5


class LogIncomplete(Exception):  # noqa: N818 - names the condition
    """A fact arrived whose predecessors are neither applied nor in the log; deliver it again later."""


@dataclass(frozen=True, slots=True)
class Projected:
    applied: int = 0
    repeated: int = 0
    """Seen before."""
    healed: int = 0
    """Read from the log because they had not arrived."""
    parked: int = 0

    def __add__(self, other: "Projected") -> "Projected":
        return Projected(
            self.applied + other.applied,
            self.repeated + other.repeated,
            self.healed + other.healed,
            self.parked + other.parked,
        )


class Projector:
    """Folds facts into the rows of one projection."""

    def __init__(self, projection: Projection, store: ProjectionStore) -> None:
        self._store = store
        self._aggregate_types = projection.aggregate_types
        self._views = {fact: projection.views_of(fact) for fact in projection.handles}
        self._in_order = projection.views

    def project(self, events: Iterable[FactEnvelope | Unread]) -> Projected:
        """Projects a batch of any tenants, in any order. What cannot be read is parked and never blocks the rest."""
        batches: dict[TenantId | None, list[FactEnvelope | Unread]] = {}
        for event in events:
            if isinstance(event, Unread) or event.aggregate_type in self._aggregate_types:
                batches.setdefault(event.tenant_id, []).append(event)
        return sum((self._project(tenant_id, batch) for tenant_id, batch in batches.items()), Projected())

    def _project(self, tenant_id: TenantId | None, batch: Sequence[FactEnvelope | Unread]) -> Projected:
        """Projects facts of one tenant; an aggregate whose rows the store will not take is put aside, its neighbours go
        on.
        """
        try:
            return self._attempt(tenant_id, batch)
        except Unprojectable as refused:
            parts = _by_aggregate(batch)
            if len(parts) > 1:
                return sum((self._project(tenant_id, part) for part in parts), Projected())
            return self._attempt(tenant_id, [_put_aside(event, str(refused)) for event in batch])

    def _attempt(self, tenant_id: TenantId | None, batch: Sequence[FactEnvelope | Unread]) -> Projected:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                failpoint("projector.begin")
                with self._store.transaction(tenant_id) as transaction:
                    projected = self._once(transaction, batch)
                    failpoint("projector.commit")
            except ProgressRaced:
                if attempt == _ATTEMPTS:
                    raise
            else:
                failpoint("projector.committed")
                return projected
        raise AssertionError("unreachable")

    def _once(self, transaction: ProjectionTransaction, batch: Sequence[FactEnvelope | Unread]) -> Projected:
        unread = [event for event in batch if isinstance(event, Unread)]
        arrived = len(batch) - len(unread)
        streams = _streams(event for event in batch if not isinstance(event, Unread))
        added: Sequence[FactEnvelope | Unread] = ()
        if streams:
            progress = transaction.lock(sorted(streams))
            failpoint("projector.locked")
            due = _due(streams, progress)
            added = _heal(transaction, due)
            unread += [event for event in added if isinstance(event, Unread)]
            self._apply(transaction, due)
        else:
            due = []
        if unread:
            failpoint("projector.park")
            transaction.park(unread)
            failpoint("projector.parked")
        applied = sum(len(stream.events) for stream in due)
        return Projected(applied, arrived - (applied - len(added)), len(added), len(unread))

    def _apply(self, transaction: ProjectionTransaction, due: Sequence["_Stream"]) -> None:
        if not due:
            return
        rows = self._fold(transaction, due)
        failpoint("projector.save")
        advances = [stream.advance() for stream in due]
        last = max(due, key=lambda stream: stream.arrived).advance()
        transaction.save(rows, advances, (last.aggregate, last.after))
        failpoint("projector.saved")

    def _fold(self, transaction: ProjectionTransaction, due: Sequence["_Stream"]) -> Rows:
        steps: list[tuple[ProjectionView[Any], Key, FactEnvelope]] = []
        wanted: dict[ProjectionView[Any], list[Key]] = {}
        for stream in due:
            for event in stream.in_order():
                for view in self._views.get(type(event.data), ()):
                    keys = view.keys(event)
                    steps += [(view, key, event) for key in keys]
                    # Rows belong to one aggregate: where there was no fact there is no row.
                    if stream.before and not view.append_only:
                        wanted.setdefault(view, []).extend(keys)
        failpoint("projector.load")
        known = transaction.load({view: list(dict.fromkeys(keys)) for view, keys in wanted.items()}) if wanted else {}
        failpoint("projector.loaded")
        # Saved in the order in which the projection names its views: what keeps sums of one may read those before it.
        changed: dict[ProjectionView[Any], dict[Key, Any]] = {view: {} for view in self._in_order}
        for view, key, event in steps:
            current = changed[view].get(key)
            if current is None and view in known:
                current = known[view].get(key)
            row = view.evolve(key, current, event)
            if row is not None:
                changed[view][key] = row
        return changed


@dataclass(slots=True)
class _Stream:
    """What arrived of one aggregate, by version, and the version it was at."""

    aggregate: ProjectedAggregate
    events: dict[int, FactEnvelope | Unread]
    before: int = 0
    arrived: int = 0
    """Place in the batch of its last event."""

    def has_gap(self) -> bool:
        return len(self.events) != max(self.events) - self.before

    def in_order(self) -> Iterator[FactEnvelope]:
        for version in sorted(self.events):
            event = self.events[version]
            if not isinstance(event, Unread):
                yield event

    def advance(self) -> Advance:
        return Advance(self.aggregate, self.before, max(self.events))


def _streams(envelopes: Iterable[FactEnvelope]) -> dict[ProjectedAggregate, _Stream]:
    streams: dict[ProjectedAggregate, _Stream] = {}
    for arrived, envelope in enumerate(envelopes):
        aggregate = (envelope.aggregate_type, aggregate_of(envelope.data))
        stream = streams.get(aggregate)
        if stream is None:
            stream = streams[aggregate] = _Stream(aggregate, {})
        stream.events[version_of(envelope)] = envelope
        stream.arrived = arrived
    return streams


def _by_aggregate(batch: Sequence[FactEnvelope | Unread]) -> list[list[FactEnvelope | Unread]]:
    parts: dict[ProjectedAggregate | None, list[FactEnvelope | Unread]] = {}
    for event in batch:
        aggregate = None if isinstance(event, Unread) else (event.aggregate_type, aggregate_of(event.data))
        parts.setdefault(aggregate, []).append(event)
    return list(parts.values())


def _put_aside(event: FactEnvelope | Unread, reason: str) -> Unread:
    if isinstance(event, Unread):
        return event
    return Unread(
        event_id=str(event.message_id),
        tenant_id=event.tenant_id,
        aggregate=(event.aggregate_type, aggregate_of(event.data)),
        version=event.aggregate_version,
        reason=reason,
        event=event.data.model_dump_json(),
    )


def _due(streams: Mapping[ProjectedAggregate, _Stream], progress: Mapping[ProjectedAggregate, int]) -> list[_Stream]:
    """Leaves out what was applied before."""
    for aggregate, version in progress.items():
        stream = streams[aggregate]
        stream.before = version
        stream.events = {number: event for number, event in stream.events.items() if number > version}
    return [stream for stream in streams.values() if stream.events]


def _heal(transaction: ProjectionTransaction, due: Sequence[_Stream]) -> Sequence[FactEnvelope | Unread]:
    """Fills the streams' gaps from the log, and gives what it added."""
    broken = {stream.aggregate: stream for stream in due if stream.has_gap()}
    if not broken:
        return ()
    failpoint("projector.heal")
    added: list[FactEnvelope | Unread] = []
    for event in transaction.read_log([Gap(s.aggregate, s.before, max(s.events)) for s in broken.values()]):
        aggregate, version = _place(event)
        events = broken[aggregate].events
        if version not in events:
            events[version] = event
            added.append(event)
    failpoint("projector.healed")
    for stream in broken.values():
        if stream.has_gap():
            kind, id_ = stream.aggregate
            raise LogIncomplete(f"{kind} {id_}: the log lacks facts between {stream.before} and {max(stream.events)}")
    return added


def _place(event: FactEnvelope | Unread) -> tuple[ProjectedAggregate, int]:
    if not isinstance(event, Unread):
        return (event.aggregate_type, aggregate_of(event.data)), version_of(event)
    if event.aggregate is None or event.version is None:
        raise LogIncomplete("an entry of the log without aggregate or version")
    return event.aggregate, event.version
