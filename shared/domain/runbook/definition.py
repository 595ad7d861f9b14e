"""What a runbook's definition must be, so that it can be found and run."""

import re

from shared.domain.runbook.values import RunbookDefinition, RunbookStep
from shared.kernel.decider import Rejected
from shared.kernel.matchers import InvalidMatcher, compile_matcher

#: Without braces inside: what else begins with two is found as left over, in one pass.
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_NAME = re.compile(r"\s*(?:labels|annotations|incident|arguments)\.[A-Za-z_][A-Za-z0-9_]*\s*", re.ASCII)


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
    for step in definition.steps:
        _refuse_unusable_templates(step)


def _refuse_unusable_templates(step: RunbookStep) -> None:
    for name, text in step.arguments.items():
        wrong = [found for found in _PLACEHOLDER.findall(text) if not _NAME.fullmatch(found)]
        if wrong or _PLACEHOLDER.sub("", text).count("{{"):
            detail = f"{name!r} of step {step.id!r}: a placeholder is {{{{ labels.name }}}}, incident, arguments alike"
            raise Rejected("runbook.invalid_template", detail)
