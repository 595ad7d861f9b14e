"""CorrelationRuleService: rules as they stand, in the order in which they are tried, the default ones last."""

from shared.app.operations.correlation_rule.rule_book import rule_book_of, stored_rules
from shared.app.operations.correlation_rule.view import CorrelationRuleView, correlation_rule_view
from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments
from shared.app.operations.standard_methods import Listed, ListParameters
from shared.kernel.ids import RuleId
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.processes.alert_correlation.rules import DEFAULT_RULE_IDS
from shared.projections.keyset import keyset_page
from shared.projections.page import InvalidQuery

_SERVICE = "CorrelationRuleService"


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = ListParameters.model_validate(request.arguments)
    found = {stored.aggregate_id: stored for stored in stored_rules(queries, request.caller.tenant_id)}
    rules = rule_book_of(found.values()).in_order
    place = {rule.rule_id: number for number, rule in enumerate(rules, 1)}
    if wanted.cursor is not None and wanted.cursor not in place:
        raise InvalidQuery("the rule that the cursor names is gone; begin again")
    start = 0 if wanted.cursor is None else place[RuleId(wanted.cursor)]
    page = keyset_page(lambda most: rules[start : start + most], wanted.limit)
    items = tuple(correlation_rule_view(rule, found.get(rule.rule_id)) for rule in page.items)
    next_cursor = page.next_cursor(lambda rule: rule.rule_id)
    return Answer(content=Listed[CorrelationRuleView](items=items, next_cursor=next_cursor))


def _one(queries: QueryServices, request: OperationRequest) -> Answer:
    rule_id = request.ids["rule_id"]
    stored = queries.state.get(request.caller.tenant_id, Reference("correlation_rule", rule_id))
    if rule_id in DEFAULT_RULE_IDS:
        kept = (stored,) if stored is not None and not stored.state["deleted"] else ()
        (rule,) = (rule for rule in rule_book_of(kept).in_order if rule.rule_id == rule_id)
        return Answer(content=correlation_rule_view(rule, stored), version=None if stored is None else stored.version)
    if stored is None:
        raise not_found()
    (rule, *_defaults) = rule_book_of([stored]).in_order
    return Answer(content=correlation_rule_view(rule, stored), version=stored.version)


CORRELATION_RULE_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetCorrelationRule",
        service=_SERVICE,
        path="/v1/correlation-rules/{rule_id}",
        roles=READERS,
        request=NoArguments,
        response=CorrelationRuleView,
        summary="One rule, also a default one and one that is deleted",
        example={"rule_id": EXAMPLE_ID},
        answer=_one,
    ),
    Query(
        name="ListCorrelationRules",
        service=_SERVICE,
        path="/v1/correlation-rules",
        roles=READERS,
        request=ListParameters,
        response=Listed[CorrelationRuleView],
        summary="The rules by which alerts become incidents, as they are tried, the default ones last",
        example={"limit": 50},
        answer=_list,
    ),
)
