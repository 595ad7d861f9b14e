"""What follows when something is asked of an on-call schedule."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.on_call_schedule.facts import (
    OnCallHandedOff,
    OnCallOverrideAdded,
    OnCallOverrideRemoved,
    OnCallScheduleCreated,
    OnCallScheduleUpdated,
)
from shared.domain.on_call_schedule.intents import (
    AddOnCallOverride,
    CreateOnCallSchedule,
    HandOffOnCall,
    RemoveOnCallOverride,
    UpdateOnCallSchedule,
)
from shared.domain.on_call_schedule.rota import on_call_at
from shared.domain.on_call_schedule.state import AnyScheduleFact, OnCallSchedule, evolve
from shared.domain.on_call_schedule.turns import YEARS
from shared.domain.on_call_schedule.values import Handoff, Layer, Override, ScheduleDefinition
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.zones import UnknownZone, zone_named

AnyScheduleIntent = (
    CreateOnCallSchedule | UpdateOnCallSchedule | AddOnCallOverride | RemoveOnCallOverride | HandOffOnCall
)
Decision = Sequence[AnyScheduleFact] | Ignored


def decide(intent: AnyScheduleIntent, state: OnCallSchedule | None, context: Context) -> Decision:
    if isinstance(intent, CreateOnCallSchedule):
        return _create(intent, state, context)
    if state is None:
        raise Rejected("on_call_schedule.not_found", "there is no such schedule")
    match intent:
        case UpdateOnCallSchedule():
            return _update(intent, state, context)
        case AddOnCallOverride():
            return _add_override(intent, state, context)
        case RemoveOnCallOverride():
            return _remove_override(intent, state, context)
        case HandOffOnCall():
            return _hand_off(intent, state, context)
        case _:
            assert_never(intent)


def _create(intent: CreateOnCallSchedule, state: OnCallSchedule | None, context: Context) -> Decision:
    if state is not None:
        if (state.slug, state.definition) == (intent.slug, intent.definition):
            return ()
        raise Rejected("on_call_schedule.exists", f"there is a schedule {state.slug!r} already: update it")
    _refuse_unusable(intent.definition)
    fact = OnCallScheduleCreated(
        schedule_id=intent.schedule_id, slug=intent.slug, definition=intent.definition, created_by=context.actor
    )
    return (fact,)


def _update(intent: UpdateOnCallSchedule, state: OnCallSchedule, context: Context) -> Decision:
    if state.definition == intent.definition:
        return ()
    _refuse_unusable(intent.definition)
    fact = OnCallScheduleUpdated(schedule_id=state.schedule_id, definition=intent.definition, updated_by=context.actor)
    return (fact,)


def _add_override(intent: AddOnCallOverride, state: OnCallSchedule, context: Context) -> Decision:
    override = intent.override
    for known in state.overrides:
        if known.override_id == override.override_id:
            if known == override:
                return ()
            raise Rejected("on_call_schedule.override_id_taken", "another override has this id; remove that one first")
    if override.ends_at <= override.starts_at:
        raise Rejected("on_call_schedule.ends_before_it_starts", "an override ends after it starts")
    if override.ends_at <= context.at:
        raise Rejected("on_call_schedule.override_over", "it would have ended before now")
    return (OnCallOverrideAdded(schedule_id=state.schedule_id, override=override, added_by=context.actor),)


def _remove_override(intent: RemoveOnCallOverride, state: OnCallSchedule, context: Context) -> Decision:
    for known in state.overrides:
        if known.override_id == intent.override_id:
            return (OnCallOverrideRemoved(schedule_id=state.schedule_id, override=known, removed_by=context.actor),)
    return Ignored("no_such_override")


def _hand_off(intent: HandOffOnCall, state: OnCallSchedule, context: Context) -> Decision:
    for known in state.handoffs:
        if known.handoff_id == intent.handoff_id:
            if (known.to_person, known.note) == (intent.to_person, intent.note):
                return ()
            raise Rejected("on_call_schedule.handoff_id_taken", "another hand-off has this id")
    giver = intent.from_person or on_call_at(state.definition, state.overrides, context.at).person
    if giver == intent.to_person:
        raise Rejected("on_call_schedule.handoff_to_oneself", f"{giver} is on call already: say who hands over")
    handoff = Handoff(
        handoff_id=intent.handoff_id,
        from_person=giver,
        to_person=intent.to_person,
        incident_ids=intent.incident_ids,
        note=intent.note,
        handed_off_at=context.at,
    )
    told = OnCallHandedOff(schedule_id=state.schedule_id, handoff=handoff, handed_off_by=context.actor)
    return (told, *_turn_taken(intent, state, context))


def _turn_taken(intent: HandOffOnCall, state: OnCallSchedule, context: Context) -> Sequence[AnyScheduleFact]:
    """The override has the hand-off's id, so that one belongs to the other."""
    if intent.until is None:
        return ()
    if intent.until <= context.at:
        raise Rejected("on_call_schedule.override_over", "the turn would have ended before now")
    if any(known.override_id == intent.handoff_id for known in state.overrides):
        raise Rejected("on_call_schedule.override_id_taken", "an override has this id; hand over with another one")
    turn = Override(
        override_id=intent.handoff_id, person=intent.to_person, starts_at=context.at, ends_at=intent.until, reason=""
    )
    return (OnCallOverrideAdded(schedule_id=state.schedule_id, override=turn, added_by=context.actor),)


def _refuse_unusable(definition: ScheduleDefinition) -> None:
    """Here and not in the model: a fact written under other rules stays readable."""
    if not definition.layers and not definition.shifts:
        raise Rejected("on_call_schedule.empty", "a schedule needs a layer or shifts: nobody would ever be on call")
    try:
        zone_named(definition.zone)
    except UnknownZone as unknown:
        raise Rejected("on_call_schedule.unknown_zone", str(unknown)) from unknown
    if any(shift.ends_at <= shift.starts_at for shift in definition.shifts):
        raise Rejected("on_call_schedule.ends_before_it_starts", "a shift ends after it starts")
    for layer in definition.layers:
        _refuse_unusable_layer(layer)


def _refuse_unusable_layer(layer: Layer) -> None:
    if layer.first_handoff.tzinfo is not None:
        detail = f"first_handoff of {layer.name!r} is local time in the schedule's zone: leave the offset out"
        raise Rejected("on_call_schedule.handoff_with_offset", detail)
    if layer.first_handoff.year not in YEARS:
        detail = f"first_handoff of {layer.name!r} is not in a year from {YEARS.start} to {YEARS.stop - 1}"
        raise Rejected("on_call_schedule.handoff_out_of_range", detail)
    if any(hours.start == hours.until for hours in layer.hours):
        raise Rejected("on_call_schedule.empty_hours", f"hours of {layer.name!r} begin and end at the same time")


on_call_schedule: Decider[AnyScheduleIntent, OnCallSchedule | None, AnyScheduleFact] = Decider(
    initial=None, decide=decide, evolve=evolve
)
