"""A runbook's steps as they will be done: by a person, or as actions of the vocabulary; refused where neither fits."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

from shared.diagnosis.hypothesis import Sentence
from shared.diagnosis.redaction import redact
from shared.domain.runbook.values import ConditionTest, RunbookStep, StepCondition
from shared.kernel.value import Value
from shared.kernel.vocabulary import ResourceRef, RiskTier
from shared.remediation.actions import Action
from shared.remediation.canonical import plan_hash_of
from shared.remediation.consequences import highest, risk_of, undoing
from shared.remediation.proposal import RemediationPlan
from shared.remediation.templates import KnownValues, NotRendered, rendered, rendered_where_known
from shared.remediation.tools import InvalidToolArguments, UnknownTool, action_of

#: Actions behind one approval, all attempts of a step counted.
MOST_ACTIONS: Final = 20
_LONGEST: Final = 1_000


class PlannedStep(Value):
    """A step with everything filled in."""

    step_id: str
    """The step's id within its runbook."""
    title: Annotated[str, Field(max_length=500)]
    """What is done."""
    action: Action | None = None
    """What a machine does; null: a person does it."""
    instructions: Annotated[tuple[Sentence, ...], Field(max_length=50)] = ()
    """For a person: the arguments, one a line; what is not known stands as it was written."""
    risk: RiskTier
    """How much harm it can do: what its author says, or what its action does, whichever is more."""
    requires_approval: bool = False
    """Whether it waits for somebody's yes; the steps behind it are covered up to the next that waits."""
    attempts: int = 1
    """How often it is tried when it fails; each attempt is an action of its own in the plan."""
    skipped_because: Sentence | None = None
    """Why it is not done at all, by labels or arguments; null when it may be."""


class StepRefused(ValueError):  # noqa: N818 - says what happened
    """A step cannot be done as it is written. ``step_id`` says which, the text why."""

    def __init__(self, step_id: str, reason: str) -> None:
        super().__init__(reason)
        self.step_id = step_id


def planned_steps(
    steps: Sequence[RunbookStep], target: ResourceRef | None, known: KnownValues
) -> tuple[PlannedStep, ...]:
    """Fills in and checks all of them, before anybody is asked for anything. Raises StepRefused for the first."""
    planned = tuple(_planned(step, target, known) for step in steps)
    for stretch in stretches(planned):
        actions = sum(step.attempts for step in stretch)
        if actions > MOST_ACTIONS:
            raise StepRefused(
                stretch[0].step_id, f"{actions} actions would stand behind one approval, not {MOST_ACTIONS}"
            )
    return planned


def stretches(planned: Sequence[PlannedStep]) -> Iterator[tuple[PlannedStep, ...]]:
    """The steps of machines, cut before each that waits for a yes."""
    stretch: list[PlannedStep] = []
    for step in planned:
        if step.action is None or step.skipped_because is not None:
            continue
        if step.requires_approval and stretch:
            yield tuple(stretch)
            stretch = []
        stretch.append(step)
    if stretch:
        yield tuple(stretch)


def plan_of(stretch: Sequence[PlannedStep], *, name: str, expires_at: datetime) -> RemediationPlan:
    """The plan that an approval binds to; ``name``: of the runbook, with its version."""
    actions = [(step, step.action) for step in stretch for _ in range(step.attempts) if step.action is not None]
    titles = "; ".join(_titled(step) for step in stretch)
    plan = RemediationPlan(
        hypothesis_ids=(),
        actions=tuple(action for _, action in actions),
        summary=f"{name}: {titles}"[:_LONGEST],
        risk=highest(step.risk for step in stretch),
        rollback=tuple(dict.fromkeys(undoing(action)[:_LONGEST] for _, action in actions)),
        expires_at=expires_at,
        plan_hash="",
    )
    return plan.model_copy(update={"plan_hash": plan_hash_of(plan)})


def places_of(stretch: Sequence[PlannedStep]) -> Mapping[str, tuple[int, ...]]:
    """Where each step's attempts stand in the plan of the stretch, by step id."""
    places: dict[str, tuple[int, ...]] = {}
    start = 0
    for step in stretch:
        places[step.step_id] = tuple(range(start, start + step.attempts))
        start += step.attempts
    return places


def _titled(step: PlannedStep) -> str:
    return step.title if step.attempts == 1 else f"{step.title} (up to {step.attempts} times)"


def _planned(step: RunbookStep, target: ResourceRef | None, known: KnownValues) -> PlannedStep:
    skipped = next(filter(None, (_unmet(condition, known) for condition in step.when)), None)
    common = {"step_id": step.id, "title": step.title, "skipped_because": skipped}
    waits = bool(step.requires_approval)
    if step.is_by_hand or skipped is not None:
        lines = tuple(_instruction(name, text, known) for name, text in step.arguments.items())
        return PlannedStep(**common, instructions=lines, risk=step.risk, requires_approval=waits)
    try:
        arguments = {name: rendered(text, known) for name, text in step.arguments.items()}
        action = action_of(step.tool, arguments, target)
    except (NotRendered, UnknownTool, InvalidToolArguments) as problem:
        raise StepRefused(step.id, str(problem)) from problem
    risk = highest((step.risk, risk_of(action)))
    return PlannedStep(
        **common,
        action=action,
        risk=risk,
        requires_approval=waits or risk is RiskTier.HIGH,
        attempts=step.attempts if step.idempotent else 1,
    )


def _unmet(condition: StepCondition, known: KnownValues) -> str | None:
    """Why it does not hold, where that can be said before anything is done; what steps do shows later."""
    kind, _, name = condition.subject.partition(".")
    if kind == "steps":
        return None
    try:
        value = known.value(kind, name)
    except NotRendered as missing:
        return str(missing)
    if value in condition.values:
        return None
    test = "not" if condition.test is ConditionTest.EQUALS else "none of"
    return f"{condition.subject} is {redact(value)[:200]}, {test} {', '.join(condition.values)}"[:_LONGEST]


def _instruction(name: str, text: str, known: KnownValues) -> str:
    return redact(f"{name}: {rendered_where_known(text, known)}")[:_LONGEST]
