"""A correlation rule as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.correlation_rule.values import RuleDefinition
from shared.ports.current_state import Stored
from shared.processes.alert_correlation.rules import DEFAULT_RULE_IDS, Rule


class CorrelationRuleView(View):
    """A correlation rule is shown as it stands."""

    rule_id: UUID
    """The rule's id, chosen by whoever put it."""
    version: int
    """How many facts the rule has; 0 for a default rule that nobody has ever turned off."""
    rule_version: int
    """Counts definitions from 1; what a rule caused names it."""
    definition: RuleDefinition
    """What the rule takes and how it groups."""
    default: bool = False
    """True for a built-in rule: it is tried after all others, put with ``enabled`` false turns it off, deleting that
    turns it on again.
    """
    problem: str | None = None
    """Why it cannot be used; such a rule matches nothing. Null: it can be used."""
    deleted: bool
    """True when it has been deleted; it is then no longer tried."""
    updated_at: datetime | None
    """When the newest of its facts was recorded, in UTC. Null: a default rule that nobody has ever turned off."""


def correlation_rule_view(rule: Rule, stored: Stored | None) -> CorrelationRuleView:
    """``stored`` is None for a default rule that nobody has ever turned off."""
    default = rule.rule_id in DEFAULT_RULE_IDS
    there = {"version": 0, "deleted": False, "updated_at": None} if stored is None else view_fields(stored, "rule_id")
    ours = {"rule_id": rule.rule_id, "rule_version": rule.rule_version, "definition": rule.definition}
    off = {"deleted": False} if default else {}
    return CorrelationRuleView.model_validate(there | ours | off | {"default": default, "problem": rule.problem})
