"""Rules are versioned data."""

from uuid import UUID

from shared.domain.correlation_rule.decide import correlation_rule
from shared.domain.correlation_rule.facts import CorrelationRuleDeleted, CorrelationRulePut
from shared.domain.correlation_rule.intents import DeleteCorrelationRule, PutCorrelationRule
from shared.domain.correlation_rule.values import RuleDefinition
from shared.kernel.ids import RuleId
from tests.support.given import ANA, Given

RULE = RuleId(UUID(int=5))
BY_SERVICE = RuleDefinition(name="by service", group_by=("service",))
BY_NAMESPACE = RuleDefinition(name="by namespace", group_by=("namespace",))
given = Given(correlation_rule)
delete = DeleteCorrelationRule(rule_id=RULE)
deleted = CorrelationRuleDeleted(rule_id=RULE, deleted_by=ANA)


def put(definition):
    return PutCorrelationRule(rule_id=RULE, definition=definition)


def was_put(definition, version):
    return CorrelationRulePut(rule_id=RULE, rule_version=version, definition=definition, put_by=ANA)


def test_the_first_definition_is_version_1_and_each_other_one_the_next():
    first = given.when(put(BY_SERVICE)).then(was_put(BY_SERVICE, 1))
    first.when(put(BY_NAMESPACE)).then(was_put(BY_NAMESPACE, 2))


def test_the_same_definition_again_changes_nothing():
    given.facts(was_put(BY_SERVICE, 1)).when(put(BY_SERVICE)).then_nothing()


def test_a_rule_is_deleted_once():
    past = given.facts(was_put(BY_SERVICE, 1)).when(delete).then(deleted)
    past.when(delete).then_nothing()


def test_a_rule_that_never_was_cannot_be_deleted():
    given.when(delete).then_rejected("correlation_rule.not_found")


def test_a_deleted_rule_comes_back_with_a_version_that_never_was():
    past = given.facts(was_put(BY_SERVICE, 1), deleted)
    back = past.when(put(BY_SERVICE)).then(was_put(BY_SERVICE, 2))
    assert not back.state.deleted


def test_a_rule_whose_matcher_cannot_be_used_is_refused_when_it_is_put():
    for unusable in ('team="payments', 'team=~"("', 'team=~"(?=a)b"'):
        broken = RuleDefinition(name="broken", matchers=(unusable,), group_by=("service",))
        given.when(put(broken)).then_rejected("correlation_rule.invalid_matcher")
