"""A runbook comes before the fault table where it is for the alert and may be executed."""

from uuid import UUID

import pytest

from shared.diagnosis.hypothesis import Confidence, FaultKind
from shared.diagnosis.snapshot import ObservedAlert
from shared.domain.runbook.values import AutomationLevel, RunbookDefinition, RunbookStep, StepKind
from shared.kernel.ids import RunbookId
from shared.kernel.vocabulary import RiskTier
from shared.remediation.actions import RunRunbook
from shared.remediation.known import KnownPattern, KnownRunbook
from tests.support.remediation import BROKE, application, cause, deployment, proposed, snapshot, verbs

CRASH = cause(FaultKind.CRASH_LOOP, "exit_error")
STEP = RunbookStep(
    id="drain",
    title="Drain the queue",
    kind=StepKind.COMMAND,
    tool="queue.drain",
    arguments={"namespace": "{{ labels.namespace }}"},
    risk=RiskTier.HIGH,
    verify="the queue is empty",
)


def a_runbook(slug: str = "drain", *, succeeded: int = 3, failed: int = 1, **fields) -> KnownRunbook:
    stated = {
        "title": "Drain",
        "trigger_conditions": ('alertname="ShopDown"',),
        "steps": (STEP,),
        "automation_level": AutomationLevel.ASSISTED,
    }
    return KnownRunbook(
        runbook_id=RunbookId(UUID(int=7)),
        version=4,
        slug=slug,
        definition=RunbookDefinition.model_validate({**stated, **fields}),
        succeeded=succeeded,
        failed=failed,
    )


RUN = RunRunbook(runbook_id=str(UUID(int=7)), runbook_version=4, slug="drain")


def proposed_with(*runbooks: KnownRunbook, pattern: KnownPattern | None = None, broken=CRASH, **known):
    objects = (deployment(), application(automated={}))
    return proposed(broken, *objects, runbooks=runbooks, pattern=pattern, **known)


def test_a_runbook_that_is_for_the_alert_is_proposed_with_its_own_risk_and_checks():
    plan = proposed_with(a_runbook()).plan
    assert plan is not None
    assert plan.actions == (RUN,)
    assert plan.risk == "high"
    assert plan.verify[0] == "the queue is empty"
    assert plan.hypothesis_ids == (CRASH.hypothesis_id,)
    assert ("runbook_version", "runbook drain", "4") in [
        (each.what, each.subject, each.expected) for each in plan.preconditions
    ]


def test_a_runbook_needs_no_diagnosis():
    plan = proposed([], runbooks=[a_runbook()]).plan
    assert plan is not None
    assert (plan.actions, plan.hypothesis_ids) == ((RUN,), ())


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"automation_level": AutomationLevel.MANUAL}, "for people, by its automation level"),
        ({"steps": ()}, "steps that only a person can do"),
        ({"steps": (STEP, RunbookStep(id="call", title="Call"))}, "steps that only a person can do"),
        ({"trigger_conditions": ()}, "does not say on which alerts"),
        ({"trigger_conditions": ('alertname="Other"',)}, "hold for no alert"),
        (
            {"steps": (STEP.model_copy(update={"arguments": {"pod": "{{labels.pod}}"}}),)},
            "the alert has no label pod",
        ),
    ],
)
def test_a_runbook_that_may_not_run_is_named_and_the_fault_table_answers(fields, why):
    proposal = proposed_with(a_runbook(**fields))
    assert verbs(proposal) == ["git.revert"]
    assert proposal.gates[0].startswith("runbook drain closed: ")
    assert why in proposal.gates[0]


def test_the_next_runbook_is_tried():
    proposal = proposed_with(a_runbook("first", automation_level=AutomationLevel.MANUAL), a_runbook())
    assert proposal.plan is not None
    assert proposal.plan.actions == (RUN,)
    assert len(proposal.gates) == 1


def test_a_pattern_is_believed_if_its_runbook_is_for_an_alert_that_fires_now():
    pattern = KnownPattern(ref="INC-42", title="Queue was full", runbook=a_runbook())
    assert verbs(proposed_with(pattern=pattern)) == ["runbook.execute"]
    other = KnownPattern(ref="INC-42", title="x", runbook=a_runbook(trigger_conditions=('alertname="Other"',)))
    assert verbs(proposed_with(pattern=other)) == ["git.revert"]


def test_a_pattern_is_not_believed_if_what_helped_fails_as_often():
    pattern = KnownPattern(ref="INC-42", title="x", runbook=a_runbook(succeeded=2, failed=2))
    proposal = proposed_with(pattern=pattern)
    assert verbs(proposal) == ["git.revert"]
    assert proposal.gates[0] == "runbook drain of INC-42 closed: it helped 2 times and failed 2 times"


def test_a_pattern_without_a_runbook_is_told_beside_the_answer():
    proposal = proposed_with(pattern=KnownPattern(ref="INC-42", title="Queue was full"))
    assert verbs(proposal) == ["git.revert"]
    assert proposal.reason.endswith("It was seen before: INC-42, Queue was full")


def test_a_pattern_that_evidence_does_not_confirm_is_no_plan():
    unsure = cause(FaultKind.CRASH_LOOP, confidence=Confidence.POSSIBLE)
    proposal = proposed_with(pattern=KnownPattern(ref="INC-42", title="Queue was full"), broken=unsure)
    assert proposal.plan is None
    assert "looks like INC-42, Queue was full, which live evidence does not confirm" in proposal.reason


def test_an_alert_that_has_ended_is_not_in_the_snapshot_and_asks_for_nothing():
    other = ObservedAlert(name="Elsewhere", labels={}, starts_at=BROKE, evidence_id="alert-2")
    assert proposed([], seen=snapshot(alerts=[other]), runbooks=[a_runbook()]).plan is None
