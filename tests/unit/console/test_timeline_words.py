"""A line of a timeline names no ids, and shows no marks that nothing renders."""

from types import SimpleNamespace
from typing import Any

from shared.adapters.console.timeline_words import entry_words
from shared.app.operations.incident.links import BY_HAND
from shared.domain.incident.values import JoinedThrough, ServiceEdge
from shared.processes.alert_correlation.rules import DEFAULT_RULES
from shared.projections.incident_timeline.timeline_text import text_of_incident
from tests.support.facts import correlated


def shown(alerts: str = "a", **changed: Any) -> str:
    fact = correlated("i", tuple(alerts))
    fact = fact.model_copy(update={"correlation": fact.correlation.model_copy(update=changed)})
    return entry_words(text_of_incident(fact))


def test_one_alert_is_one_and_a_rule_is_called_by_its_name():
    matched = {"@environment": "", "cluster": "eu-1", "@service": "checkout"}
    rule = DEFAULT_RULES[0].rule_id
    assert shown(rule_id=rule, matched=matched) == (
        "1 alert joined by the rule “default: service”: cluster eu-1, service checkout"
    )
    assert shown("ab") == "2 alerts joined by a rule: service checkout"
    assert shown(matched={}) == "1 alert joined by a rule"


def test_what_people_or_the_catalog_put_together_says_so():
    edge = ServiceEdge(dependent="web", dependency="checkout")
    through = JoinedThrough(service="web", incident_service="checkout", edges=(edge,))
    assert shown(through=through) == "1 alert joined because web depends on checkout"
    same = through.model_copy(update={"edges": ()})
    assert shown("ab", through=same) == "2 alerts joined because they are of web"
    assert shown("ab", rule_id=BY_HAND) == "2 alerts put into it by hand"


def test_marks_of_emphasis_are_left_out_and_everything_else_stays():
    def words(text: str) -> str:
        return entry_words(SimpleNamespace(kind="note", text=text, details={}))

    assert words("**Deployment shop/web crash-loops** (certain)") == "Deployment shop/web crash-loops (certain)"
    for untouched in ("2 ** 3 ** 4", "a/**/b and c/**/d", "+    - name: X", "**"):
        assert words(untouched) == untouched
