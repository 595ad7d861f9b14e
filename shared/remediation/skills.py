"""What other agents may ask for, and which actions are meant by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType

from shared.remediation.actions import Action, ResourceAction
from shared.remediation.proposal import RemediationPlan

DRY_RUN_PLAN, COMPARE, STOP = "dry_run_plan", "compare_approval", "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """``kinds``: patterns of the actions that it is for; a plan with another one needs another skill."""

    name: str
    description: str
    kinds: tuple[str, ...] = ()
    restarts_only: bool = False

    def fits(self, action: Action) -> bool:
        if self.restarts_only and isinstance(action, ResourceAction):
            return action.name == "restart"
        return any(fnmatchcase(action.action, pattern) for pattern in self.kinds)


DRY_RUN = Skill(
    name="Dry run of a plan",
    description="Says what a plan would change, and what stands in its way. Nothing is changed.",
)
COMPARING = Skill(
    name="Compare an approval with the world",
    description="Reads again what the plan of an approval rests on, and tries it dry again. Nothing is changed.",
)
#: Each needs an approval; what is done is what the approval says.
WRITING: Mapping[str, Skill] = MappingProxyType(
    {
        "apply_gitops_remediation": Skill(
            name="Apply a remediation by GitOps",
            description="Carries out an approved plan: commits by pull request, and what Argo CD is asked to do.",
            kinds=("git.*", "argocd.*"),
        ),
        "restart_workload": Skill(
            name="Restart a workload",
            description="Carries out an approved restart, or an approved change of a single pod or node.",
            kinds=("argocd.resource_action", "kubernetes.*"),
            restarts_only=True,
        ),
        "execute_runbook": Skill(
            name="Execute a runbook",
            description="Carries out the steps of a runbook that were approved.",
            kinds=("git.*", "argocd.*", "kubernetes.*", "runbook.*"),
        ),
        "update_backlog_documentation": Skill(
            name="Update the backlog's documentation",
            description="Writes an approved note about an incident into the backlog's repository, by pull request.",
            kinds=("backlog.*", "git.*"),
        ),
    }
)
STOPPING = Skill(
    name="Stop",
    description="Nothing further of an approval is begun; what was begun is found out. Asked twice it is the same.",
)


def misfit(skill: str, plan: RemediationPlan, wanted: tuple[int, ...]) -> str | None:
    """Names the first wanted action that this skill is not for."""
    kinds = (plan.actions[place] for place in wanted)
    return next((action.action for action in kinds if not WRITING[skill].fits(action)), None)
