"""What an on-call schedule must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from shared.domain.on_call_schedule.facts import (
    OnCallHandedOff,
    OnCallOverrideAdded,
    OnCallOverrideRemoved,
    OnCallScheduleCreated,
    OnCallScheduleUpdated,
)
from shared.domain.on_call_schedule.values import Handoff, Override, ScheduleDefinition
from shared.kernel.ids import ScheduleId

AnyScheduleFact = (
    OnCallScheduleCreated | OnCallScheduleUpdated | OnCallOverrideAdded | OnCallOverrideRemoved | OnCallHandedOff
)

#: Those that end last are kept; the facts know all.
OVERRIDES_KEPT = 500
#: The newest are kept.
HANDOFFS_KEPT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallSchedule:
    schedule_id: ScheduleId
    slug: str
    definition: ScheduleDefinition
    #: As they were added: of those that hold at a moment the newest says who.
    overrides: tuple[Override, ...] = field(default=())
    #: The newest last.
    handoffs: tuple[Handoff, ...] = field(default=())
    updated_by: str


def evolve(state: OnCallSchedule | None, fact: AnyScheduleFact) -> OnCallSchedule | None:
    """None is a schedule that nobody has created yet."""
    if isinstance(fact, OnCallScheduleCreated):
        return OnCallSchedule(
            schedule_id=fact.schedule_id, slug=fact.slug, definition=fact.definition, updated_by=fact.created_by
        )
    if state is None:
        raise ValueError(f"the history of schedule {fact.schedule_id} does not begin with its creation")
    match fact:
        case OnCallScheduleUpdated():
            return replace(state, definition=fact.definition, updated_by=fact.updated_by)
        case OnCallOverrideAdded():
            overrides = [*state.overrides, fact.override]
            if len(overrides) > OVERRIDES_KEPT:
                overrides.remove(min(overrides, key=lambda override: override.ends_at))
            return replace(state, overrides=tuple(overrides))
        case OnCallOverrideRemoved():
            gone = fact.override.override_id
            return replace(state, overrides=tuple(kept for kept in state.overrides if kept.override_id != gone))
        case OnCallHandedOff():
            return replace(state, handoffs=(*state.handoffs, fact.handoff)[-HANDOFFS_KEPT:])
        case _:
            assert_never(fact)
