"""Whatever joins, whenever, and whoever speaks between: looks are few, runs are whole, and nothing is said twice."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.incident.facts import IncidentEscalated, TriageCalledOff, TriageOrdered
from shared.processes.incident_triage.facts import IncidentTriageStarted, RemediationProposed
from tests.support.acting import Carries
from tests.support.examples import examples
from tests.support.joining import CORRELATION, NOTHING, found, of_service, open_again, without_a_plan
from tests.support.remedies import INCIDENT, resolved
from tests.support.triage_world import TriageWorld

BY_ITSELF = "process:incident_triage"
SAID = {
    "order": lambda: TriageOrdered(incident_id=INCIDENT, reason=None, ordered_by="human:ana"),
    "call_off": lambda: TriageCalledOff(incident_id=INCIDENT, reason="a drill", called_off_by="human:ana"),
    "escalate": lambda: IncidentEscalated(incident_id=INCIDENT, reason="the DBAs", escalated_by="human:ben"),
    "resolve": resolved,
}
steps = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.sampled_from("abcdef")),
        st.tuples(st.just("say"), st.sampled_from(sorted(SAID))),
        st.tuples(st.just("return"), st.just("")),
        st.tuples(st.just("find"), st.sampled_from(("nothing", "plan", "in_hand"))),
        st.tuples(st.just("pass"), st.sampled_from((0.2, 1.0, 15.0))),
        st.tuples(st.just("hear_again"), st.just("")),
    ),
    min_size=3,
    max_size=15,
)
FINDS: dict[str, Any] = {"nothing": NOTHING, "plan": found(), "in_hand": found("human:ana")}


@settings(max_examples=examples(20))
@given(steps)
def test_whatever_joins_looks_are_few_and_nothing_is_said_twice(happens: Any):
    world, minute = without_a_plan(coder=Carries()), 1.0
    for kind, what in happens:
        before = world.bytes_said()
        minute = _step(world, kind, what, minute)
        assert kind != "hear_again" or world.bytes_said() == before
    world.look_until(minute + 60)
    started = [fact for fact in world.told() if isinstance(fact, IncidentTriageStarted)]
    asked = [fact for fact in started if fact.started_by != BY_ITSELF]
    assert len(started) - len(asked) <= 1 + 3, "the first, and those that the policy allows"
    assert {fact.run for fact in started} == set(range(1, len(started) + 1))
    versions = [(event["subject"], int(event["aggregateversion"])) for event in world.said()]
    assert len(set(versions)) == len(versions)
    _nothing_is_proposed_beside_people(world)


def _step(world: TriageWorld, kind: str, what: Any, minute: float) -> float:
    match kind:
        case "join":
            world.happened(of_service(what), minute=minute, actor=CORRELATION)
        case "say":
            world.happened(SAID[what](), minute=minute)
        case "return":
            world.happened(open_again(), minute=minute, actor=CORRELATION)
        case "find":
            world.investigation = FINDS[what]
        case "pass":
            world.look_until(minute + what)
            return float(minute + what)
        case _:
            world.hear_again()
    world.deliver()
    return minute


def _nothing_is_proposed_beside_people(world: TriageWorld) -> None:
    """After somebody called for a person only a run that was asked for proposes."""
    called, by_itself = False, False
    for fact in sorted(world.told(), key=lambda each: each.run):
        match fact:
            case IncidentTriageStarted(started_by=by):
                by_itself = by == BY_ITSELF
                called = called and by_itself
            case RemediationProposed():
                assert not (called and by_itself)
            case _ if getattr(fact, "cause", None) == "asked":
                called = True
            case _:
                pass
