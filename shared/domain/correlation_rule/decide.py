"""What follows when something is asked of a correlation rule."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.correlation_rule.facts import CorrelationRuleDeleted, CorrelationRulePut
from shared.domain.correlation_rule.intents import DeleteCorrelationRule, PutCorrelationRule
from shared.domain.correlation_rule.state import AnyRuleFact, CorrelationRule, evolve
from shared.domain.correlation_rule.values import RuleDefinition
from shared.kernel.decider import Context, Decider, Rejected
from shared.kernel.matchers import InvalidMatcher, compile_matcher

#: Of all matchers of one rule: each alert meets all rules of its tenant.
MOST_CHARACTERS = 10_000

AnyRuleIntent = PutCorrelationRule | DeleteCorrelationRule


def decide(intent: AnyRuleIntent, state: CorrelationRule | None, context: Context) -> Sequence[AnyRuleFact]:
    match intent:
        case PutCorrelationRule():
            return _put(intent, state, context)
        case DeleteCorrelationRule():
            return _delete(intent, state, context)
        case _:
            assert_never(intent)


def _put(intent: PutCorrelationRule, state: CorrelationRule | None, context: Context) -> Sequence[AnyRuleFact]:
    if state is not None and not state.deleted and state.definition == intent.definition:
        return ()
    _refuse_unusable(intent.definition)
    fact = CorrelationRulePut(
        rule_id=intent.rule_id,
        rule_version=1 if state is None else state.rule_version + 1,
        definition=intent.definition,
        put_by=context.actor,
    )
    return (fact,)


def _refuse_unusable(definition: RuleDefinition) -> None:
    """Here and not in the model: a fact written under other rules stays readable."""
    if sum(map(len, definition.matchers)) > MOST_CHARACTERS:
        detail = f"its matchers have more than {MOST_CHARACTERS} characters together; make several rules of it"
        raise Rejected("correlation_rule.matchers_too_long", detail)
    for matcher in definition.matchers:
        try:
            compile_matcher(matcher)
        except InvalidMatcher as invalid:
            raise Rejected("correlation_rule.invalid_matcher", str(invalid)) from invalid


def _delete(intent: DeleteCorrelationRule, state: CorrelationRule | None, context: Context) -> Sequence[AnyRuleFact]:
    if state is None:
        raise Rejected("correlation_rule.not_found", "there is no such rule")
    if state.deleted:
        return ()
    return (CorrelationRuleDeleted(rule_id=intent.rule_id, deleted_by=context.actor),)


correlation_rule: Decider[AnyRuleIntent, CorrelationRule | None, AnyRuleFact] = Decider(
    initial=None, decide=decide, evolve=evolve
)
