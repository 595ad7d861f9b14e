"""A triage begins by rule or by order, goes phase by phase, and ends in a plan, with a person, or called off."""

from datetime import timedelta

import pytest

from shared.domain.incident.facts import (
    IncidentClosed,
    IncidentEscalated,
    IncidentMergedInto,
    IncidentSeverityChanged,
    TriageCalledOff,
    TriageOrdered,
)
from shared.domain.triage_policy.facts import TriagePolicyPut
from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import IncidentId, triage_policy_id_for
from shared.kernel.message import Fact
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, Severity
from shared.processes.incident_triage.investigation import GivenUp, Investigation
from shared.processes.incident_triage.phase import TriagePhase
from shared.remediation.proposal import Proposal
from tests.support.facts import T0, TENANT, created, named
from tests.support.investigators import DIAGNOSIS, FOUND, POD
from tests.support.triage_world import INVESTIGATION, TriageWorld

INCIDENT = IncidentId(named("i"))
OPENED = created(source=IncidentSource.ALERT, severity=Severity.HIGH)
ORDERED = TriageOrdered(incident_id=INCIDENT, reason="look again", ordered_by="human:ben")
WHOLE = ["IncidentTriageStarted", "PatternLookupCompleted", "TriagePhaseCompleted", "RemediationProposed"]


def policy(**definition) -> TriagePolicyPut:
    return TriagePolicyPut(
        policy_id=triage_policy_id_for(TENANT),
        policy_version=3,
        definition=TriagePolicyDefinition(**definition),
        put_by="human:ana",
    )


def proposed() -> TriageWorld:
    world = TriageWorld()
    world.happened(OPENED)
    world.deliver()
    assert world.names() == WHOLE
    return world


def test_phase_by_phase_it_comes_to_a_plan_that_waits():
    world = proposed()
    assert [event["aggregateversion"] for event in world.said()] == ["1", "2", "3", "4"]
    assert {event["subject"] for event in world.said()} == {f"incident_triage/triage/{INCIDENT}/1"}
    (run,) = (state for state in world.store.states(TENANT) if state["kind"] == "run")
    assert (run["standing"], run["phase"]) == ("waiting", "remediation")


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({"severity": Severity.CRITICAL}, True),
        ({"severity": Severity.MEDIUM}, False),
        ({"source": IncidentSource.MANUAL}, False),
    ],
)
def test_without_a_policy_grave_incidents_from_alerts_are_looked_into(changes, begins: bool):
    world = TriageWorld()
    world.happened(OPENED.model_copy(update=changes))
    assert world.names() == (["IncidentTriageStarted"] if begins else [])


def test_a_policy_says_which_and_can_say_none():
    world = TriageWorld()
    world.happened(policy(severities=(Severity.LOW,), sources=(IncidentSource.MANUAL,)))
    world.happened(OPENED)
    assert world.names() == []
    world.happened(created("j", severity=Severity.LOW, source=IncidentSource.MANUAL))
    assert world.last().policy_version == 3
    world.happened(policy(enabled=False, severities=(Severity.LOW,), sources=(IncidentSource.MANUAL,)))
    world.happened(created("k", severity=Severity.LOW, source=IncidentSource.MANUAL))
    assert world.names() == ["IncidentTriageStarted"]


def test_a_policy_and_an_incident_in_one_batch_are_heard_in_order():
    world = TriageWorld()
    world.happened(policy(enabled=False), OPENED)
    assert world.names() == []


def test_an_order_begins_what_the_policy_would_not():
    world = TriageWorld()
    world.happened(created(severity=Severity.LOW), ORDERED)
    assert world.names() == ["IncidentTriageStarted"]
    assert world.last().reason == "human:ben asked for it: look again"


def test_an_order_while_it_is_under_way_changes_nothing():
    world = TriageWorld()
    world.happened(OPENED)
    world.happened(ORDERED)
    assert world.names() == ["IncidentTriageStarted"]


