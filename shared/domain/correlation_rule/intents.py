"""What may be asked of a correlation rule."""

from typing import ClassVar

from shared.domain.correlation_rule.values import RuleDefinition
from shared.kernel.ids import RuleId
from shared.kernel.message import Intent


class CorrelationRuleIntent(Intent):
    aggregate_type: ClassVar[str] = "correlation_rule"
    id_field: ClassVar[str] = "rule_id"

    rule_id: RuleId
    """The rule that this is about; the caller may choose the id."""


class PutCorrelationRule(CorrelationRuleIntent):
    """Create the rule or replace its definition; each new definition is a new rule version."""

    schema_version: ClassVar[str] = "1.2.0"

    definition: RuleDefinition
    """The whole rule as it shall be."""


class DeleteCorrelationRule(CorrelationRuleIntent):
    pass


CORRELATION_RULE_INTENTS: tuple[type[Intent], ...] = (
    PutCorrelationRule,
    DeleteCorrelationRule,
)
