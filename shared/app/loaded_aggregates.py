"""The aggregates of a batch: as they were stored, while intents are folded over them, and as they are stored next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.kernel.aggregate import Aggregate
from shared.kernel.envelope import Envelope
from shared.kernel.message import Intent
from shared.ports.fact_store import AggregateKey, AggregateRow, WriteSession


@dataclass(slots=True)
class LoadedAggregate:
    """Changes while the batch is folded: version, state and hash are those after the last fact so far."""

    aggregate: Aggregate
    version: int
    state: Any
    hash: bytes
    #: The version that is stored; 0: none is.
    loaded_version: int = 0
    #: When somebody outside spoke of it last, as that is stored.
    sighted_at: datetime | None = None
    # What this batch says of it.
    seen_at: datetime | None = None
    expected_by: datetime | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    sighted: bool = False

    @property
    def changed(self) -> bool:
        return self.version > self.loaded_version

    def is_created_by(self, envelope: Envelope[Intent]) -> bool:
        """Whether the intent would make a new thing, with a number for people."""
        numbered_by = self.aggregate.numbered_by
        return numbered_by is not None and type(envelope.data) is numbered_by and self.version == 0

    def sight(self, envelope: Envelope[Intent]) -> None:
        """Notes a sighting; nobody was seen later than we heard of it, whatever clock they have."""
        sighting = self.aggregate.sighting(envelope.data)
        if sighting is not None:
            self.seen_at = min(sighting.seen_at, envelope.occurred_at)
            self.expected_by, self.said, self.sighted = sighting.expected_by, sighting.said, True


def load_aggregates(
    session: WriteSession, aggregates: Mapping[str, Aggregate], keys: set[AggregateKey]
) -> dict[AggregateKey, LoadedAggregate]:
    """Locks and reads them; one that is not stored is as its decider begins."""
    stored = session.load(sorted(keys))
    loaded: dict[AggregateKey, LoadedAggregate] = {}
    for key in keys:
        aggregate = aggregates[key.aggregate_type]
        found = stored.get(key)
        if found is None:
            loaded[key] = LoadedAggregate(aggregate, 0, aggregate.decider.initial, b"")
        else:
            state = aggregate.state_adapter.validate_python(found.state)
            loaded[key] = LoadedAggregate(aggregate, found.version, state, found.hash, found.version, found.seen_at)
    return loaded


def aggregate_rows(loaded: Mapping[AggregateKey, LoadedAggregate]) -> list[AggregateRow]:
    """Makes a row of each that has a new version or was spoken of."""
    return [
        AggregateRow(
            key=key,
            version=item.version,
            state=item.aggregate.state_adapter.dump_json(item.state).decode() if item.changed else "null",
            hash=item.hash,
            seen_at=item.seen_at,
            expected_by=item.expected_by,
            said=item.said,
            changed=item.changed,
        )
        for key, item in sorted(loaded.items())
        if item.changed or item.sighted
    ]
