"""What joins an incident after it was looked into is looked at, a few times, and people who have it keep it."""

from datetime import timedelta

import pytest

from shared.domain.incident.facts import AlertsCorrelatedToIncident, IncidentEscalated, TriageCalledOff, TriageOrdered
from shared.kernel.vocabulary import IncidentSource
from shared.processes.incident_triage.facts import IncidentTriageStarted
from tests.support.acting import Carries, Watches, outcome, reading
from tests.support.facts import T0, TENANT, correlated, created
from tests.support.joining import (
    CORRELATION,
    ESCALATED,
    found,
    grouped_by,
    joins,
    of_service,
    open_again,
    without_a_plan,
)
from tests.support.remedies import ASKED, INCIDENT, MENDED, PROPOSAL, opened, policy, resolved, without_looks
from tests.support.triage_world import TriageWorld

ORDERED = TriageOrdered(incident_id=INCIDENT, reason=None, ordered_by="human:ana")


def looked_at(world: TriageWorld, until: float = 5) -> TriageWorld:
    """Time passes, and from now on there is a plan to be found."""
    world.investigation = world.investigation if world.investigation.in_hand_of else found()
    world.look_until(until)
    return world


def reasons(world: TriageWorld) -> list[str]:
    return [said.reason for said in world.told() if isinstance(said, IncidentTriageStarted)]


def test_an_alert_of_another_service_begins_a_look_of_its_own_and_its_fault_gets_its_plan():
    world = without_a_plan()
    joins(world, "pricing")
    assert world.names() == ESCALATED, "what one fault makes others say is waited for"
    looked_at(world)
    assert world.names() == [*ESCALATED, *PROPOSAL]
    assert reasons(world)[1] == "New since it was looked into: alerts of pricing"
    assert world.told()[4].started_by == "process:incident_triage"
    assert (world.told()[3].cause, world.told()[3].run) == ("no_plan", 1), "who was told to go on still is"


def test_more_of_what_is_known_begins_none():
    world = without_a_plan()
    world.happened(correlated(alerts=("b", "c")), minute=1, actor=CORRELATION)
    joins(world, "pricing", minute=1)
    looked_at(world)
    joins(world, "pricing", minute=6)
    looked_at(world, 10)
    assert world.names() == [*ESCALATED, *PROPOSAL]


def test_what_joins_before_the_live_state_is_read_is_read_with_it():
    world = TriageWorld(investigation=without_a_plan().investigation)
    world.happened(created(source=IncidentSource.ALERT))
    world.happened(correlated(), of_service("pricing"), actor=CORRELATION)
    world.deliver()
    looked_at(world)
    assert world.names() == ESCALATED


def test_what_joins_within_half_a_minute_is_looked_at_together():
    world = without_a_plan()
    for number in range(6):
        joins(world, f"service-{number}", minute=1 + number / 15)
    looked_at(world)
    assert reasons(world)[1:] == [
        "New since it was looked into: " + "; ".join(f"alerts of service-{number}" for number in range(6))
    ]


def test_after_a_few_looks_people_are_told_once_that_it_is_for_whoever_asks():
    world = without_a_plan(policy(further_looks=2))
    for number in range(5):
        joins(world, f"service-{number}", minute=1 + number)
        world.look_until(1.9 + number)
    assert [said.run for said in world.told() if isinstance(said, IncidentTriageStarted)] == [1, 2, 3]
    told = [entry for entry in world.entries() if "looked into no further" in entry]
    assert len(told) == 1
    assert "alerts of service-2" in told[0]
    assert world.store.timers(TENANT) == {}


@pytest.mark.parametrize("rule", [{"further_looks": 0}, {"enabled": False}])
def test_a_policy_can_want_none(rule):
    world = without_a_plan()
    world.happened(policy(**rule), minute=0.5)
    joins(world, "pricing")
    looked_at(world)
    assert world.names() == ESCALATED
    assert world.store.timers(TENANT) == {}


def test_a_policy_that_wants_none_any_more_is_heard_while_it_is_due():
    world = without_a_plan()
    joins(world, "pricing")
    world.happened(policy(enabled=False), minute=1.1)
    looked_at(world)
    assert (world.names(), world.store.timers(TENANT)) == (ESCALATED, {})


def test_who_decides_on_a_plan_is_told_what_it_does_not_consider_and_that_is_looked_at_afterwards():
    world = opened(coder=Carries())
    world.happened(correlated(), of_service("pricing"), minute=1, actor=CORRELATION)
    assert world.names() == ASKED, "the question stands"
    assert "The plan does not consider what has joined since: alerts of pricing." in world.entries()[-1]
    world.answer("expired", minute=2)
    world.look_until(5)
    assert reasons(world)[1] == "New since it was looked into: alerts of pricing"


def test_what_is_well_with_all_the_rest_is_not_looked_at():
    world = opened(coder=Carries())
    world.happened(correlated(), of_service("pricing"), minute=1, actor=CORRELATION)
    world.answer("granted", minute=2)
    world.look_until(40)
    assert without_looks(world) == MENDED


