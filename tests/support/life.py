"""One aggregate's life: whatever is asked of it, what holds of all aggregates is checked at every step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.domain.incident.intents import ResolveIncident
from shared.kernel.aggregate import Aggregate
from shared.kernel.decider import Context, Ignored, Named, PublicState, Rejected
from shared.kernel.message import Fact
from tests.support.any_intent import Asked
from tests.support.approvals import resolution_approved


@dataclass
class Life:
    """One aggregate's, from the first intent on; every step is checked for what holds of all aggregates."""

    aggregate: Aggregate
    #: Facts; which they are is what a test says of them.
    facts: list[Any] = field(default_factory=list)
    #: The state after each fact.
    states: list[Any] = field(default_factory=list)

    @property
    def state(self) -> Any:
        return self.states[-1] if self.states else self.aggregate.decider.initial

    def ask(self, step: Asked) -> Sequence[Any]:
        followed = self._decide(step)
        for fact in followed:
            assert type(fact) in self.aggregate.facts
            assert fact.aggregate_id == step.intent.aggregate_id
            self.facts.append(fact)
            self.states.append(self.aggregate.decider.evolve(self.state, fact))
        assert self._decide(step) == (), "asked for what already is, something followed"
        if followed:
            self._check_storage()
        return followed

    def _decide(self, step: Asked) -> Sequence[Fact]:
        context = Context(
            at=step.at,
            actor=step.actor,
            message_id=UUID(int=1),
            number=None if self.facts else 42,
            public_states={**step.public_states, **self._approval(step)},
        )
        try:
            decision = self.aggregate.decider.decide(step.intent, self.state, context)
        except Rejected as rejected:
            refusal = rejected
        else:
            return () if isinstance(decision, Ignored) else tuple(decision)
        assert refusal.code.startswith(f"{self.aggregate.name}.")
        assert refusal.detail
        return ()

    def _approval(self, step: Asked) -> Mapping[Named, PublicState]:
        if not step.approved or not isinstance(step.intent, ResolveIncident):
            return {}
        return resolution_approved(step.intent.summary)

    def _check_storage(self) -> None:
        adapter = self.aggregate.state_adapter
        stored = adapter.dump_python(self.state, mode="json")
        assert adapter.validate_python(stored) == self.state
        assert adapter.validate_json(adapter.dump_json(self.state)) == self.state
        assert self.aggregate.decider.fold(self.facts) == self.state
