"""Rows of objectives as they stand, of their revisions and burn conditions, and of each time a budget was used up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never
from uuid import UUID

from shared.domain.slo.burning import burn_conditions
from shared.domain.slo.facts import (
    SLO_FACTS,
    SLIWindowRecorded,
    SLOBudgetExhausted,
    SLOBudgetRecovered,
    SLOCreated,
    SLOUpdated,
)
from shared.domain.slo.values import Budgeting, SLODefinition
from shared.domain.slo.windows import allowed_share, good_share
from shared.kernel.envelope import Envelope
from shared.kernel.message import Fact
from shared.projections.projection import Key, ProjectionPart, ProjectionView, version_of

_NOTHING_YET: dict[str, Any] = {"good": 0, "total": 0, "allowed_bad": 0.0, "consumed": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveRow:
    slo_id: UUID
    slug: str
    revision: int
    definition: dict[str, Any]
    counted_from: int
    """The revision with which the present counting began; what was recorded before counted something else."""
    counted_since: datetime
    data_until: datetime | None
    """None: nothing was recorded since then."""
    exhausted_since: datetime | None
    """None: the budget is not exhausted."""
    good: int
    """Of the budget as it stood when a window was last recorded; nothing before that."""
    total: int
    allowed_bad: float
    consumed: float
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    slo_id: UUID
    revision: int
    allowed: int
    """How much of one event (or slice) may be bad, in parts."""
    good_share: int | None
    """From how many parts on a slice is good; None: events are counted, not slices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnConditionRow:
    slo_id: UUID
    position: int
    """Its place in the objective's policy, from 0."""
    long_s: int
    short_s: int
    rate: float
    """The nearest one to what was written, to find candidates by; what is decided rests on the definition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingRow:
    slo_id: UUID
    version: int
    exhausted: bool
    revision: int
    at: datetime
    good: int
    total: int
    allowed_bad: float
    consumed: float


def _of_objective(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.slo_id,),)


def _of_revision(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.slo_id, envelope.data.revision),)


def _of_fact(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.slo_id, version_of(envelope)),)


def _objective(_key: Key, row: ObjectiveRow | None, envelope: Envelope[Any]) -> ObjectiveRow | None:
    fact, version = envelope.data, version_of(envelope)
    if isinstance(fact, SLOCreated):
        return ObjectiveRow(
            slo_id=fact.slo_id,
            slug=fact.slug,
            revision=fact.revision,
            definition=fact.definition.model_dump(mode="json"),
            counted_from=fact.revision,
            counted_since=envelope.occurred_at,
            data_until=None,
            exhausted_since=None,
            version=version,
            **_NOTHING_YET,
        )
    return None if row is None else replace(_changed(row, envelope), version=version)


def _changed(row: ObjectiveRow, envelope: Envelope[Any]) -> ObjectiveRow:
    fact: SLOUpdated | SLIWindowRecorded | SLOBudgetExhausted | SLOBudgetRecovered = envelope.data
    match fact:
        case SLOUpdated():
            changed = replace(row, revision=fact.revision, definition=fact.definition.model_dump(mode="json"))
            if not fact.budget_restarted:
                return changed
            anew: dict[str, Any] = {
                "counted_from": fact.revision,
                "counted_since": envelope.occurred_at,
                "data_until": None,
            }
            return replace(changed, **anew, **_NOTHING_YET)
        case SLIWindowRecorded():
            until = max(row.data_until or fact.window_end, fact.window_end)
            return replace(row, data_until=until, **fact.budget.model_dump())
        case SLOBudgetExhausted():
            return replace(row, exhausted_since=fact.at)
        case SLOBudgetRecovered():
            return replace(row, exhausted_since=None)
        case _:
            assert_never(fact)


def _revision(_key: Key, _row: RevisionRow | None, envelope: Envelope[Any]) -> RevisionRow:
    fact: SLOCreated | SLOUpdated = envelope.data
    definition = fact.definition
    return RevisionRow(
        slo_id=fact.slo_id,
        revision=fact.revision,
        allowed=allowed_share(definition),
        good_share=good_share(definition) if definition.budgeting is Budgeting.TIMESLICES else None,
    )


def _conditions(row: ObjectiveRow) -> Sequence[BurnConditionRow]:
    definition = SLODefinition.model_validate(row.definition)
    return [
        BurnConditionRow(slo_id=row.slo_id, position=position, long_s=each.long_s, short_s=each.short_s, rate=each.rate)
        for position, each in enumerate(burn_conditions(definition))
    ]


def _crossing(_key: Key, _row: CrossingRow | None, envelope: Envelope[Any]) -> CrossingRow:
    fact: SLOBudgetExhausted | SLOBudgetRecovered = envelope.data
    return CrossingRow(
        slo_id=fact.slo_id,
        version=version_of(envelope),
        exhausted=isinstance(fact, SLOBudgetExhausted),
        revision=fact.revision,
        at=fact.at,
        **fact.budget.model_dump(),
    )


conditions = ProjectionPart(
    table="burn_condition",
    row=BurnConditionRow,
    key_columns=2,
    of=_conditions,
    depends_on=("definition",),
)
objectives = ProjectionView(
    table="objective",
    row=ObjectiveRow,
    key_columns=1,
    handles=frozenset(SLO_FACTS),
    keys=_of_objective,
    evolve=_objective,
    parts=(conditions,),
)
revisions = ProjectionView(
    table="revision",
    row=RevisionRow,
    key_columns=2,
    handles=frozenset[type[Fact]]((SLOCreated, SLOUpdated)),
    keys=_of_revision,
    evolve=_revision,
    append_only=True,
)
crossings = ProjectionView(
    table="crossing",
    row=CrossingRow,
    key_columns=2,
    handles=frozenset({SLOBudgetExhausted, SLOBudgetRecovered}),
    keys=_of_fact,
    evolve=_crossing,
    append_only=True,
)
