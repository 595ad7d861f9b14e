"""Whatever is asked, in whatever order, an aggregate stays lawful."""

import hypothesis
from hypothesis import strategies as st

from shared.domain.incident.decide import allowed_transitions
from shared.domain.incident.facts import IncidentMergedInto, IncidentResolved
from shared.domain.knowledge_feedback.values import AnswerVerdict
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.vocabulary import AlertStatus, IncidentStatus, Severity
from tests.support.any_intent import (
    Asked,
    alert_intents,
    asked,
    document_intents,
    feedback_intents,
    incident_intents,
    incident_neighbours,
    rule_intents,
)
from tests.support.incidents import INCIDENT, correlate, create, episode
from tests.support.life import Life

ALERT, INCIDENTS, RULES = (AGGREGATES_BY_TYPE[name] for name in ("alert", "incident", "correlation_rule"))


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
            assert life.state.episode > before.episode or life.state.starts_at <= before.starts_at


@hypothesis.given(asked(incident_intents, incident_neighbours), st.sampled_from(["human:ana", "process:p"]))
def test_any_sequence_of_incident_intents(steps, creator):
    life = Life(INCIDENTS)
    for first in (create(severity=Severity.HIGH), correlate(episode(1), episode(2))) if steps else ():
        life.ask(Asked(first, at=steps[0].at, actor=creator, approved=False))
    for step in steps:
        before = life.state
        followed = life.ask(step)
        assert len(followed) <= 1 or [type(fact) for fact in followed] == [IncidentMergedInto, IncidentResolved]
        if before.status is IncidentStatus.CLOSED:
            assert followed == ()
        if life.state.status is not before.status and not isinstance(followed[-1], IncidentResolved):
            assert life.state.status in allowed_transitions(before)
        _check_incident(before, life.state)
        _check_end(before, life.state)


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


def _check_end(before, state):
    """Nothing grave is closed in silence, nobody but people looks past a firing alert, what was merged stays merged."""
    if state.status is IncidentStatus.CLOSED and state.severity in {Severity.CRITICAL, Severity.HIGH}:
        assert state.merged_into or state.postmortem_id or (state.waived_by and state.waiver_reason)
    if state.alerts_still_firing:
        assert state.resolved_by.startswith(("human:", "process:"))
    if state.merged_into is not None:
        assert state.status in {IncidentStatus.RESOLVED, IncidentStatus.CLOSED}
        assert state.merged_into not in {INCIDENT, *state.merged_ids}
        assert before.merged_into in {None, state.merged_into}
    else:
        assert before.merged_into is None


@hypothesis.given(asked(rule_intents))
def test_any_sequence_of_correlation_rule_intents(steps):
    life = Life(RULES)
    for step in steps:
        life.ask(step)
    versions = [fact.rule_version for fact in life.facts if hasattr(fact, "rule_version")]
    assert versions == list(range(1, len(versions) + 1))


@hypothesis.given(asked(document_intents))
def test_any_sequence_of_knowledge_document_intents(steps):
    life = Life(AGGREGATES_BY_TYPE["knowledge_document"])
    for step in steps:
        life.ask(step)
    texts = {fact.document_version: fact.content for fact in life.facts if hasattr(fact, "document_version")}
    assert list(texts) == list(range(1, len(texts) + 1))
    for fact in life.facts:
        assert not hasattr(fact, "content") or texts[fact.document_version] == fact.content


@hypothesis.given(asked(feedback_intents))
def test_any_sequence_of_feedback_leaves_the_newest_word_of_each_voice(steps):
    life = Life(AGGREGATES_BY_TYPE["knowledge_feedback"])
    for step in steps:
        life.ask(step)
    newest: dict[tuple[str, str], AnswerVerdict] = {}
    for fact in life.facts:
        assert newest.get((fact.family, fact.voice)) is not fact.verdict
        newest[fact.family, fact.voice] = fact.verdict
    spoken = life.state.spoken if life.facts else ()
    assert {(each.family, each.voice): each.verdict for each in spoken} == newest
    assert len(newest) <= 2 * 5
