"""Why an alert has the incident that it has, or none."""

from typing import Literal
from uuid import UUID

from shared.app.operations.correlation_rule.rule_book import rule_book_of, stored_rules
from shared.app.operations.incident.links import BY_HAND
from shared.app.operations.query_services import QueryServices
from shared.app.operations.view import View
from shared.app.stored_alerts import told_again
from shared.kernel.ids import TenantId
from shared.ports.current_state import Stored
from shared.processes.alert_correlation.episodes import severe_enough
from shared.processes.alert_correlation.rules import DEFAULT_RULE_IDS, Match, RuleBook
from shared.projections.alert_groups.queries import Holder
from shared.projections.page import InvalidQuery

Why = Literal["held", "taken_out", "not_firing", "no_rule", "below_minimum_severity", "not_yet"]


class RuleNamed(View):
    """A correlation rule is named by its id, its version and its name."""

    rule_id: UUID
    """The rule; one fixed id stands for people who correlate by hand."""
    rule_version: int
    """The version of the definition that decided, from 1."""
    name: str | None
    """The rule's name as it is now. Null: the rule is gone."""
    default: bool
    """True for a built-in rule, which is tried after all others."""


class Belonging(View):
    """It says which incident holds the alert's current episode, and why."""

    incident_id: UUID | None
    """The incident that holds the episode. Null: none does."""
    rule: RuleNamed | None
    """The rule that put it there; without an incident, the rule that takes it by the rules as they stand now. Null: no
    rule takes it.
    """
    why: Why
    """A stable code for the reason; ``text`` says it in words."""
    text: str
    """The reason as one sentence in English."""


def belonging_of(queries: QueryServices, tenant_id: TenantId, alert: Stored) -> Belonging | None:
    """The alert's current episode is looked up. None: there are more rules than are put in order."""
    try:
        book = rule_book_of(stored_rules(queries, tenant_id))
    except InvalidQuery:
        return None
    holder = queries.alerts.holder_of(tenant_id, alert.aggregate_id, alert.state["episode"])
    if holder is not None:
        return _held(holder, book)
    if alert.state["status"] != "firing":
        text = f"It is {alert.state['status']}, and this episode came to no incident."
        return Belonging(incident_id=None, rule=None, why="not_firing", text=text)
    return _unheld(alert, book)


def _held(holder: Holder, book: RuleBook) -> Belonging:
    rule = _named(holder.rule_id, holder.rule_version, book)
    number = "an incident" if holder.number is None else f"INC-{holder.number}"
    if holder.taken_out:
        text = f"A person took it out of {number}; that holds until its next episode."
        return Belonging(incident_id=None, rule=rule, why="taken_out", text=text)
    text = f"Rule {rule.name or rule.rule_id} put it into {number}."
    return Belonging(incident_id=holder.incident_id, rule=rule, why="held", text=text)


def _unheld(alert: Stored, book: RuleBook) -> Belonging:
    match = book.match(told_again(alert))
    if match is None:
        text = "No rule takes it, so it opens no incident; `sre rules list` shows the rules in their order."
        return Belonging(incident_id=None, rule=None, why="no_rule", text=text)
    rule = _named(match.rule.rule_id, match.rule.rule_version, book)
    if (low := _too_low(alert, match)) is not None:
        return Belonging(incident_id=None, rule=rule, why="below_minimum_severity", text=low)
    text = f"Rule {rule.name} takes it as the rules stand now; its incident is not there yet, or had ended under it."
    return Belonging(incident_id=None, rule=rule, why="not_yet", text=text)


def _too_low(alert: Stored, match: Match) -> str | None:
    told = told_again(alert)
    if severe_enough(told.severity, match):
        return None
    definition = match.rule.definition
    least = definition.minimum_severity
    return (
        f"Rule {definition.name} takes it, but opens incidents from severity {least} up, and this is {told.severity}."
    )


def _named(rule_id: UUID, version: int, book: RuleBook) -> RuleNamed:
    names: dict[UUID, str] = {rule.rule_id: rule.definition.name for rule in book.in_order}
    name = "by hand" if rule_id == BY_HAND else names.get(rule_id)
    return RuleNamed(rule_id=rule_id, rule_version=version, name=name, default=rule_id in DEFAULT_RULE_IDS)
