"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.correlation_rule.decide import correlation_rule
from shared.domain.correlation_rule.facts import CORRELATION_RULE_FACTS
from shared.domain.correlation_rule.intents import CORRELATION_RULE_INTENTS
from shared.domain.correlation_rule.state import CorrelationRule
from shared.kernel.aggregate import Aggregate

CORRELATION_RULE = Aggregate(
    name="correlation_rule",
    decider=correlation_rule,
    intents=CORRELATION_RULE_INTENTS,
    facts=CORRELATION_RULE_FACTS,
    state_adapter=TypeAdapter(CorrelationRule),
)
