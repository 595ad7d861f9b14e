"""Whatever is asked, in whatever order, an aggregate stays lawful."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import hypothesis
from hypothesis import strategies as st

from shared.domain.incident.decide import allowed_transitions
from shared.domain.incident.facts import IncidentResolved
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.aggregate import Aggregate
from shared.kernel.decider import Context, Ignored, Rejected
from shared.kernel.message import Fact
from shared.kernel.vocabulary import AlertStatus, IncidentStatus, Severity
from tests.support.any_intent import APPROVAL, Asked, alert_intents, asked, incident_intents, rule_intents
from tests.support.incidents import INCIDENT, create

ALERT, INCIDENTS, RULES = (AGGREGATES_BY_TYPE[name] for name in ("alert", "incident", "correlation_rule"))


@dataclass
class Life:
    """One aggregate's, from the first intent on; every step is checked for what holds of all aggregates."""

    aggregate: Aggregate
    facts: list[Fact] = field(default_factory=list)
    #: The state after each fact.
    states: list[Any] = field(default_factory=list)

    @property
    def state(self) -> Any:
        return self.states[-1] if self.states else self.aggregate.decider.initial

    def ask(self, step: Asked) -> Sequence[Fact]:
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
            approvals=frozenset({APPROVAL} if step.approved else ()),
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

    def _check_storage(self) -> None:
        adapter = self.aggregate.state_adapter
        stored = adapter.dump_python(self.state, mode="json")
        assert adapter.validate_python(stored) == self.state
        assert adapter.validate_json(adapter.dump_json(self.state)) == self.state
        assert self.aggregate.decider.fold(self.facts) == self.state


@hypothesis.given(asked(alert_intents))
def test_any_sequence_of_alert_intents(steps):
    life = Life(ALERT)
    for step in steps:
        before = life.state
        if not life.ask(step):
            continue
        assert life.state.status in {AlertStatus.FIRING, AlertStatus.RESOLVED, AlertStatus.STALE}
        assert (life.state.status is AlertStatus.RESOLVED) == (life.state.resolve_received_at is not None)
        assert len(set(life.state.acknowledgers)) == len(life.state.acknowledgers)
        if before is not None:
            assert life.state.episode - before.episode in {0, 1}
            assert life.state.starts_at >= before.starts_at


@hypothesis.given(asked(incident_intents), st.sampled_from(["human:ana", "process:p"]))
def test_any_sequence_of_incident_intents(steps, creator):
    life = Life(INCIDENTS)
    life.ask(Asked(create(severity=Severity.HIGH), at=steps[0].at, actor=creator, approved=False)) if steps else None
    for step in steps:
        before = life.state
        followed = life.ask(step)
        assert len(followed) <= 1
        if before.status is IncidentStatus.CLOSED:
            assert followed == ()
        if life.state.status is not before.status and not isinstance(followed[0], IncidentResolved):
            assert life.state.status in allowed_transitions(before)
        _check_incident(before, life.state)


def _check_incident(before, state):
    assert state.number == 42
    assert (state.resolved_at is not None) == (state.status in {IncidentStatus.RESOLVED, IncidentStatus.CLOSED})
    assert (state.closed_at is not None) == (state.status is IncidentStatus.CLOSED)
    for members in (state.alerts, state.merged_ids, state.links, state.acknowledgers):
        assert len(set(members)) == len(members)
    assert INCIDENT not in {*state.merged_ids, *(link.linked_id for link in state.links)}
    entry_ids = [entry.entry_id for entry in state.timeline]
    assert len(set(entry_ids)) == len(entry_ids)
    if before.acknowledged_at is not None:
        assert (state.acknowledged_at, state.acknowledged_by) == (before.acknowledged_at, before.acknowledged_by)
    if before.severity_set_by.startswith("human:"):
        assert not state.severity_set_by.startswith(("process:", "integration:"))


@hypothesis.given(asked(rule_intents))
def test_any_sequence_of_correlation_rule_intents(steps):
    life = Life(RULES)
    for step in steps:
        life.ask(step)
    versions = [fact.rule_version for fact in life.facts if hasattr(fact, "rule_version")]
    assert versions == list(range(1, len(versions) + 1))
