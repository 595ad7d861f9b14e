"""Where an execution waits for somebody's yes, decided when it is asked for."""

from shared.domain.runbook.values import AutomationLevel, RunbookDefinition, RunbookStep, StepKind
from shared.kernel.vocabulary import RiskTier


def steps_to_run(definition: RunbookDefinition) -> tuple[RunbookStep, ...]:
    """Gives the steps as they will be run: each says whether it waits, and at the level `manual` people do them all."""
    steps = tuple(map(_by_hand, definition.steps)) if _is_manual(definition) else definition.steps
    first = next((step.id for step in steps if not step.is_by_hand), None)
    asks = definition.approval_required or definition.automation_level is AutomationLevel.ASSISTED
    return tuple(_decided(step, asked=asks and step.id == first) for step in steps)


def waits_for_a_yes(steps: tuple[RunbookStep, ...]) -> bool:
    return any(step.requires_approval for step in steps)


def _is_manual(definition: RunbookDefinition) -> bool:
    return definition.automation_level is AutomationLevel.MANUAL


def _by_hand(step: RunbookStep) -> RunbookStep:
    return step if step.is_by_hand else step.model_copy(update={"kind": StepKind.MANUAL})


def _decided(step: RunbookStep, *, asked: bool) -> RunbookStep:
    """What a person does with their own hands needs nobody else's yes."""
    if step.is_by_hand:
        return step.model_copy(update={"requires_approval": False})
    decided = asked or step.risk is RiskTier.HIGH if step.requires_approval is None else step.requires_approval
    return step.model_copy(update={"requires_approval": decided})
