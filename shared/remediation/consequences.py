"""What each action of the vocabulary brings with it: its risk, and how it is undone."""

from collections.abc import Iterable, Mapping
from typing import Final

from shared.kernel.vocabulary import RiskTier
from shared.remediation.actions import Action, ArgoSync, GitPatch, ResourceAction, RunRunbook
from shared.remediation.manifests import called

_ORDER: Final = (RiskTier.READ, RiskTier.LOW, RiskTier.HIGH)

#: A commit waits for a review of its own and is low; what changes at once what serves people is high. A form of an
#: action stands behind a colon.
_RISK: Final[Mapping[str, RiskTier]] = {
    "git.revert": RiskTier.LOW,
    "git.patch": RiskTier.LOW,
    "git.patch:fewer_serve": RiskTier.HIGH,
    "argocd.sync": RiskTier.LOW,
    "argocd.sync:earlier": RiskTier.HIGH,
    "argocd.terminate_operation": RiskTier.HIGH,
    "argocd.resource_action:refresh": RiskTier.LOW,
    "argocd.resource_action:restart": RiskTier.LOW,
    "argocd.resource_action:scale": RiskTier.HIGH,
    "argocd.resource_action:resume": RiskTier.HIGH,
    "argocd.resource_action:pause": RiskTier.HIGH,
    "argocd.resource_action:create-job": RiskTier.HIGH,
    "argocd.resource_action:terminate": RiskTier.HIGH,
    "argocd.resource_action:abort": RiskTier.HIGH,
    "kubernetes.resize": RiskTier.LOW,
    "kubernetes.cordon": RiskTier.LOW,
    "kubernetes.uncordon": RiskTier.HIGH,
    "kubernetes.delete": RiskTier.HIGH,
    "backlog.note": RiskTier.LOW,
    # What a runbook says is what machines will do: no policy says yes to it.
    "runbook.amend": RiskTier.HIGH,
    "escalate": RiskTier.READ,
}

_UNDOING: Final[Mapping[str, str]] = {
    "git.revert": "Revert the revert in {repository}",
    "git.patch": "Set {pointer} of {target} to {before} again by a commit",
    "git.patch:fewer_serve": "Set {pointer} of {target} to {before} again by a commit",
    "argocd.sync": "Revert the commit that was synchronised and synchronise {application} again",
    "argocd.sync:earlier": "Synchronise {application} to its target revision again",
    "argocd.terminate_operation": "Ask for a sync of {application} again",
    "argocd.resource_action:refresh": "Nothing is to be undone: a refresh of {target} changes no setting",
    "argocd.resource_action:restart": "Nothing is to be undone: a restart of {target} changes no setting",
    "argocd.resource_action:scale": "Scale {target} to what it was before",
    "argocd.resource_action:resume": "Pause {target} again",
    "argocd.resource_action:pause": "Resume {target}",
    "argocd.resource_action:create-job": "Terminate the job made from {target}; what it has done stays",
    "argocd.resource_action:terminate": "Make a job like {target} again",
    "argocd.resource_action:abort": "Retry the rollout of {target}",
    "kubernetes.resize": "{target} has its former limit again when it is replaced",
    "kubernetes.cordon": "Uncordon {target}",
    "kubernetes.uncordon": "Cordon {target} again",
    "kubernetes.delete": "Nothing takes it back: {target} is gone, and what controls it makes another one",
    "backlog.note": "Revert the commit that adds {path} to {repository}",
    "runbook.amend": "Revert the commit that adds to {path} in {repository}",
    "runbook.execute": "Follow the rollback of each step of runbook {slug}",
    "escalate": "Nothing is changed",
}


def highest(risks: Iterable[RiskTier]) -> RiskTier:
    return max(risks, key=_ORDER.index, default=RiskTier.READ)


def risk_of(action: Action, runbook_risk: RiskTier = RiskTier.HIGH) -> RiskTier:
    """``runbook_risk``: the highest of the runbook's steps."""
    return runbook_risk if isinstance(action, RunRunbook) else _RISK[_form_of(action)]


def undoing(action: Action) -> str:
    """How the action is undone, as a sentence."""
    said = {name: called(value) if name == "target" else value for name, value in action}
    return _UNDOING[_form_of(action)].format_map(said)


def _form_of(action: Action) -> str:
    match action:
        case GitPatch() if "/rollingUpdate/" in action.pointer:
            return f"{action.action}:fewer_serve"
        case ArgoSync(revision=str()):
            return f"{action.action}:earlier"
        case ResourceAction():
            return f"{action.action}:{action.name}"
        case _:
            return action.action