def test_an_order_while_a_plan_waits_ends_that_run_and_begins_the_next():
    world = proposed()
    world.happened(ORDERED, minute=1)
    world.deliver()
    assert world.names() == [*WHOLE, "TriageCancelled", *WHOLE]
    assert [event["data"]["run"] for event in world.said()] == [1] * 5 + [2] * 4
    assert world.store.associations(TENANT) == {(f"incident:{INCIDENT}", f"triage/{INCIDENT}/2")}


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        (
            IncidentClosed(incident_id=INCIDENT, closed_by="human:ana", closed_at=T0, note=None),
            "The incident is closed.",
        ),
        (
            IncidentMergedInto(
                incident_id=INCIDENT,
                merged_into=IncidentId(named("j")),
                reason="same",
                merged_by="human:ana",
                merged_at=T0,
            ),
            "Another incident has taken this one over.",
        ),
        (TriageCalledOff(incident_id=INCIDENT, reason="a drill", called_off_by="human:ana"), "a drill"),
    ],
)
def test_what_is_over_or_called_off_is_looked_into_no_longer(over: Fact, reason: str):
    world = TriageWorld()
    world.happened(OPENED)
    world.happened(over)
    assert (world.last().reason, world.last().cancelled_by) == (reason, "human:ana")
    world.deliver_again()
    assert world.names() == ["IncidentTriageStarted", "TriageCancelled"]
    assert world.reads == []
    assert world.store.timers(TENANT) == {}
    assert len(world.entries()) == (1 if isinstance(over, IncidentClosed) else 2), "a closed one takes no entry"


def test_somebody_who_escalates_ends_it_and_is_named():
    world = proposed()
    world.happened(IncidentEscalated(incident_id=INCIDENT, reason="the DBAs", escalated_by="human:ben"), minute=1)
    said = world.last()
    assert (said.cause, said.reason, said.escalated_by) == ("asked", "the DBAs", "human:ben")
    world.happened(IncidentEscalated(incident_id=INCIDENT, reason="again", escalated_by="human:ben"), minute=2)
    assert len(world.said()) == 5


def test_a_phase_that_takes_too_long_escalates():
    world = TriageWorld()
    world.happened(OPENED)
    world.tick(minute=9)
    assert world.names() == ["IncidentTriageStarted"]
    world.tick(minute=10)
    assert (world.last().cause, world.last().phase) == ("timeout", TriagePhase.PATTERN_LOOKUP)
    world.deliver_again()
    assert world.names() == ["IncidentTriageStarted", "TriageEscalated"]


def test_each_phase_has_its_own_time():
    world = TriageWorld()
    world.happened(OPENED)
    world.clock.at = T0 + timedelta(minutes=9)
    world.deliver_again()
    world.tick(minute=18)
    assert world.names() == ["IncidentTriageStarted", "PatternLookupCompleted"]
    world.tick(minute=19)
    assert (world.last().cause, world.last().phase) == ("timeout", TriagePhase.TRIAGE)


def test_a_fact_that_waited_long_is_no_phase_that_took_long():
    world = TriageWorld()
    world.clock.at = T0 + timedelta(hours=5)
    world.happened(OPENED)
    world.run.tick()
    assert world.names() == ["IncidentTriageStarted"]


def test_history_that_is_brought_in_is_looked_into_by_nobody_until_somebody_asks():
    world = TriageWorld()
    world.clock.at = T0 + timedelta(days=1, seconds=1)
    world.happened(OPENED)
    world.run.tick()
    assert world.names() == []


def severity_changed(to: Severity, **fields) -> IncidentSeverityChanged:
    return IncidentSeverityChanged(
        **{
            "incident_id": INCIDENT,
            "previous": Severity.MEDIUM,
            "severity": to,
            "reason": "wider than thought",
            "changed_by": "human:ben",
            "source": IncidentSource.ALERT,
            "status": IncidentStatus.ACKNOWLEDGED,
            **fields,
        }
    )


