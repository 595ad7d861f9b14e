"""Which windows of an objective are asked for, and what an answer leaves to be asked. Pure.

Windows are asked for once they have ended and their last scrapes are in, oldest first; the newest are read once more.
What a source could not say is a gap, which is asked for again, less often, as long as it can still be told.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from shared.domain.slo.values import SLODefinition
from shared.domain.slo.windows import CORRECTION_HORIZON
from shared.ports.measuring import Measured, MissingStretch, Objective, ToldWindow
from shared.ports.sli_counts import CountsAnswer, CountsProblem, CountsQuestion, UnknownWindow

#: Windows of one question; a day of five minutes, so that a source that was away is caught up in steps.
MOST_WINDOWS: Final = 288
#: Windows that were told already and are read again.
REREAD: Final = 2
#: How often what is missing is asked for again.
GAPS_EVERY: Final = timedelta(minutes=15)
MOST_GAPS: Final = 200
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=10)
#: The source as a whole has not answered: nothing is learnt of the windows.
UNANSWERED: Final = frozenset({CountsProblem.UNREACHABLE, CountsProblem.REFUSED, CountsProblem.UNREADABLE})


@dataclass(frozen=True, slots=True)
class MeasuringPlan:
    """What is asked of one objective now, and how its measuring stood."""

    objective: Objective
    before: Measured
    newest: datetime
    """The end of the newest window that can be known."""
    questions: tuple[CountsQuestion, ...]
    """What comes next, and a gap where it is time for it."""


def plan(objective: Objective, now: datetime, settle: timedelta) -> MeasuringPlan:
    """``settle`` is how long after a window's end its last scrapes may come."""
    before = _standing(objective, now)
    step = step_of(objective.definition)
    newest = _floor(now - settle, step)
    oldest = newest - _floor_length(CORRECTION_HORIZON, step)
    start = max(oldest, oldest if before.until is None else _ceiling(before.until, step))
    asked = []
    if start < newest:
        again = start - REREAD * step if before.recent else start
        asked.append(MissingStretch(max(oldest, again), min(newest, start + MOST_WINDOWS * step)))
    before = replace(before, gaps=tuple(_within(before.gaps, oldest, step)))
    if before.gaps and (before.gaps_asked_at is None or now - before.gaps_asked_at >= GAPS_EVERY):
        asked.append(before.gaps[0])
        before = replace(before, gaps=(*before.gaps[1:], before.gaps[0]), gaps_asked_at=now)
    questions = (
        CountsQuestion(
            slo_id=objective.slo_id,
            indicator=objective.definition.indicator,
            step=step,
            from_at=each.from_at,
            to_at=each.to_at,
        )
        for each in asked
    )
    return MeasuringPlan(objective, before, newest, tuple(questions))


def learn(planned: MeasuringPlan, answers: Sequence[CountsAnswer], now: datetime, settle: timedelta) -> Measured:
    """``answers`` are those to the plan's questions, in their order. How measuring stands after them."""
    standing, step = planned.before, step_of(planned.objective.definition)
    if any(map(unanswered, answers)):
        return _failed(standing, next(each.unknown[-1] for each in answers if unanswered(each)), now)
    for question, answer in zip(planned.questions, answers, strict=True):
        standing = _answered(standing, question, answer)
    if answers:
        standing = _judged(standing, answers[0], now)
    is_behind = standing.until is not None and standing.until < planned.newest
    return replace(standing, failures=0, next_try=now if is_behind else planned.newest + step + settle)


def with_told(standing: Measured, told: Iterable[ToldWindow]) -> Measured:
    """Remembers the newest of what was told."""
    known = {each.start_at: each for each in (*standing.recent, *told)}
    return replace(standing, recent=tuple(known[start] for start in sorted(known)[-REREAD - 1 :]))


def unanswered(answer: CountsAnswer) -> bool:
    """Whether the source has said nothing at all."""
    return not answer.windows and bool(answer.unknown) and all(each.problem in UNANSWERED for each in answer.unknown)


