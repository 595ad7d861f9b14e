"""Doing one action at its target, trying it dry, asking what became of it, and reading again what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.remediation.actions import Action
from shared.remediation.ground import PlanGround
from shared.remediation.outcome import ActionOutcome
from shared.remediation.proposal import Precondition, RemediationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectOrder:
    """One action of a plan that was approved. Asked twice it is one effect: ``effect_id`` finds it again."""

    tenant_id: TenantId
    incident_id: UUID | None
    approval_id: UUID
    plan_hash: str
    index: int
    """The action's place in the plan, counted from 0."""
    action: Action
    effect_id: UUID
    """Derived from approval and index; it goes into branch names, trailers and annotations."""
    begun_at: datetime | None = None
    """When it was approved: what the target did before was not this order. None: it is not known."""
    summary: str = ""
    """The plan in one line, for whoever reads a pull request."""
    because: Sequence[str] = ()
    """Why, and on which evidence; one sentence each."""
    verify: Sequence[str] = ()
    """What must be true afterwards; one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDryRun:
    """What an action would do. The same world gives the same text."""

    text: str
    """Redacted and bounded."""
    problems: Sequence[str] = ()
    """Why it could not be done now; empty when it could."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetPrecondition:
    precondition: Precondition
    seen: str
    """What is there now, or why it could not be read."""


class EffectUnavailable(Exception):  # noqa: N818 - names the condition
    """The target does not answer, and nothing was sent to it that could have changed anything. Try again."""


class Effector(Protocol):
    """Does the actions of some kinds. The only code that holds credentials with which something can be changed."""

    @property
    def kinds(self) -> frozenset[str]:
        """The actions that it does, by their ``action``."""

    def target_of(self, action: Action) -> str:
        """Names what is changed; of two orders with the same target one waits for the other."""

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        """Says what it would do, before ``until`` of ``time.monotonic``. Raises EffectUnavailable."""

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        """Does it, at most 300 s long. What a rule forbids is an outcome ``refused``; what was sent and not answered is
        ``unknown``. Raises EffectUnavailable.
        """

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        """Asks the target what became of an order that was, or may have been, sent. None: it never arrived, or not
        to its end; performing it goes on from there, and does nothing twice. Raises EffectUnavailable.
        """


class PreconditionReader(Protocol):
    """Reads again what a plan rests on."""

    def unmet(self, tenant_id: TenantId, plan: RemediationPlan, until: float) -> Sequence[UnmetPrecondition]:
        """Those that hold no longer, or cannot be read; empty: all hold. Raises nothing for a target that is silent."""

    def ground(self, tenant_id: TenantId, plan: RemediationPlan, since: datetime, until: float) -> PlanGround:
        """All that the plan rests on, its targets, and what was deployed after ``since``; for people to read."""
