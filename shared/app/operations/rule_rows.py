"""CorrelationRuleService: rules as they stand."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.derived import NoArguments
from shared.app.operations.incident_view import View
from shared.app.operations.listing import Listed, ListParameters, list_of, one_of, shown
from shared.app.operations.rows import READERS, Query
from shared.domain.correlation_rule.values import RuleDefinition
from shared.kernel.matchers import problem_with
from shared.ports.current_state import Stored
from shared.ports.operation import Operation

_SERVICE = "CorrelationRuleService"


class CorrelationRuleView(View):
    rule_id: UUID
    version: int
    #: Counts definitions; what a rule caused names it.
    rule_version: int
    definition: RuleDefinition
    deleted: bool
    #: Why it takes no alert: its matchers were written when others were allowed.
    problem: str | None
    updated_at: datetime


def _view(stored: Stored) -> CorrelationRuleView:
    problem = problem_with(stored.state["definition"]["matchers"])
    return CorrelationRuleView.model_validate({**shown(stored, "rule_id"), "problem": problem})


RULE_QUERIES: tuple[Operation, ...] = (
    Query(
        name="GetCorrelationRule",
        service=_SERVICE,
        path="/v1/correlation-rules/{rule_id}",
        roles=READERS,
        request=NoArguments,
        response=CorrelationRuleView,
        summary="One rule, also when it is deleted",
        example={"rule_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"},
        answer=one_of("correlation_rule", "rule_id", _view),
    ),
    Query(
        name="ListCorrelationRules",
        service=_SERVICE,
        path="/v1/correlation-rules",
        roles=READERS,
        request=ListParameters,
        response=Listed[CorrelationRuleView],
        summary="The rules by which alerts become incidents",
        example={"limit": 50},
        answer=list_of("correlation_rule", Listed[CorrelationRuleView], _view, lambda _wanted: {"deleted": False}),
    ),
)
