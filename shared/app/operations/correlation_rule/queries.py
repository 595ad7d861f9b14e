"""CorrelationRuleService: rules as they stand, in the order in which they are tried, the default ones last."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from shared.app.operations.incident.view import View
from shared.app.operations.kinds import READERS, Query, Reads
from shared.app.operations.request_models import NoArguments
from shared.app.operations.standard_methods import Listed, ListParameters, shown
from shared.domain.correlation_rule.values import RuleDefinition
from shared.kernel.ids import RuleId, TenantId
from shared.ports.current_state import Reference, Stored
from shared.ports.operation import Answer, Asked, Operation, not_found
from shared.processes.alert_correlation.rules import DEFAULT_RULE_IDS, Rule, RuleBook
from shared.projections.page import InvalidQuery

_SERVICE = "CorrelationRuleService"


_PAGE = 500
#: More rules of one tenant than this are not put in order.
MOST_RULES = 5_000


class CorrelationRuleView(View):
    rule_id: UUID
    #: 0: a default rule that nobody has ever turned off.
    version: int
    #: Counts definitions; what a rule caused names it.
    rule_version: int
    definition: RuleDefinition
    #: Tried after all others; it can be turned off (put it with ``enabled`` false) and on again (delete that).
    default: bool = False
    #: Why it cannot be used; such a rule matches nothing.
    problem: str | None = None
    deleted: bool
    #: None: a default rule that nobody has ever turned off.
    updated_at: datetime | None


def stored_rules(reads: Reads, tenant_id: TenantId) -> Sequence[Stored]:
    """Those that are not deleted. Raises InvalidQuery."""
    found: list[Stored] = []
    while page := reads.state.listed(
        tenant_id,
        "correlation_rule",
        holding={"deleted": False},
        after=found[-1].aggregate_id if found else None,
        limit=_PAGE,
    ):
        found += page
        if len(found) > MOST_RULES:
            raise InvalidQuery(f"there are more than {MOST_RULES} rules")
    return found


def book_of(found: Iterable[Stored]) -> RuleBook:
    """As the workflow has it, which may have heard of the newest rule a moment later."""
    book = RuleBook()
    for stored in found:
        definition = RuleDefinition.model_validate(stored.state["definition"])
        book = book.with_rule(RuleId(stored.aggregate_id), stored.state["rule_version"], definition)
    return book


def _list(reads: Reads, asked: Asked) -> Answer:
    wanted = ListParameters.model_validate(asked.request)
    found = {stored.aggregate_id: stored for stored in stored_rules(reads, asked.caller.tenant_id)}
    rules = book_of(found.values()).in_order
    place = {rule.rule_id: number for number, rule in enumerate(rules, 1)}
    if wanted.cursor is not None and wanted.cursor not in place:
        raise InvalidQuery("the rule that the cursor names is gone; begin again")
    start = 0 if wanted.cursor is None else place[RuleId(wanted.cursor)]
    page = rules[start : start + wanted.limit]
    more = len(rules) > start + wanted.limit
    items = tuple(_view(rule, found.get(rule.rule_id)) for rule in page)
    return Answer(content=Listed[CorrelationRuleView](items=items, next_cursor=page[-1].rule_id if more else None))


def _one(reads: Reads, asked: Asked) -> Answer:
    rule_id = asked.ids["rule_id"]
    stored = reads.state.get(asked.caller.tenant_id, Reference("correlation_rule", rule_id))
    if rule_id in DEFAULT_RULE_IDS:
        kept = (stored,) if stored is not None and not stored.state["deleted"] else ()
        (rule,) = (rule for rule in book_of(kept).in_order if rule.rule_id == rule_id)
        return Answer(content=_view(rule, stored), version=None if stored is None else stored.version)
    if stored is None:
        raise not_found()
    (rule, *_defaults) = book_of([stored]).in_order
    return Answer(content=_view(rule, stored), version=stored.version)


def _view(rule: Rule, stored: Stored | None) -> CorrelationRuleView:
    default = rule.rule_id in DEFAULT_RULE_IDS
    there = {"version": 0, "deleted": False, "updated_at": None} if stored is None else shown(stored, "rule_id")
    ours = {"rule_id": rule.rule_id, "rule_version": rule.rule_version, "definition": rule.definition}
    off = {"deleted": False} if default else {}
    return CorrelationRuleView.model_validate(there | ours | off | {"default": default, "problem": rule.problem})


RULE_QUERIES: tuple[Operation, ...] = (
    Query(
        name="GetCorrelationRule",
        service=_SERVICE,
        path="/v1/correlation-rules/{rule_id}",
        roles=READERS,
        request=NoArguments,
        response=CorrelationRuleView,
        summary="One rule, also a default one and one that is deleted",
        example={"rule_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"},
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
