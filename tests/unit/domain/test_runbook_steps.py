"""What a step may say of itself: conditions over what was before it, attempts, and whose yes it waits for."""

from typing import Any

import pytest

from shared.domain.runbook.values import RunbookDefinition, RunbookStep, StepCondition
from tests.support.runbooks import LOOK, RESTART, create, created, given


def written(*steps: RunbookStep) -> Any:
    return given.when(create(RunbookDefinition(title="x", steps=steps)))


def when(**condition: Any) -> RunbookStep:
    return RESTART.model_copy(update={"when": (StepCondition(**condition),)})


@pytest.mark.parametrize(
    "condition",
    [
        {"subject": "steps.look", "values": ("succeeded",)},
        {"subject": "steps.look", "test": "in", "values": ("failed", "skipped")},
        {"subject": "steps.look", "test": "has_failed"},
        {"subject": "labels.env", "values": ("prod",)},
        {"subject": "arguments.app", "test": "in", "values": ("a", "b")},
    ],
)
def test_a_condition_looks_at_former_steps_labels_and_arguments(condition: dict[str, Any]):
    assert written(LOOK, when(**condition)).followed


@pytest.mark.parametrize(
    ("condition", "saying"),
    [
        ({"subject": "steps.restart", "values": ("succeeded",)}, "'restart' is no step before it"),
        ({"subject": "steps.other", "values": ("succeeded",)}, "'other' is no step before it"),
        ({"subject": "steps.look", "values": ("fine",)}, "a step has failed, skipped, succeeded"),
        ({"subject": "steps.look"}, "equals takes 1 to 1 values"),
        ({"subject": "steps.look", "test": "in"}, "in takes 1 to 50 values"),
        ({"subject": "steps.look", "test": "has_failed", "values": ("x",)}, "has_failed takes no values"),
        ({"subject": "labels.env", "test": "has_failed"}, "only a step can have failed"),
    ],
)
def test_a_condition_that_can_never_be_decided_is_refused(condition: dict[str, Any], saying: str):
    written(LOOK, when(**condition)).then_rejected("runbook.invalid_condition", saying=saying)


def test_only_what_is_the_same_when_done_twice_may_be_tried_again():
    again = RESTART.model_copy(update={"attempts": 3})
    written(again).then_rejected("runbook.not_idempotent")
    assert written(again.model_copy(update={"idempotent": True})).followed


def test_what_may_hurt_users_cannot_be_freed_from_a_yes():
    free = RunbookStep(id="s", title="s", kind="command", tool="k8s.scale", risk="high", requires_approval=False)
    written(free).then_rejected("runbook.approval_needed")
    assert written(free.model_copy(update={"tool": ""})).followed


def test_a_runbook_of_before_these_words_reads_as_one_that_says_none():
    step = created().definition.steps[0]
    assert (step.when, step.requires_approval, step.idempotent, step.attempts) == ((), None, False, 1)
