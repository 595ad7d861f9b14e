"""Whoever carries plans out, for tests: it keeps a log of what it did at its targets, and says what it is told to."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.coder import Coder, CoderUnavailable
from shared.remediation.actions import Action
from shared.remediation.ground import PlanComparison, PlanGround
from shared.remediation.outcome import ActionOutcome, DryRun, EffectStatus, RemediationOutcome
from shared.remediation.plan_text import read_plan

#: It is under way: nothing is told.
UNDER_WAY = None
AWAY = CoderUnavailable("the coder does not answer")
Told = EffectStatus | None | CoderUnavailable


@dataclass
class FakeCoder:
    """``granted`` gives the plan of an approval that may be carried out, and uses it up; it fails for any other."""

    granted: Callable[[TenantId, UUID], str]
    says: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    """What it tells about actions of a kind, one after the other; then that they succeeded."""
    problems: tuple[str, ...] = ()
    undo: Action | None = None
    audit: list[tuple[UUID, int, str]] = field(default_factory=list)
    """What it did at its targets: approval, place in the plan, action."""
    cancelled: list[UUID] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    """Plans that it tried dry."""
    _known: dict[tuple[UUID, int], EffectStatus | None] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def dry_run(self, tenant_id: TenantId, plan: str, *, within_s: float) -> DryRun:
        del tenant_id, within_s
        actions = read_plan(plan).actions
        self.tried.append(plan)
        return DryRun(text="\n".join(f"would do {action.action}" for action in actions), problems=self.problems)

    def compare(self, tenant_id: TenantId, approval_id: UUID, *, within_s: float) -> PlanComparison:
        dry = self.dry_run(tenant_id, self.granted(tenant_id, approval_id), within_s=within_s)
        return PlanComparison(ground=PlanGround(), dry_run=dry.text, problems=dry.problems)

    def apply(
        self, tenant_id: TenantId, approval_id: UUID, *, actions: Sequence[int] = (), within_s: float
    ) -> RemediationOutcome | None:
        del within_s
        with self._lock:
            plan = read_plan(self.granted(tenant_id, approval_id))
            told = [self._one(approval_id, index, plan.actions[index]) for index in actions or range(len(plan.actions))]
        outcomes = [outcome for outcome in told if outcome is not None]
        if len(outcomes) < len(told):
            return None
        worst = next((each.status for each in outcomes if each.status is not EffectStatus.SUCCEEDED), None)
        return RemediationOutcome(
            status=worst or EffectStatus.SUCCEEDED, actions=tuple(outcomes), reason="as it was told"
        )

    def cancel(self, tenant_id: TenantId, approval_id: UUID) -> None:
        del tenant_id
        self.cancelled.append(approval_id)

    def _one(self, approval_id: UUID, index: int, action: Action) -> ActionOutcome | None:
        """Done once; what is open is looked at again."""
        place = (approval_id, index)
        if place not in self._known:
            self.audit.append((approval_id, index, action.action))
        if self._known.get(place) in (None, EffectStatus.PENDING, EffectStatus.UNKNOWN):
            told = self.says[action.action].pop(0) if self.says[action.action] else EffectStatus.SUCCEEDED
            self._known[place] = None if isinstance(told, CoderUnavailable) else told
            if isinstance(told, CoderUnavailable):
                raise told
        status = self._known[place]
        if status is None:
            return None
        return ActionOutcome(
            index=index,
            action=action.action,
            status=status,
            detail=f"{action.action} {status}",
            references=("https://git.example/pr/1",) if status is EffectStatus.PENDING else (),
            undo=self.undo if status is EffectStatus.SUCCEEDED else None,
        )


_: type[Coder] = FakeCoder
