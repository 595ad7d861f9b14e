"""A world outside that can be changed: it logs every change that reached it, and fails as targets fail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.clock import Clock
from shared.ports.effects import ActionDryRun, EffectOrder, EffectUnavailable, UnmetPrecondition
from shared.ports.failpoint import failpoint
from shared.remediation.actions import Action, ArgoSync, ArgoTerminate
from shared.remediation.ground import ComparedPrecondition, DeployedSince, PlanGround
from shared.remediation.outcome import ActionOutcome, EffectStatus
from shared.remediation.proposal import RemediationPlan


class Mood(StrEnum):
    WELL = "well"
    REFUSES = "refuses"
    FAILS = "fails"
    SILENT = "silent"
    """It does not answer, and nothing reaches it."""
    ANSWER_LOST = "answer lost"
    """It does what it was asked for, and nobody hears of it."""
    REQUEST_LOST = "request lost"
    """Nothing reaches it, and nobody hears of that."""


class Change(NamedTuple):
    """What the outside itself has written down."""

    tenant_id: TenantId
    approval_id: UUID
    place: int
    target: str
    at: datetime
    revision: int
    """The one that the world was at when it was changed."""


@dataclass
class Outside:
    """Does Argo CD's actions, again when it is told again: that nobody tells it twice is for others to see to."""

    clock: Clock
    revision: int = 1
    """What plans rest on; others change it, our actions do not."""
    mood: Mood = Mood.WELL
    log: list[Change] = field(default_factory=list)
    performed: dict[UUID, EffectStatus] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset({"argocd.sync", "argocd.terminate_operation"})

    def target_of(self, action: Action) -> str:
        assert isinstance(action, ArgoSync | ArgoTerminate)
        return f"application {action.application}"

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:  # noqa: ARG002
        if self.mood is Mood.SILENT:
            raise EffectUnavailable("no answer")
        return ActionDryRun(text=f"{self.target_of(order.action)} moves from {self.revision}")

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:  # noqa: ARG002
        if self.mood is Mood.SILENT:
            raise EffectUnavailable("no answer")
        if self.mood is Mood.REFUSES:
            return self._said(order, EffectStatus.REFUSED)
        if self.mood is Mood.REQUEST_LOST:
            return self._said(order, EffectStatus.UNKNOWN)
        failpoint("outside.before")
        status = EffectStatus.FAILED if self.mood is Mood.FAILS else EffectStatus.SUCCEEDED
        self.performed[order.effect_id] = status
        self.log.append(
            Change(
                order.tenant_id,
                order.approval_id,
                order.index,
                self.target_of(order.action),
                self.clock.now(),
                self.revision,
            )
        )
        failpoint("outside.after")
        return self._said(order, EffectStatus.UNKNOWN if self.mood is Mood.ANSWER_LOST else status)

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:  # noqa: ARG002
        if self.mood is Mood.SILENT:
            raise EffectUnavailable("no answer")
        status = self.performed.get(order.effect_id)
        return None if status is None else self._said(order, status)

    def unmet(self, tenant_id: TenantId, plan: RemediationPlan, until: float) -> Sequence[UnmetPrecondition]:  # noqa: ARG002
        seen = str(self.revision)
        return [UnmetPrecondition(precondition=each, seen=seen) for each in plan.preconditions if each.expected != seen]

    def ground(self, tenant_id: TenantId, plan: RemediationPlan, since: datetime, until: float) -> PlanGround:
        changed = {each.precondition: each.seen for each in self.unmet(tenant_id, plan, until)}
        compared = (
            ComparedPrecondition(
                what=each.what,
                subject=each.subject,
                expected=each.expected,
                seen=changed.get(each, each.expected),
                holds=each not in changed,
            )
            for each in plan.preconditions
        )
        deployed = (
            DeployedSince(application="shop", revisions=str(change.revision), occurred_at=change.at)
            for change in self.log
            if change.at > since
        )
        return PlanGround(preconditions=tuple(compared), deployed_since=tuple(deployed))

    def _said(self, order: EffectOrder, status: EffectStatus) -> ActionOutcome:
        return ActionOutcome(index=order.index, action=order.action.action, status=status, detail=status.value)
