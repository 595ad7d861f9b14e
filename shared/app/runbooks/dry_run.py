"""What an execution of a runbook would do, without asking for one: nothing is changed, and nothing is written down."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.app.runbooks.known_values import known_values
from shared.domain.runbook.gates import steps_to_run
from shared.domain.runbook.values import RunbookDefinition
from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.vocabulary import ResourceRef, RiskTier
from shared.ports.coder import CoderReads, CoderUnavailable
from shared.ports.current_state import CurrentState
from shared.remediation.plan_text import plan_text_of
from shared.remediation.runbook_steps import PlannedStep, StepRefused, plan_of, planned_steps, stretches

#: What trying all plans of an execution may take.
_WITHIN_S: Final = 15.0


class DryRunRequest(BaseModel):
    """What would be asked for."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    runbook_version: int | None = None
    """The version that was read."""
    incident_id: UUID | None = None
    """The incident."""
    target: ResourceRef | None = None
    """The resource."""
    arguments: Annotated[dict[str, str], Field(default_factory=dict)]
    """Values for the names in the steps' arguments."""


class TriedPlan(BaseModel):
    """A plan that somebody would be asked about."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    step_ids: tuple[str, ...]
    """The steps that it covers."""
    risk: RiskTier
    """What it may do at worst."""
    actions: tuple[str, ...]
    """Its actions in order, such as `argocd.sync`; each attempt of a step is one."""
    dry_run: str | None
    """What its targets say it would change. Null: that could not be asked; `problems` says why."""
    problems: tuple[str, ...]
    """What stands in its way now."""


class RunbookDryRun(BaseModel):
    """What an execution would do is told, and nothing was changed."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    steps: tuple[PlannedStep, ...]
    """The steps as they would be done; empty when one of them cannot be."""
    refused_step: str | None
    """The step that cannot be done as it is written. Null: all can."""
    refused_because: str | None
    """Why it cannot. Null: all can."""
    plans: tuple[TriedPlan, ...]
    """What somebody would be asked about, in order; empty when people do everything."""


def dry_run(
    asked: DryRunRequest,
    *,
    tenant_id: TenantId,
    slug: str,
    version: int,
    definition: RunbookDefinition,
    state: CurrentState,
    coder: CoderReads | None,
    at: datetime,
) -> RunbookDryRun:
    """The world as it is now, for every plan: what an earlier one would change is not there for the later ones."""
    incident_id = None if asked.incident_id is None else IncidentId(asked.incident_id)
    known = known_values(state, tenant_id, incident_id, asked.arguments)
    try:
        steps = planned_steps(steps_to_run(definition), asked.target, known)
    except StepRefused as refused:
        return RunbookDryRun(steps=(), refused_step=refused.step_id, refused_because=str(refused), plans=())
    several = list(stretches(steps))
    name, expires_at = f"Runbook {slug} version {version}", at + timedelta(hours=1)
    plans = tuple(_tried(tenant_id, stretch, name, expires_at, coder, _WITHIN_S / len(several)) for stretch in several)
    return RunbookDryRun(steps=steps, refused_step=None, refused_because=None, plans=plans)


def _tried(
    tenant_id: TenantId,
    stretch: Sequence[PlannedStep],
    name: str,
    expires_at: datetime,
    coder: CoderReads | None,
    within_s: float,
) -> TriedPlan:
    plan = plan_of(stretch, name=name, expires_at=expires_at)
    text, problems = _asked(tenant_id, plan_text_of(plan), coder, within_s)
    return TriedPlan(
        step_ids=tuple(step.step_id for step in stretch),
        risk=plan.risk,
        actions=tuple(action.action for action in plan.actions),
        dry_run=text,
        problems=problems,
    )


def _asked(
    tenant_id: TenantId, plan: str, coder: CoderReads | None, within_s: float
) -> tuple[str | None, tuple[str, ...]]:
    if coder is None:
        return None, ("Nobody carries plans out here.",)
    try:
        tried = coder.dry_run(tenant_id, plan, within_s=within_s)
    except CoderUnavailable as away:
        return None, (f"Whoever carries plans out does not answer: {away}",)
    return tried.text, tried.problems
