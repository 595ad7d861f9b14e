"""What an objective must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from shared.domain.slo.facts import (
    SLIWindowRecorded,
    SLOBudgetExhausted,
    SLOBudgetRecovered,
    SLOCreated,
    SLOUpdated,
)
from shared.domain.slo.values import SLODefinition
from shared.domain.slo.windows import Recorded, Windows, allowance, record, seconds
from shared.kernel.ids import SloId

AnySLOFact = SLOCreated | SLOUpdated | SLIWindowRecorded | SLOBudgetExhausted | SLOBudgetRecovered


@dataclass(frozen=True, slots=True, kw_only=True)
class SLO:
    slo_id: SloId
    slug: str
    revision: int
    definition: SLODefinition
    updated_by: str
    windows: Windows = field(default_factory=Windows)
    #: The budget was exhausted and has not recovered.
    exhausted: bool = False


def evolve(state: SLO | None, fact: AnySLOFact) -> SLO | None:
    """None is an objective that nobody has created yet."""
    if isinstance(fact, SLOCreated):
        return SLO(
            slo_id=fact.slo_id,
            slug=fact.slug,
            revision=fact.revision,
            definition=fact.definition,
            updated_by=fact.created_by,
        )
    if state is None:
        raise ValueError(f"the history of objective {fact.slo_id} does not begin with its creation")
    match fact:
        case SLOUpdated():
            return _updated(state, fact)
        case SLIWindowRecorded():
            return replace(state, windows=with_window(state, fact))
        case SLOBudgetExhausted():
            return replace(state, exhausted=True)
        case SLOBudgetRecovered():
            return replace(state, exhausted=False)
        case _:
            assert_never(fact)


def with_window(state: SLO, fact: SLIWindowRecorded) -> Windows:
    """Judged by the target of the revision that it was recorded under, whatever the target becomes."""
    told = Recorded(
        seconds(fact.window_start),
        seconds(fact.window_end),
        fact.good,
        fact.total,
        allowance(state.definition, fact.total),
        fact.source,
        fact.expected_events,
        fact.excluded,
    )
    return record(state.windows, told, state.definition)


def _updated(state: SLO, fact: SLOUpdated) -> SLO:
    return replace(
        state,
        revision=fact.revision,
        definition=fact.definition,
        updated_by=fact.updated_by,
        windows=Windows() if fact.budget_restarted else state.windows,
    )
