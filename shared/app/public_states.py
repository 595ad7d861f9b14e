"""How others stand whom a batch's decisions consult: read together, without a lock, and only when somebody asks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from shared.kernel.aggregate import Aggregate
from shared.kernel.batches import batched
from shared.kernel.decider import Named, PublicState
from shared.ports.fact_store import AggregateKey, WriteSession

#: Per statement, so that the states of a storm's alerts are never all in memory at once.
_AT_ONCE = 2_000


@dataclass(slots=True)
class PublicStates:
    """One batch's; what was read once is not read again."""

    session: WriteSession
    aggregates: Mapping[str, Aggregate]
    #: None: there is no such aggregate.
    _known: dict[AggregateKey, PublicState | None] = field(default_factory=dict)

    def of(self, keys: Collection[AggregateKey]) -> dict[Named, PublicState]:
        """Of those that exist."""
        self._read(sorted(set(keys) - self._known.keys()))
        found = ((key, self._known[key]) for key in keys)
        return {key: public_state for key, public_state in found if public_state is not None}

    def _read(self, keys: list[AggregateKey]) -> None:
        for some in batched(keys, _AT_ONCE):
            states = self.session.consult(some)
            for key in some:
                self._known[key] = self._said(key, states[key]) if key in states else None

    def _said(self, key: AggregateKey, state: object) -> PublicState:
        aggregate = self.aggregates[key.aggregate_type]
        return aggregate.public_state(aggregate.state_adapter.validate_python(state))
