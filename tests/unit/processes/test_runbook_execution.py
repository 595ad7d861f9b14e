"""A runbook is carried out: filled in and checked, behind a yes to exactly that, step by step, and ended once."""

from typing import Any

from shared.domain.runbook.values import AutomationLevel, RunbookDefinition, RunbookStep, StepKind
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.plan_text import read_plan
from tests.support.runbook_world import ANA, RunbookWorld

WEB = ResourceRef(kind="Deployment", name="web", namespace="shop")
LOOK = RunbookStep(id="look", title="Look at the dashboard")
RESTART = RunbookStep(id="restart", title="Restart web", kind=StepKind.COMMAND, tool="k8s.rollout_restart")
SYNC = RunbookStep(
    id="sync",
    title="Synchronise",
    kind=StepKind.GITOPS,
    tool="argocd.sync",
    arguments={"application": "{{ arguments.app }}"},
)
WITH_APP: dict[str, Any] = {"arguments": {"app": "shop-web"}, "target": WEB}


def a_runbook(*steps: RunbookStep, **more: Any) -> RunbookDefinition:
    return RunbookDefinition(
        **{"title": "Checkout answers 5xx", "steps": steps, "automation_level": AutomationLevel.ASSISTED, **more}
    )


def test_two_actions_behind_one_yes_with_a_person_between_them():
    world = RunbookWorld().define(a_runbook(RESTART, LOOK, SYNC)).execute(**WITH_APP)
    assert world.names() == [
        "RunbookExecutionStarted",
        "RunbookExecutionPlanned",
        "RunbookDryRunStarted",
        "RunbookApprovalAwaited",
    ]
    assert world.done() == []
    asked = world.approval()
    assert [action.action for action in read_plan(asked["definition"].plan).actions] == [
        "argocd.resource_action",
        "argocd.sync",
    ]
    assert (asked["definition"].dry_run, asked["definition"].proposed_by) == (
        "would do argocd.resource_action\nwould do argocd.sync",
        ANA,
    )
    world.approve()
    assert world.done() == [(0, "argocd.resource_action")]
    assert world.names()[-2:] == ["RunbookExecutionStepCompleted", "RunbookStepStarted"]
    world.report("look")
    assert world.done() == [(0, "argocd.resource_action"), (1, "argocd.sync")]
    assert world.steps() == [("restart", "succeeded"), ("look", "succeeded"), ("sync", "succeeded")]
    ended: Any = world.ended()
    assert (ended.outcome, ended.approved_by, ended.approval_ids) == ("succeeded", "human:ben", (asked["approval_id"],))
    assert ended.completed_by == f"process:runbook/{ended.execution_id}"
    assert world.refused == []
    assert world.store.associations(world.log.facts[0].tenant_id) == set()
