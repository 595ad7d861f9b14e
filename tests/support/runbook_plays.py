"""Steps of runbooks for tests, and executions that are asked for with them."""

from typing import Any

from shared.domain.runbook.values import AutomationLevel, RunbookDefinition, RunbookStep, StepKind
from shared.kernel.vocabulary import ResourceRef
from tests.support.runbook_world import RunbookWorld

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


def changed(step: RunbookStep, **fields: Any) -> RunbookStep:
    return RunbookStep.model_validate({**step.model_dump(), **fields})


def asked_for(definition: RunbookDefinition, **more: Any) -> RunbookWorld:
    return RunbookWorld().define(definition).execute(**{**WITH_APP, **more})


def outcome(world: RunbookWorld) -> tuple[str, str]:
    """Of the runbook's own history, with the reason."""
    ended: Any = world.ended()
    return ended.outcome, ended.note
