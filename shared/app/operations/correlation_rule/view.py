"""A correlation rule as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.correlation_rule.values import RuleDefinition
from shared.ports.current_state import Stored
from shared.processes.alert_correlation.rules import DEFAULT_RULE_IDS, Rule


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


def correlation_rule_view(rule: Rule, stored: Stored | None) -> CorrelationRuleView:
    default = rule.rule_id in DEFAULT_RULE_IDS
    there = {"version": 0, "deleted": False, "updated_at": None} if stored is None else view_fields(stored, "rule_id")
    ours = {"rule_id": rule.rule_id, "rule_version": rule.rule_version, "definition": rule.definition}
    off = {"deleted": False} if default else {}
    return CorrelationRuleView.model_validate(there | ours | off | {"default": default, "problem": rule.problem})