def test_while_somebody_has_the_incident_it_is_said_what_is_found_and_nothing_is_proposed():
    world = without_a_plan()
    joins(world, "pricing")
    world.investigation = found(in_hand_of="human:ana")
    looked_at(world)
    assert world.names() == [*ESCALATED, *ESCALATED]
    said = world.last()
    assert said.cause == "in_hand"
    assert said.reason.startswith("human:ana has the incident. There is a plan, which is proposed to whoever asks")
    assert "Revert 4f2a of web" in said.reason
    world.happened(ORDERED, minute=6)
    world.deliver()
    assert world.names()[8:] == PROPOSAL, "now they have asked"


def test_who_asks_while_it_looks_by_itself_gets_the_plan():
    world = without_a_plan()
    joins(world, "pricing")
    world.tick(minute=2)
    world.happened(ORDERED, minute=2)
    world.investigation = found(in_hand_of="human:ana")
    world.deliver()
    assert world.names() == [*ESCALATED, *PROPOSAL]


def test_a_policy_may_want_plans_beside_people():
    world = without_a_plan(policy(plans_beside_people=True))
    joins(world, "pricing")
    world.investigation = found(in_hand_of="human:ana")
    looked_at(world)
    assert world.names() == [*ESCALATED, *PROPOSAL]


def test_a_first_look_proposes_its_plan_whoever_has_the_incident():
    world = TriageWorld(investigation=found(in_hand_of="human:ana"))
    world.happened(created(source=IncidentSource.ALERT))
    world.deliver()
    assert world.names() == PROPOSAL


def test_after_a_no_it_is_looked_at_and_nothing_is_proposed_unasked():
    world = opened(coder=Carries())
    world.answer("rejected", minute=1)
    joins(world, "pricing", minute=2)
    world.look_until(5)
    assert (world.last().cause, world.last().reason[:36]) == ("in_hand", "human:ben has said no to a plan. The")


def test_after_a_plan_that_did_not_help_nothing_is_proposed_unasked():
    carries = Carries(outcomes=[outcome()])
    world = opened(policy(hold_s=20, verify_within_s=60), coder=carries, verifier=Watches([reading(holds=False)]))
    world.answer("granted", minute=1)
    world.look_until(10)
    assert world.last().cause == "not_verified"
    joins(world, "pricing", minute=11)
    world.look_until(15)
    assert world.last().cause == "in_hand"
    assert len(carries.applied) == 1


def test_after_somebody_called_for_a_person_nothing_is_proposed_unasked():
    world = without_a_plan()
    world.happened(IncidentEscalated(incident_id=INCIDENT, reason="the DBAs", escalated_by="human:ben"), minute=0.5)
    joins(world, "pricing")
    looked_at(world)
    assert world.last().reason.startswith("human:ben has called for a person.")


@pytest.mark.parametrize(
    "ended", [resolved(), TriageCalledOff(incident_id=INCIDENT, reason="a drill", called_off_by="human:ana")]
)
def test_what_is_over_or_called_off_is_not_looked_at(ended):
    world = without_a_plan()
    joins(world, "pricing")
    world.happened(ended, minute=1.2)
    looked_at(world, 20)
    assert len(reasons(world)) == 1


def test_an_incident_that_came_back_is_looked_into_again():
    world = without_a_plan()
    world.happened(resolved(), minute=1)
    world.deliver()
    world.happened(open_again(), minute=5)
    looked_at(world, 20)
    assert reasons(world)[1:] == ["New since it was looked into: it came back"]
    assert world.names()[-4:] == PROPOSAL


def test_a_person_who_reopens_it_asks_if_they_want_a_look():
    world = without_a_plan()
    world.happened(resolved(), minute=1)
    world.deliver()
    world.happened(open_again("human:ana"), minute=5)
    looked_at(world, 20)
    assert len(reasons(world)) == 1


def test_what_came_from_a_merged_incident_and_what_people_put_to_it_are_news():
    world = without_a_plan()
    world.happened(grouped_by("web"), minute=1, actor=CORRELATION)
    world.happened(correlated(alerts=("z",)), minute=1.1, actor="human:ana")
    looked_at(world)
    assert reasons(world)[1] == "New since it was looked into: alerts of service web; alerts that human:ana put to it"


def test_what_joined_long_ago_is_no_news():
    world = without_a_plan()
    world.clock.at = T0 + timedelta(days=1, minutes=5)
    joins(world, "pricing")
    world.run.tick()
    assert (world.names(), world.store.timers(TENANT)) == (ESCALATED, {})


def test_an_incident_that_nobody_looks_into_is_left_alone():
    world = TriageWorld()
    world.happened(created(source=IncidentSource.MANUAL), of_service("pricing"), actor=CORRELATION)
    assert (world.names(), world.store.timers(TENANT)) == ([], {})


def test_a_storm_of_services_is_remembered_within_bounds():
    world = without_a_plan(policy(further_looks=20))
    facts: list[AlertsCorrelatedToIncident] = [of_service(f"service-{number}") for number in range(80)]
    world.happened(*facts, minute=1, actor=CORRELATION)
    looked_at(world)
    (run,) = [state for state in world.store.states(TENANT) if state["kind"] == "run" and state["is_newest"]]
    assert len(run["retriage"]["heard"]) == 50
    assert len(reasons(world)[1]) <= 1_000
