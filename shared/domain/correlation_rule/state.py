"""What a correlation rule must remember in order to decide."""

from dataclasses import dataclass, replace
from typing import assert_never

from shared.domain.correlation_rule.facts import CorrelationRuleDeleted, CorrelationRulePut
from shared.domain.correlation_rule.values import RuleDefinition
from shared.kernel.ids import RuleId

AnyRuleFact = CorrelationRulePut | CorrelationRuleDeleted


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrelationRule:
    rule_id: RuleId
    #: Counts definitions, also across a deletion: a version never means two things.
    rule_version: int
    definition: RuleDefinition
    deleted: bool = False


def evolve(state: CorrelationRule | None, fact: AnyRuleFact) -> CorrelationRule | None:
    """None is a rule that was never put."""
    match fact:
        case CorrelationRulePut():
            return CorrelationRule(rule_id=fact.rule_id, rule_version=fact.rule_version, definition=fact.definition)
        case CorrelationRuleDeleted():
            if state is None:
                raise ValueError(f"the history of rule {fact.rule_id} does not begin with a definition")
            return replace(state, deleted=True)
        case _:
            assert_never(fact)
