"""Folding facts into the rows of a projection: each fact of an aggregate once, in order, whatever arrives how often."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.boundary import boundary
from shared.ports.projections import (
    Advance,
    Aggregate,
    FactEnvelope,
    Gap,
    ProgressRaced,
    ProjectionStore,
    ProjectionTransaction,
    Rows,
    Unread,
)
from shared.projections.projection import Key, Projection, View, version_of

_ATTEMPTS = 5

Stream = dict[int, FactEnvelope | Unread]


class LogIncomplete(Exception):  # noqa: N818 - names the condition
    """A fact arrived whose predecessors are neither applied nor in the log; deliver it again later."""


@dataclass(frozen=True, slots=True)
class Projected:
    applied: int = 0
    #: Seen before.
    repeated: int = 0
    #: Read from the log because they had not arrived.
    healed: int = 0
    parked: int = 0

    def __add__(self, other: "Projected") -> "Projected":
        return Projected(
            self.applied + other.applied,
            self.repeated + other.repeated,
            self.healed + other.healed,
            self.parked + other.parked,
        )


class Projector:
    """One projection and where it is kept."""

    def __init__(self, projection: Projection, store: ProjectionStore) -> None:
        self._store = store
        self._aggregate_types = projection.aggregate_types
        self._views = {fact: projection.views_of(fact) for fact in projection.handles}

    def project(self, events: Iterable[FactEnvelope | Unread]) -> Projected:
        """A batch, of any tenants, in any order. What cannot be read is parked and never blocks the rest."""
        batches: dict[TenantId | None, list[FactEnvelope | Unread]] = {}
        for event in events:
            if isinstance(event, Unread) or event.aggregate_type in self._aggregate_types:
                batches.setdefault(event.tenant_id, []).append(event)
        return sum((self._project(tenant_id, batch) for tenant_id, batch in batches.items()), Projected())

    def _project(self, tenant_id: TenantId | None, batch: Sequence[FactEnvelope | Unread]) -> Projected:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                boundary("projector.begin")
                with self._store.transaction(tenant_id) as transaction:
                    projected = self._once(transaction, batch)
                    boundary("projector.commit")
            except ProgressRaced:
                if attempt == _ATTEMPTS:
                    raise
            else:
                boundary("projector.committed")
                return projected
        raise AssertionError("unreachable")

    def _once(self, transaction: ProjectionTransaction, batch: Sequence[FactEnvelope | Unread]) -> Projected:
        unread = [event for event in batch if isinstance(event, Unread)]
        streams = _streams(event for event in batch if not isinstance(event, Unread))
        progress: Mapping[Aggregate, int] = {}
        healed: Sequence[FactEnvelope | Unread] = ()
        advances: list[Advance] = []
        if streams:
            progress = transaction.lock(sorted(streams))
            boundary("projector.locked")
            streams = _drop_applied(streams, progress)
            healed = _heal(transaction, streams, progress)
            unread += [event for event in healed if isinstance(event, Unread)]
            advances = [_advance(aggregate, stream, progress) for aggregate, stream in streams.items()]
        if advances:
            rows = self._fold(transaction, streams, progress)
            boundary("projector.save")
            transaction.save(rows, advances, (advances[-1].aggregate, advances[-1].after))
            boundary("projector.saved")
        if unread:
            transaction.park(unread)
        applied = sum(advance.after - advance.before for advance in advances)
        arrived = len(batch) - (len(unread) - sum(isinstance(event, Unread) for event in healed))
        return Projected(applied, arrived - (applied - len(healed)), len(healed), len(unread))

    def _fold(
        self, transaction: ProjectionTransaction, streams: Mapping[Aggregate, Stream], progress: Mapping[Aggregate, int]
    ) -> Rows:
        steps: list[tuple[View[Any], Key, FactEnvelope]] = []
        wanted: dict[View[Any], dict[Key, None]] = {}
        for aggregate, stream in streams.items():
            is_new = aggregate not in progress
            for version in sorted(stream):
                event = stream[version]
                if isinstance(event, Unread):
                    continue
                for view in self._views.get(type(event.data), ()):
                    for key in view.keys(event):
                        steps.append((view, key, event))
                        if not is_new and not view.append_only:
                            wanted.setdefault(view, {})[key] = None
        known = transaction.load({view: list(keys) for view, keys in wanted.items()}) if wanted else {}
        changed: dict[View[Any], dict[Key, Any]] = {}
        for view, key, event in steps:
            rows = changed.setdefault(view, {})
            current = rows[key] if key in rows else known.get(view, {}).get(key)
            row = view.evolve(key, current, event)
            if row is not None:
                rows[key] = row
        return changed


def _streams(envelopes: Iterable[FactEnvelope]) -> dict[Aggregate, Stream]:
    """By aggregate, in order of arrival: the last one named is the last that arrived, which is how far the view is."""
    streams: dict[Aggregate, Stream] = {}
    for envelope in envelopes:
        aggregate = (envelope.aggregate_type, UUID(envelope.aggregate_id))
        stream = streams.pop(aggregate, {})
        stream[version_of(envelope)] = envelope
        streams[aggregate] = stream
    return streams


def _drop_applied(streams: Mapping[Aggregate, Stream], progress: Mapping[Aggregate, int]) -> dict[Aggregate, Stream]:
    kept = {
        aggregate: {version: event for version, event in stream.items() if version > progress.get(aggregate, 0)}
        for aggregate, stream in streams.items()
    }
    return {aggregate: stream for aggregate, stream in kept.items() if stream}


def _heal(
    transaction: ProjectionTransaction, streams: dict[Aggregate, Stream], progress: Mapping[Aggregate, int]
) -> Sequence[FactEnvelope | Unread]:
    """Fill the streams' gaps from the log; what it added."""
    gaps = [
        Gap(aggregate, progress.get(aggregate, 0), max(stream))
        for aggregate, stream in streams.items()
        if len(stream) != max(stream) - progress.get(aggregate, 0)
    ]
    if not gaps:
        return ()
    boundary("projector.heal")
    added: list[FactEnvelope | Unread] = []
    for event in transaction.read_log(gaps):
        aggregate, version = _place(event)
        if version not in streams[aggregate]:
            streams[aggregate][version] = event
            added.append(event)
    return added


def _place(event: FactEnvelope | Unread) -> tuple[Aggregate, int]:
    if not isinstance(event, Unread):
        return (event.aggregate_type, UUID(event.aggregate_id)), version_of(event)
    if event.aggregate is None or event.version is None:
        raise LogIncomplete("an entry of the log without aggregate or version")
    return event.aggregate, event.version


def _advance(aggregate: Aggregate, stream: Stream, progress: Mapping[Aggregate, int]) -> Advance:
    before, after = progress.get(aggregate, 0), max(stream)
    if len(stream) != after - before:
        raise LogIncomplete(f"{aggregate[0]} {aggregate[1]}: the log lacks facts between {before} and {after}")
    return Advance(aggregate, before, after)
