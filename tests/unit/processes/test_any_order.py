"""Whatever is late, repeated or out of order: nothing is lost, nothing doubled, one incident at a time."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.correlation_rule.intents import PutCorrelationRule
from shared.domain.correlation_rule.values import RuleDefinition
from shared.domain.incident.intents import CloseIncident, ResolveIncident, TransitionIncidentStatus
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.alert_correlation.state import associations_of, timers_of
from tests.support.correlation_world import CorrelationWorld
from tests.support.examples import examples
from tests.support.facts import RULE, TENANT, named

ALERTS = ("a", "b")
_OVER = (IncidentStatus.RESOLVED, IncidentStatus.CLOSED)
_LATE = 40.0  # longer than the reopen window

_NUMBER = st.integers(0, 5)
_ALERT = st.sampled_from(ALERTS)
_SEVERITY = st.sampled_from((Severity.LOW, Severity.HIGH, Severity.CRITICAL))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("fire"), _ALERT, _SEVERITY),
        st.tuples(st.just("fire"), _ALERT, st.just(Severity.HIGH)),
        st.tuples(st.just("clear"), _ALERT),
        st.tuples(st.just("clear"), _ALERT),
        st.tuples(st.just("fall_silent"), _ALERT),
        st.tuples(st.just("deliver"), st.sampled_from(("alert", "incident")), _NUMBER),
        st.tuples(st.just("deliver_all"), st.sampled_from(("alert", "incident"))),
        st.tuples(st.just("deliver_again"), _NUMBER),
        st.tuples(st.just("work_off_requests"), st.sampled_from((1, 100))),
        st.tuples(st.just("settle")),
        st.tuples(st.just("pass_time"), st.sampled_from((6.0, _LATE))),
        st.tuples(st.just("tick")),
        st.tuples(st.just("resolve"), _NUMBER),
        st.tuples(st.just("close"), _NUMBER),
    ),
    min_size=5,
    max_size=40,
)


def play(steps: list[Any], rule: PutCorrelationRule | None = None) -> CorrelationWorld:
    world = CorrelationWorld()
    if rule is not None:
        world.ask(rule)
        world.settle()
    for name, *arguments in steps:
        if name == "tick":
            world.process.tick()
        elif name in ("resolve", "close"):
            _by_hand(world, name, *arguments)
        else:
            getattr(world, name)(*arguments)
        if name != "pass_time":
            world.pass_time(0.01)
        assert_one_open_at_a_time(world)
    return world


def _by_hand(world: CorrelationWorld, name: str, choice: int) -> None:
    incidents = world.aggregates("incident")
    if incidents:
        incident_id = incidents[choice % len(incidents)].incident_id
        summary = f"fixed {world.now}"
        world.ask(
            ResolveIncident(incident_id=incident_id, summary=summary)
            if name == "resolve"
            else CloseIncident(incident_id=incident_id, waive_postmortem="a drill")
        )


def assert_one_open_at_a_time(world: CorrelationWorld) -> None:
    open_now = [incident for incident in world.aggregates("incident") if incident.status not in _OVER]
    assert len(open_now) <= 1, [incident.incident_id for incident in open_now]


def assert_kept_is_what_follows_from_the_states(world: CorrelationWorld) -> None:
    states = [alert_correlation.states.validate_python(state) for state in world.store.states(TENANT)]
    assert world.store.associations(TENANT) == {
        (key, state.workflow_id) for state in states for key in associations_of(state)
    }
    assert world.store.timers(TENANT) == {
        (state.workflow_id, name): timer for state in states for name, timer in timers_of(state).items()
    }


@settings(max_examples=examples(150))
@given(STEPS)
def test_at_any_time_at_most_one_incident_of_a_problem_is_open_and_no_firing_alert_is_outside_one(steps):
    world = play(steps)
    world.settle()
    assert_one_open_at_a_time(world)
    assert_kept_is_what_follows_from_the_states(world)
    held = {(str(ref.alert_id), ref.episode) for incident in world.aggregates("incident") for ref in incident.alerts}
    for alert in world.aggregates("alert"):
        if alert.status == "firing" and alert.severity is not Severity.LOW:
            assert (str(alert.alert_id), alert.episode) in held


@settings(max_examples=examples(75))
@given(STEPS)
def test_when_everything_has_cleared_and_time_has_passed_no_incident_is_open(steps):
    """The default rules hold what has flapped open for an hour."""
    world = play(steps)
    for alert in ALERTS:
        world.clear(alert)
    world.settle()
    world.pass_time(61)
    world.process.tick()
    world.settle()
    assert [incident.status for incident in world.aggregates("incident") if incident.status not in _OVER] == []


@settings(max_examples=examples(75))
@given(STEPS)
def test_delivering_everything_again_asks_for_nothing_new_and_ids_are_never_used_twice(steps):
    world = play(steps)
    world.settle()
    before = list(world.store.asked)
    for number in range(len(world.delivered)):
        world.deliver_again(number)
    assert world.store.asked == before
    assert max(Counter(event["id"] for event in before).values(), default=1) == 1
    assert [outcome for outcome in world.outcomes if outcome.status == "conflict"] == []


@settings(max_examples=examples(75))
@given(STEPS)
def test_every_episode_has_its_own_incident(steps):
    world = play(steps)
    world.settle()
    states = [state for state in world.store.states(TENANT) if state["kind"] == "episode"]
    assert len({state["incident_id"] for state in states}) == len(states)
    assert sorted(state["number"] for state in states) == list(range(1, len(states) + 1))


REOPENING = PutCorrelationRule(
    rule_id=RULE,
    definition=RuleDefinition(name="by service", group_by=("service",), reopen_when_still_firing_after_s=120),
)


@settings(max_examples=examples(50))
@given(STEPS)
def test_where_a_rule_reopens_what_still_fires_one_incident_is_open_and_nothing_that_counts_fires_outside_it(steps):
    world = play([step for step in steps if step[0] != "close"], REOPENING)
    for _ in range(4):
        world.settle()
        world.pass_time(6)
        world.process.tick()
    world.settle()
    assert_one_open_at_a_time(world)
    assert_kept_is_what_follows_from_the_states(world)
    counting = [each for each in world.aggregates("alert") if each.severity is not Severity.LOW]
    firing = [each for each in counting if each.status == "firing"]
    open_now = [incident for incident in world.aggregates("incident") if incident.status not in _OVER]
    assert not firing or open_now


def test_an_alert_that_fires_while_the_news_of_a_close_is_on_its_way_opens_the_next_incident():
    world = CorrelationWorld()
    world.fire("a")
    world.settle()
    (incident,) = world.aggregates("incident")
    world.ask(ResolveIncident(incident_id=incident.incident_id, summary="fixed"))
    world.ask(CloseIncident(incident_id=incident.incident_id, waive_postmortem="a drill"))
    world.pass_time(1)
    world.fire("b")
    world.deliver_all("alert")
    world.work_off_requests(10)
    world.settle()
    first, second = sorted(world.aggregates("incident"), key=lambda each: each.number)
    assert (first.status, second.status) == (IncidentStatus.CLOSED, IncidentStatus.OPEN)
    assert {ref.alert_id for ref in second.alerts} == {named("a"), named("b")}


def test_a_person_who_reopens_a_quiet_incident_is_not_overruled_by_the_hold_down():
    world = CorrelationWorld()
    world.fire("a")
    world.clear("a")
    world.settle()
    world.pass_time(6)
    world.process.tick()
    world.settle()
    (incident,) = world.aggregates("incident")
    assert incident.status is IncidentStatus.RESOLVED
    world.ask(
        TransitionIncidentStatus(
            incident_id=incident.incident_id, status=IncidentStatus.INVESTIGATING, reason="not over"
        )
    )
    world.settle()
    world.pass_time(60)
    world.process.tick()
    world.settle()
    assert world.aggregates("incident")[0].status is IncidentStatus.INVESTIGATING
