"""What an approval allows: read from the approval itself, never from whoever asks for it to be carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.app.coder.standing import HeldBack, Stand
from shared.domain.approval.values import ApprovalStatus
from shared.kernel.canonical import sha256_hex
from shared.kernel.ids import ApprovalId, TenantId, derive
from shared.ports.current_state import Stored
from shared.remediation.outcome import EffectStatus
from shared.remediation.plan_text import InvalidPlan, read_plan
from shared.remediation.proposal import RemediationPlan

_OVER = {
    ApprovalStatus.REJECTED: "no was said to it",
    ApprovalStatus.WITHDRAWN: "it was taken back",
    ApprovalStatus.EXPIRED: "its time is over",
    ApprovalStatus.CONSUMED: "it was used for something else",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Warrant:
    """A plan that somebody said yes to, as it was read before the yes, with its hash computed anew."""

    tenant_id: TenantId
    approval_id: ApprovalId
    effect_id: UUID
    incident_id: UUID | None
    plan: RemediationPlan
    dry_run_hash: str | None
    expires_at: datetime
    consumed: bool
    """It was begun before, by us; nobody else can begin it."""
    granted_at: datetime | None = None
    """When the yes was said; nobody has agreed to what a target did before."""

    def is_over_at(self, moment: datetime) -> bool:
        return moment >= self.expires_at


def effect_id_of(tenant_id: TenantId, approval_id: UUID) -> UUID:
    """Names what is begun on the strength of an approval: however often it is begun, it is the same."""
    return derive(tenant_id, "effect", approval_id)


def warrant_of(tenant_id: TenantId, stored: Stored | None) -> Warrant:
    """Raises HeldBack where the approval, as it stands, allows nothing."""
    if stored is None:
        raise HeldBack(Stand.ENDED, "there is no such approval")
    state, effect_id = stored.state, effect_id_of(tenant_id, stored.aggregate_id)
    status = ApprovalStatus(state["status"])
    consumed = status is ApprovalStatus.CONSUMED and state.get("effect_id") == str(effect_id)
    if status is ApprovalStatus.REQUESTED:
        raise HeldBack(Stand.HELD, "nobody has said yes to it yet", EffectStatus.SKIPPED)
    if status is not ApprovalStatus.GRANTED and not consumed:
        raise HeldBack(Stand.ENDED, _OVER[status])
    definition = state["definition"]
    incident = definition.get("incident_id")
    return Warrant(
        tenant_id=tenant_id,
        approval_id=ApprovalId(stored.aggregate_id),
        effect_id=effect_id,
        incident_id=None if incident is None else UUID(incident),
        plan=_plan(definition["plan"], state["plan_hash"]),
        dry_run_hash=_dry_run_hash(definition.get("dry_run"), state.get("dry_run_hash")),
        expires_at=datetime.fromisoformat(state["expires_at"]),
        consumed=consumed,
        granted_at=_moment(state.get("granted_at")),
    )


def wanted_of(plan: RemediationPlan, places: Sequence[int]) -> tuple[int, ...]:
    """Gives the actions that are asked for, by their places; all of them where none is named. Raises HeldBack."""
    if not places:
        return tuple(range(len(plan.actions)))
    if (
        len(set(places)) != len(places)
        or list(places) != sorted(places)
        or not 0 <= places[0] <= places[-1] < len(plan.actions)
    ):
        raise HeldBack(Stand.ENDED, f"the plan has {len(plan.actions)} actions: name each once, in order, from 0")
    return tuple(places)


def _plan(text: str, approved_hash: str) -> RemediationPlan:
    try:
        plan = read_plan(text)
    except InvalidPlan as invalid:
        raise HeldBack(Stand.ENDED, str(invalid)) from invalid
    if plan.plan_hash != approved_hash:
        raise HeldBack(Stand.ENDED, "the plan is another than the one that yes was said to")
    return plan


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _dry_run_hash(text: str | None, approved_hash: str | None) -> str | None:
    if approved_hash != (None if text is None else sha256_hex(text)):
        raise HeldBack(Stand.ENDED, "the dry run is another than the one that yes was said to")
    return approved_hash
