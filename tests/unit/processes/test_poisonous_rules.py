"""Rules that cannot be used, or cost too much: correlation goes on with the next one, also after a restart."""

from pydantic import TypeAdapter

from shared.domain.incident.intents import CreateIncident
from shared.kernel.ids import RuleId
from shared.kernel.matchers import MOST_STEPS, compile_matcher
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.alert_correlation.rules import Rule, RuleBook
from shared.processes.alert_correlation.state import Correlating
from tests.support.facts import RULE, ingested, named
from tests.support.given_process import given_process
from tests.support.incident_facts import rule_put

LAST = RuleId(named("last"))
#: As it was kept before anybody knew of its problem: a backtracking engine never came back from it, ours refuses it.
STORED = (
    '{"kind": "rules", "workflow_id": "correlation/rules", "rules": ['
    '{"rule_id": "00000000-0000-0000-0000-000000000001", "rule_version": 1, "definition":'
    ' {"name": "a", "matchers": ["team=~\\"(?=a)b\\"", "team=~\\"\\\\\\\\Z\\"", "team=\'a\'"], "group_by": ["team"]}},'
    '{"rule_id": "00000000-0000-0000-0000-000000000002", "rule_version": 1, "definition":'
    ' {"name": "b", "matchers": ["team=~\\"pay.*\\""], "group_by": ["team"]}}]}'
)


def matched(book: RuleBook, **labels: str) -> str | None:
    match = book.match(ingested("a", labels=labels))
    return None if match is None else match.rule.definition.name


def test_a_rule_book_of_earlier_days_is_read_and_its_unusable_rules_are_passed_over():
    book = TypeAdapter(Correlating).validate_json(STORED)
    assert isinstance(book, RuleBook)
    assert matched(book, team="payments") == "b"
    assert matched(book, team="a") == "default: alert name"


def test_a_rule_that_nobody_could_have_put_says_why_and_the_next_one_decides():
    world = given_process(alert_correlation).given(
        rule_put(RULE, name="a", matchers=('team=~"(?!x)a"',), group_by=("team",)),
        rule_put(LAST, name="b", group_by=("service",)),
    )
    (book,) = world.states("rules")
    assert isinstance(book, RuleBook)
    assert [(rule.definition.name, rule.problem is None) for rule in book.rules] == [("a", False), ("b", True)]
    assert "look-around" in (book.rules[0].problem or "")
    assert world.when(ingested("a", labels={"service": "x"})).intent(CreateIncident)


def test_nested_repetitions_that_other_engines_never_finish_decide_at_once():
    exploding = f'team=~"{"(a?)" * 50}{"a" * 50}"'
    book = _book(("a", (exploding,)), ("b", ()))
    assert matched(book, team="a" * 50) == "a"
    assert matched(book, team="a" * 49 + "b") == "b"


def test_rules_that_cost_more_than_a_question_may_are_passed_over_and_the_cheap_ones_tried():
    """Each costs much for a value of this length; together they cost more than one alert may."""
    costly = tuple(f'team=~".*a.{{{count}}}z"' for count in range(600, 640))
    value = "ab" * 10_000
    expressions = [expression for each in costly if (expression := compile_matcher(each).expression) is not None]
    assert sum(expression.steps(value) for expression in expressions) > MOST_STEPS
    book = _book(*((f"{number:02d}", (each,)) for number, each in enumerate(costly)), ("last", ('team=~"(ab)+"',)))
    assert matched(book, team=value) == "last"
    assert matched(_book(("x", costly), ("last", ())), team=value) == "last"


def _book(*rules: tuple[str, tuple[str, ...]]) -> RuleBook:
    made = [
        {"rule_id": str(named(name)), "rule_version": 1}
        | {"definition": {"name": name, "matchers": matchers, "group_by": ["team"]}}
        for name, matchers in rules
    ]
    return RuleBook(rules=tuple(Rule.model_validate(each) for each in made))
