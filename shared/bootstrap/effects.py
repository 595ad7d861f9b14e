"""Wires whoever does single actions at their targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.kernel.ids import TenantId
from shared.ports.effects import Effector, PreconditionReader, UnmetPrecondition
from shared.remediation.proposal import RemediationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    effectors: Mapping[str, Effector]
    """By the kind of action that each carries out; what is not in it is carried out by nobody."""
    preconditions: PreconditionReader
    """Who reads again what a plan rests on."""


class _Unread:
    def unmet(self, _tenant_id: TenantId, plan: RemediationPlan, _until: float) -> Sequence[UnmetPrecondition]:
        return [UnmetPrecondition(precondition=each, seen="nothing here can read it") for each in plan.preconditions]


def build_effects() -> Effects:
    """Without targets nothing is carried out."""
    return Effects(effectors={}, preconditions=_Unread())
