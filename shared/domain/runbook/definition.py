"""What a runbook's definition must be, so that it can be found and run."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from shared.domain.runbook.values import ConditionTest, RunbookDefinition, RunbookStep, StepCondition
from shared.kernel.decider import Rejected
from shared.kernel.matchers import InvalidMatcher, compile_matcher
from shared.kernel.vocabulary import RiskTier

#: Without braces inside: what else begins with two is found as left over, in one pass.
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_NAME = re.compile(r"\s*(?:labels|annotations|incident|arguments)\.[A-Za-z_][A-Za-z0-9_]*\s*", re.ASCII)

#: How many values each test takes.
_VALUES: Final[Mapping[ConditionTest, range]] = {
    ConditionTest.EQUALS: range(1, 2),
    ConditionTest.IN: range(1, 51),
    ConditionTest.HAS_FAILED: range(1),
}
#: How a step can have ended when another one looks at it: after one that is unknown nothing is done any more.
_ENDS: Final = frozenset({"succeeded", "failed", "skipped"})


def refuse_unusable(definition: RunbookDefinition) -> None:
    """Here and not in the model: a fact written under other rules stays readable."""
    for matcher in definition.trigger_conditions:
        try:
            compile_matcher(matcher)
        except InvalidMatcher as invalid:
            raise Rejected("runbook.invalid_matcher", str(invalid)) from invalid
    ids = [step.id for step in definition.steps]
    if len(set(ids)) != len(ids):
        raise Rejected("runbook.step_twice", "two steps have the same id")
    for place, step in enumerate(definition.steps):
        _refuse_unusable_templates(step)
        _refuse_unusable_rules(step)
        for condition in step.when:
            _refuse_unusable_condition(step, condition, former=ids[:place])


def _refuse_unusable_templates(step: RunbookStep) -> None:
    for name, text in step.arguments.items():
        wrong = [found for found in _PLACEHOLDER.findall(text) if not _NAME.fullmatch(found)]
        if wrong or _PLACEHOLDER.sub("", text).count("{{"):
            detail = f"{name!r} of step {step.id!r}: a placeholder is {{{{ labels.name }}}}, incident, arguments alike"
            raise Rejected("runbook.invalid_template", detail)


def _refuse_unusable_rules(step: RunbookStep) -> None:
    if step.attempts > 1 and not step.idempotent:
        raise Rejected("runbook.not_idempotent", f"step {step.id!r} is tried again only when it is idempotent")
    if step.requires_approval is False and step.risk is RiskTier.HIGH and not step.is_by_hand:
        raise Rejected("runbook.approval_needed", f"step {step.id!r} is of high risk: somebody says yes to it")


def _refuse_unusable_condition(step: RunbookStep, condition: StepCondition, former: Sequence[str]) -> None:
    kind, _, name = condition.subject.partition(".")
    allowed = _VALUES[condition.test]
    if len(condition.values) not in allowed:
        most = "no" if allowed[-1] == 0 else f"{allowed[0]} to {allowed[-1]}"
        problem = f"{condition.test} takes {most} values"
        raise Rejected("runbook.invalid_condition", f"step {step.id!r}, {condition.subject}: {problem}")
    if kind != "steps":
        if condition.test is ConditionTest.HAS_FAILED:
            raise Rejected("runbook.invalid_condition", f"step {step.id!r}: only a step can have failed")
        return
    if name not in former:
        raise Rejected("runbook.invalid_condition", f"step {step.id!r}: {name!r} is no step before it")
    if not _ENDS.issuperset(condition.values):
        raise Rejected("runbook.invalid_condition", f"step {step.id!r}: a step has {', '.join(sorted(_ENDS))}")
