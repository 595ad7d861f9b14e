"""CorrelationRuleService: what can be asked for about a rule."""

from uuid import UUID

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import ADMINS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import NoArguments, body_model, field_values
from shared.domain.correlation_rule.intents import DeleteCorrelationRule, PutCorrelationRule
from shared.domain.correlation_rule.values import RuleDefinition
from shared.ports.operation import Declined
from shared.ports.outcome import Problem
from shared.processes.alert_correlation.rules import DEFAULT_RULE_IDS

_ONE_RULE = "/v1/correlation-rules/{rule_id}"
_ID = {"rule_id": EXAMPLE_ID}


def _put_rule(context: CommandContext) -> PutCorrelationRule:
    """Raises Declined."""
    values = PutCorrelationRule.model_validate({**field_values(context.arguments), "rule_id": context.ids["rule_id"]})
    refuse_changed_default(values.rule_id, values.definition)
    return values


def refuse_changed_default(rule_id: UUID, definition: RuleDefinition) -> None:
    """Raises Declined: of a default rule nothing can be changed but whether it is on."""
    if rule_id in DEFAULT_RULE_IDS and definition.enabled:
        title = "A default rule can be turned off (enabled: false), not changed; delete what turned it off to undo that"
        raise Declined("invalid", Problem(code="correlation_rule.default", title=title))


CORRELATION_RULE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="PutCorrelationRule",
        service="CorrelationRuleService",
        method="PUT",
        path=_ONE_RULE,
        roles=ADMINS,
        request=body_model(PutCorrelationRule),
        summary="Create the rule or replace its definition, or turn a default rule off (enabled: false)",
        example=_ID | {"definition": {"name": "by service", "group_by": ["@service", "@environment"]}},
        intent=_put_rule,
        creates=True,
    ),
    Command(
        name="DeleteCorrelationRule",
        service="CorrelationRuleService",
        method="DELETE",
        path=_ONE_RULE,
        roles=ADMINS,
        request=NoArguments,
        summary="Stop correlating by this rule; a default rule that was turned off is on again",
        example=_ID,
        intent=intent_from_body(DeleteCorrelationRule),
    ),
)