def test_a_severity_that_the_policy_names_begins_one_when_it_comes_to_it():
    world = TriageWorld()
    world.happened(OPENED.model_copy(update={"severity": Severity.MEDIUM}))
    world.happened(severity_changed(Severity.LOW))
    assert world.names() == []
    world.happened(severity_changed(Severity.HIGH))
    assert world.names() == ["IncidentTriageStarted"]
    assert world.last().reason == "A high incident from alert is looked into by itself."


def test_a_severity_begins_no_second_one():
    world = proposed()
    world.happened(severity_changed(Severity.MEDIUM), severity_changed(Severity.CRITICAL), minute=1)
    assert world.names() == WHOLE


@pytest.mark.parametrize(
    "fields",
    [
        {"source": IncidentSource.MANUAL},
        {"source": None, "status": None},
        {"status": IncidentStatus.RESOLVED},
    ],
)
def test_a_severity_begins_none_where_the_policy_or_the_incident_is_past_it(fields):
    world = TriageWorld()
    world.happened(severity_changed(Severity.CRITICAL, **fields))
    assert world.names() == []


def test_a_severity_of_long_ago_begins_none():
    world = TriageWorld()
    world.clock.at = T0 + timedelta(days=1, seconds=1)
    world.happened(severity_changed(Severity.CRITICAL))
    assert world.names() == []


def test_a_plan_that_nobody_decided_on_goes_to_a_person():
    good_until = T0 + timedelta(minutes=30)
    plan = INVESTIGATION.proposal.plan
    assert plan is not None
    proposal = INVESTIGATION.proposal.model_copy(update={"plan": plan.model_copy(update={"expires_at": good_until})})
    world = TriageWorld(
        investigation=Investigation(evidence=INVESTIGATION.evidence, diagnosis=DIAGNOSIS, proposal=proposal)
    )
    world.happened(OPENED)
    world.deliver()
    world.tick(minute=29)
    assert world.names() == WHOLE
    world.tick(minute=30)
    assert world.last().cause == "expired"


def test_without_a_plan_a_person_goes_on_with_the_reason():
    nothing = Proposal(reason="The cause cannot be changed from here.")
    world = TriageWorld(investigation=Investigation(evidence=(), diagnosis=DIAGNOSIS, proposal=nothing))
    world.happened(OPENED)
    world.deliver()
    assert world.names() == [*WHOLE[:3], "TriageEscalated"]
    assert (world.last().cause, world.last().reason) == ("no_plan", "The cause cannot be changed from here.")


def test_what_could_not_be_read_goes_to_a_person():
    world = TriageWorld(pattern=GivenUp(phase=TriagePhase.PATTERN_LOOKUP, reason="no answer"))
    world.happened(OPENED)
    world.deliver()
    assert (world.last().cause, world.last().reason) == ("failed", "no answer")


def test_process_facts_hold_ids_and_hashes_of_evidence_and_not_its_text():
    world = proposed()
    assert POD.evidence_id in world.bytes_said()
    assert POD.content_hash in world.bytes_said()
    assert 'containerStatuses\\":' not in world.bytes_said()
    assert [row.evidence for row in world.store.evidence(TENANT)] == [*FOUND.evidence]


def test_the_timeline_tells_a_stranger_what_was_found():
    began, lookup, evidence, diagnosis, plan = proposed().entries()
    assert began.splitlines()[0] == "Triage 1 began: A high incident from alert is looked into by itself."
    assert lookup == "Not seen before. Nothing that is written down has any of its words."
    assert evidence.splitlines() == [
        "Looked at 2 places, 1 of them with a problem.",
        "- prometheus main: Errors of web (timeout): Prometheus did not answer within 5 s",
    ]
    assert diagnosis.splitlines()[:2] == [
        "Deployment shop/web crash-loops: exit 1 (certain)",
        "- The container ends with 1 and is started again.",
    ]
    assert f"[evidence {POD.evidence_id}]" in diagnosis
    assert plan.splitlines()[0] == "Proposed, nothing has been changed: Revert 4f2a of web (risk low)"


def test_what_is_delivered_again_is_recognised():
    world = proposed()
    before = world.bytes_said()
    for _ in range(3):
        world.deliver_again()
    assert world.bytes_said() == before
    assert len(world.reads) == 2
