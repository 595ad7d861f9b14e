"""What can be true of a correlation rule."""

from typing import ClassVar

from shared.domain.correlation_rule.values import RuleDefinition
from shared.kernel.ids import RuleId
from shared.kernel.message import Fact


class CorrelationRuleFact(Fact):
    aggregate_type: ClassVar[str] = "correlation_rule"
    id_field: ClassVar[str] = "rule_id"

    rule_id: RuleId


class CorrelationRulePut(CorrelationRuleFact):
    schema_version: ClassVar[str] = "1.1.0"

    #: Counts this rule's definitions from 1; facts that the rule causes carry it.
    rule_version: int
    definition: RuleDefinition
    put_by: str


class CorrelationRuleDeleted(CorrelationRuleFact):
    deleted_by: str


CORRELATION_RULE_FACTS: tuple[type[Fact], ...] = (
    CorrelationRulePut,
    CorrelationRuleDeleted,
)
