"""What follows when the counts of a window are told."""

from collections.abc import Sequence
from datetime import timedelta

from shared.domain.slo.facts import SLIWindowRecorded, SLOBudgetExhausted, SLOBudgetRecovered
from shared.domain.slo.intents import RecordSLIWindow
from shared.domain.slo.state import SLO, with_window
from shared.domain.slo.values import Budget
from shared.domain.slo.windows import CORRECTION_HORIZON, Recorded, budget_at, is_settled, seconds, window_start
from shared.kernel.decider import Context, Ignored, Rejected
from shared.kernel.moment import is_believable

#: Exhausted at 1; recovered only when a tenth of the budget is back, or it would flap at the line.
RECOVERED_AT = 0.9
_SHORTEST, _LONGEST = timedelta(seconds=60), timedelta(days=1)
Crossing = SLOBudgetExhausted | SLOBudgetRecovered
_NOTHING_YET = Budget(good=0, total=0, allowed_bad=0.0, consumed=0.0)


def record_window(
    intent: RecordSLIWindow, state: SLO, context: Context
) -> Sequence[SLIWindowRecorded | Crossing] | Ignored:
    _refuse_impossible(intent, context)
    if is_settled(state.windows, seconds(intent.window_start), seconds(intent.window_end)):
        return Ignored("window_too_old")
    # A month's last window is told when the next one has begun: it belongs to the record, though not to this budget.
    if intent.window_end <= window_start(state.definition, context.at - CORRECTION_HORIZON):
        return Ignored("outside_budget_window")
    before = _same_window(intent, state)
    if before is not None and _says_the_same(before, intent):
        return ()
    if before is None:
        _refuse_overlap(intent, state)
    draft = SLIWindowRecorded(
        slo_id=state.slo_id,
        revision=state.revision,
        window_start=intent.window_start,
        window_end=intent.window_end,
        good=intent.good,
        total=intent.total,
        source=intent.source,
        excluded=intent.excluded,
        expected_events=state.definition.expected_events or 0,
        corrected_good=None if before is None else before.good,
        corrected_total=None if before is None else before.total,
        recorded_at=context.at,
        budget=_NOTHING_YET,
    )
    budget = budget_at(with_window(state, draft), state.definition, context.at)
    recorded = draft.model_copy(update={"budget": budget})
    return (recorded, *crossings(state, budget, context))


def crossings(state: SLO, budget: Budget, context: Context) -> Sequence[Crossing]:
    """Once per crossing, with hysteresis."""
    told = {"slo_id": state.slo_id, "revision": state.revision, "at": context.at, "budget": budget}
    if not state.exhausted and budget.consumed >= 1:
        return (SLOBudgetExhausted.model_validate(told),)
    if state.exhausted and budget.consumed <= RECOVERED_AT:
        return (SLOBudgetRecovered.model_validate(told),)
    return ()


def _refuse_impossible(intent: RecordSLIWindow, context: Context) -> None:
    if not _SHORTEST <= intent.window_end - intent.window_start <= _LONGEST:
        raise Rejected("slo.window_length", "a window lasts from a minute to a day")
    if intent.window_start.microsecond or intent.window_end.microsecond:
        raise Rejected("slo.window_not_on_seconds", "a window begins and ends on a whole second")
    if intent.good > intent.total:
        raise Rejected("slo.more_good_than_all", "good counts part of total")
    if not is_believable(intent.window_end, context.at):
        raise Rejected("slo.window_in_future", "the window has not ended yet")


def _same_window(intent: RecordSLIWindow, state: SLO) -> Recorded | None:
    wanted = (seconds(intent.window_start), seconds(intent.window_end), intent.source)
    return next((each for each in state.windows.recent if (each.start, each.end, each.source) == wanted), None)


def _says_the_same(before: Recorded, intent: RecordSLIWindow) -> bool:
    return (before.good, before.total, before.excluded) == (intent.good, intent.total, intent.excluded)


def _refuse_overlap(intent: RecordSLIWindow, state: SLO) -> None:
    start, end = seconds(intent.window_start), seconds(intent.window_end)
    for each in state.windows.recent:
        if each.source == intent.source and each.start < end and start < each.end:
            raise Rejected("slo.window_overlaps", "part of this time is in another window of the same source")
