"""What an evaluation read of one objective: sums up to the newest moment that is told of, and nothing decided yet."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from shared.domain.slo.judging import BurnLook, Sums, consumed_of
from shared.domain.slo.values import Alerting, BurnCondition, SLODefinition
from shared.kernel.ids import SloId


class ConditionLook(NamedTuple):
    condition: BurnCondition
    look: BurnLook


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnReading:
    """The same version of an objective gives the same reading, whoever reads it and however often."""

    slo_id: SloId
    version: int
    """How many facts of the objective it rests on."""
    slug: str
    revision: int
    definition: SLODefinition
    service: str
    """The slug of the objective's service in the catalog; empty when it has none."""
    at: datetime
    """The end of the newest window that was told: every look-back ends there."""
    is_fresh: bool
    """Whether that is recent enough to wake somebody."""
    looks: tuple[ConditionLook, ...]
    budget: Sums
    """Of the objective's window as it ends at ``at``."""

    @property
    def alerting(self) -> Alerting:
        return self.definition.alerting

    @property
    def consumed(self) -> Fraction:
        return consumed_of(self.budget)
