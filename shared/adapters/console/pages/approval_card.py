"""The card on which somebody says yes to a plan: what exactly would happen, what it rests on, and who may."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.adapters.console.visit import Visit
from shared.domain.approval.values import ApprovalStatus
from shared.kernel.vocabulary import RiskTier
from shared.ports.credentials import Role
from shared.remediation.plan_text import read_plan
from shared.remediation.proposal import RemediationPlan

#: What an action does, in the verb of the button.
_FORMS: Mapping[str, str] = {
    "git.revert": "Revert commit {revision:.10} in {repository}, application {application}",
    "git.patch": "Set {pointer} of {target} from {before} to {after} {bound}",
    "argocd.sync": "Synchronise {application} {revision:.10}",
    "argocd.terminate_operation": "End the running operation of {application}",
    "argocd.resource_action": "Have Argo CD do {name} on {target}",
    "kubernetes.resize": "Give container {container} of {target} {memory} of memory",
    "kubernetes.cordon": "Keep new pods from {target}",
    "kubernetes.uncordon": "Let pods onto {target} again",
    "kubernetes.delete": "Delete {target}",
    "backlog.note": "Write {path} into {repository}",
    "runbook.amend": "Add to runbook {slug}: {path} in {repository}",
    "runbook.execute": "Run runbook {slug}, version {runbook_version}",
    "escalate": "Hand it to a person: {reason}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCard:
    """``plan`` None: the text is no plan of ours, and shown as it is. ``why_not``: why this person may not say yes."""

    approval: Any
    plan: RemediationPlan | None
    steps: tuple[str, ...]
    verb: str
    waits: bool
    why_not: str | None


def approval_card(visit: Visit, approval: Any) -> ApprovalCard:
    """Makes the card for the person who looks at it."""
    plan = plan_of(approval.definition.plan)
    steps = () if plan is None else tuple(said_of(action) for action in plan.actions)
    waits = approval.status is ApprovalStatus.REQUESTED and approval.expires_at > visit.now
    return ApprovalCard(
        approval=approval,
        plan=plan,
        steps=steps,
        verb=steps[0] if len(steps) == 1 else "Carry it out",
        waits=waits,
        why_not=_why_not(visit, approval),
    )


def plan_of(text: str) -> RemediationPlan | None:
    """Reads a plan as it was written down; None for a text that is none of ours."""
    try:
        return read_plan(text)
    except ValueError:
        return None


def said_of(action: Any) -> str:
    """What an action does, as one says it."""
    form = _FORMS.get(action.action)
    if form is None:
        return json.dumps(action.model_dump(mode="json", exclude_none=True))
    fields = {name: "" if value is None else value for name, value in action.model_dump(mode="json").items()}
    return form.format_map(fields | {"target": _target(action)}).strip()


def _target(action: Any) -> str:
    target = getattr(action, "target", None)
    if target is None:
        return ""
    where = "/".join(part for part in (target.namespace, target.name) if part)
    return f"{target.kind} {where}"


def _why_not(visit: Visit, approval: Any) -> str | None:
    """What the domain would answer, said before one asks; it decides all the same."""
    caller = visit.session.credential
    if not visit.may("GrantApproval"):
        return f"The role {caller.role} does not answer plans."
    if caller.actor in (approval.definition.proposed_by, approval.requested_by):
        return "Not you: you proposed it."
    if approval.definition.risk is RiskTier.HIGH and caller.role is Role.RESPONDER:
        return "Its risk is high: an approver has to say yes. You may say no."
    return None
