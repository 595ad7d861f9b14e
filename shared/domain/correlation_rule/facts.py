"""What can be true of a correlation rule."""

from typing import ClassVar

from shared.domain.correlation_rule.values import RuleDefinition
from shared.kernel.ids import RuleId
from shared.kernel.message import Fact


class CorrelationRuleFact(Fact):
    aggregate_type: ClassVar[str] = "correlation_rule"
    id_field: ClassVar[str] = "rule_id"

    rule_id: RuleId
    """The rule that this is about."""


class CorrelationRulePut(CorrelationRuleFact):
    schema_version: ClassVar[str] = "1.2.0"

    rule_version: int
    """Counts this rule's definitions from 1; facts that the rule causes carry it."""
    definition: RuleDefinition
    """The whole rule from now on."""
    put_by: str
    """Who put it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class CorrelationRuleDeleted(CorrelationRuleFact):
    deleted_by: str
    """Who deleted it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


CORRELATION_RULE_FACTS: tuple[type[Fact], ...] = (
    CorrelationRulePut,
    CorrelationRuleDeleted,
)
