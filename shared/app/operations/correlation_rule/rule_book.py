"""The rules of a tenant in the order in which they are tried."""

from collections.abc import Iterable, Sequence

from shared.app.operations.query_services import QueryServices
from shared.domain.correlation_rule.values import RuleDefinition
from shared.kernel.ids import RuleId, TenantId
from shared.ports.current_state import Stored
from shared.processes.alert_correlation.rules import RuleBook
from shared.projections.page import InvalidQuery

_PAGE = 500


#: More rules of one tenant than this are not put in order.
MAX_RULES = 5_000


def stored_rules(queries: QueryServices, tenant_id: TenantId) -> Sequence[Stored]:
    """Reads all rules that are not deleted. Raises InvalidQuery when there are more than MAX_RULES."""
    found: list[Stored] = []
    while page := queries.state.listed(
        tenant_id,
        "correlation_rule",
        holding={"deleted": False},
        after=found[-1].aggregate_id if found else None,
        limit=_PAGE,
    ):
        found += page
        if len(found) > MAX_RULES:
            raise InvalidQuery(f"there are more than {MAX_RULES} rules")
    return found


def rule_book_of(found: Iterable[Stored]) -> RuleBook:
    """Puts the rules in order as the workflow does, which may have heard of the newest one a moment later."""
    book = RuleBook()
    for stored in found:
        definition = RuleDefinition.model_validate(stored.state["definition"])
        book = book.with_rule(RuleId(stored.aggregate_id), stored.state["rule_version"], definition)
    return book
