"""What an objective's definition must be, and when a change of it begins the budget anew."""

import re
from typing import Final

from shared.domain.slo.burning import can_fire, name_of, span_of, why_never
from shared.domain.slo.values import Budgeting, CalendarMonth, RecordedIndicator, SLODefinition
from shared.kernel.decider import Rejected
from shared.kernel.zones import UnknownZone, zone_named

#: By custom the name of a record ends with what was done, and over which time: `job:http_requests:rate5m`.
_RECORDED_OVER: Final = re.compile(r"(?:increase|rate)(\d{1,6})([smhd])$")
_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def refuse_unusable(definition: SLODefinition) -> None:
    """Here and not in the model: a fact written under other rules stays readable."""
    if isinstance(definition.window, CalendarMonth):
        try:
            zone_named(definition.window.zone)
        except UnknownZone as unknown:
            raise Rejected("slo.unknown_zone", str(unknown)) from unknown
    if round(definition.target * 10**6) in (0, 100 * 10**6):
        raise Rejected("slo.target_too_fine", "a target has six decimals at most, and is neither 0 nor 100")
    if definition.budgeting is Budgeting.TIMESLICES and definition.timeslice_target is None:
        raise Rejected("slo.timeslice_target_missing", "say from which percent on a slice is good")
    if 3_600 % definition.measured_every_s:
        raise Rejected("slo.window_does_not_divide_an_hour", "the length of a measured window divides 3600 seconds")
    if any(condition.short_s >= condition.long_s for condition in definition.burn_policy):
        raise Rejected(
            "slo.look_backs_reversed", "the short look-back of a burn condition is shorter than the long one"
        )
    _refuse_conditions_for_nothing(definition)
    _refuse_records_of_another_time(definition)


def _refuse_records_of_another_time(definition: SLODefinition) -> None:
    """Read more often than they are long, they would count everything several times; more seldom, not everything."""
    if not isinstance(definition.indicator, RecordedIndicator):
        return
    for series in (definition.indicator.total_series, definition.indicator.bad_series):
        name = series.partition("{")[0]
        if (over := _RECORDED_OVER.search(name)) is None:
            continue
        length_s = int(over[1]) * _UNITS[over[2]]
        if length_s != definition.measured_every_s:
            window = span_of(definition.measured_every_s)
            raise Rejected(
                "slo.record_of_another_time", f"{name} is over {span_of(length_s)}, and a measured window is {window}"
            )


def _refuse_conditions_for_nothing(definition: SLODefinition) -> None:
    for condition in definition.burn_policy:
        if not can_fire(definition, condition):
            raise Rejected("slo.condition_cannot_fire", why_never(definition, condition))
    names = [name_of(condition) for condition in definition.burn_policy]
    if len(set(names)) < len(names):
        raise Rejected("slo.conditions_repeated", "two burn conditions have the same severity and look-backs")


def counts_something_else(before: SLODefinition, after: SLODefinition) -> bool:
    """Then what was recorded says nothing about the new one."""
    return (before.indicator, before.budgeting, before.timeslice_target, before.window) != (
        after.indicator,
        after.budgeting,
        after.timeslice_target,
        after.window,
    )
