"""The watch over one objective: where each condition's alert stands, and what has been raised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from shared.domain.slo.judging import IDLE, BurnPhase, BurnStanding
from shared.domain.slo.values import BurnCondition
from shared.kernel.ids import SloId
from shared.kernel.vocabulary import Severity

#: By what the watches that have something in hand are found.
IN_HAND: Final = "in-hand"
_PREFIX: Final = "slo_burn/"


class AlertKind(StrEnum):
    """An objective raises at most one alert of each kind."""

    PAGE = "page"
    TICKET = "ticket"
    BUDGET = "budget"
    """The budget is nearly used up while it burns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A condition with where its alert stands: kept, because a definition may lose it while it fires."""

    condition: BurnCondition
    standing: BurnStanding = IDLE

    @property
    def fires(self) -> bool:
        return self.standing.phase is BurnPhase.FIRING


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alert that was raised and has not been resolved."""

    severity: Severity
    condition: str
    """The name of the condition that it speaks of."""
    starts_at: datetime
    told_at: datetime
    """When it was last told, by the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLOBurnAlert:
    workflow_id: str
    slo_id: SloId
    version: int = 0
    """The version of the objective that was judged last."""
    watched: Mapping[str, Watched] = field(default_factory=dict)
    """By the name of the condition; those that are idle are left out."""
    raised: Mapping[AlertKind, Raised] = field(default_factory=dict)
    facts: int = 0
    """How many process facts it has said."""


def burn_workflow_id(slo_id: SloId) -> str:
    return f"{_PREFIX}{slo_id}"


def associations_of(state: SLOBurnAlert) -> frozenset[str]:
    return frozenset({IN_HAND}) if state.watched or state.raised else frozenset()