def asks_of(definition: SLODefinition) -> str:
    """Gives the hash of what is counted."""
    return hashlib.sha256(definition.indicator.model_dump_json().encode()).hexdigest()


def step_of(definition: SLODefinition) -> timedelta:
    return timedelta(seconds=definition.measured_every_s)


def _standing(objective: Objective, now: datetime) -> Measured:
    asks = asks_of(objective.definition)
    known = objective.measured
    if known is None:
        return Measured(asks=asks, since=now, next_try=now)
    return known if known.asks == asks else Measured(asks=asks, since=now, next_try=now, absent=known.absent)


def _failed(standing: Measured, why: UnknownWindow, now: datetime) -> Measured:
    pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(standing.failures, 10))
    standing = replace(standing, failures=standing.failures + 1, next_try=now + pause)
    return _with_problem(standing, why.problem, why.detail, now)


def _answered(standing: Measured, question: CountsQuestion, answer: CountsAnswer) -> Measured:
    until = standing.until or question.from_at
    known = [*_less(standing.gaps, MissingStretch(question.from_at, question.to_at))]
    # What was told and is not there any more stays as it was told.
    was_missing = [each for each in answer.unknown if each.start_at >= until or _is_in(each, standing.gaps)]
    gaps = _merged(
        known, (MissingStretch(each.start_at, each.end_at) for each in was_missing), MOST_WINDOWS * question.step
    )
    ends = [each.end_at for each in answer.windows]
    known_until = max([*ends, *([standing.known_until] if standing.known_until else [])], default=None)
    return replace(standing, until=max(until, question.to_at), gaps=tuple(gaps[-MOST_GAPS:]), known_until=known_until)


def _judged(standing: Measured, answer: CountsAnswer, now: datetime) -> Measured:
    """By its newest window."""
    newest = max(answer.unknown, key=lambda each: each.end_at, default=None)
    if newest is None or any(each.end_at > newest.end_at for each in answer.windows):
        return replace(standing, problem=None, detail="", problem_since=None)
    return _with_problem(standing, newest.problem, newest.detail, now)


def _with_problem(standing: Measured, problem: CountsProblem, detail: str, now: datetime) -> Measured:
    return replace(standing, problem=str(problem), detail=detail, problem_since=standing.problem_since or now)


def _within(gaps: Iterable[MissingStretch], oldest: datetime, step: timedelta) -> Iterable[MissingStretch]:
    """What is older can no longer be told; what was missing at another length of windows is looked for at this one."""
    for gap in gaps:
        from_at, to_at = _ceiling(max(gap.from_at, oldest), step), _floor(gap.to_at, step)
        if from_at < to_at:
            yield MissingStretch(from_at, to_at)


def _less(gaps: Iterable[MissingStretch], asked: MissingStretch) -> Iterable[MissingStretch]:
    for gap in gaps:
        if gap.from_at < min(asked.from_at, gap.to_at):
            yield MissingStretch(gap.from_at, min(gap.to_at, asked.from_at))
        if max(asked.to_at, gap.from_at) < gap.to_at:
            yield MissingStretch(max(gap.from_at, asked.to_at), gap.to_at)


def _merged(gaps: list[MissingStretch], more: Iterable[MissingStretch], longest: timedelta) -> list[MissingStretch]:
    for each in more:
        if gaps and gaps[-1].to_at == each.from_at and each.to_at - gaps[-1].from_at <= longest:
            gaps[-1] = MissingStretch(gaps[-1].from_at, each.to_at)
        else:
            gaps.append(each)
    return gaps


def _is_in(window: UnknownWindow, gaps: Iterable[MissingStretch]) -> bool:
    return any(gap.from_at <= window.start_at and window.end_at <= gap.to_at for gap in gaps)


def _floor(moment: datetime, step: timedelta) -> datetime:
    second = int(moment.timestamp())
    return datetime.fromtimestamp(second - second % int(step.total_seconds()), UTC)


def _ceiling(moment: datetime, step: timedelta) -> datetime:
    floor = _floor(moment, step)
    return floor if floor == moment else floor + step


def _floor_length(length: timedelta, step: timedelta) -> timedelta:
    return length // step * step
