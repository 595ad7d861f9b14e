"""Matchers in Alertmanager syntax, with RE2's expressions; what is refused, and in which words."""

import hypothesis
import pytest
from hypothesis import strategies as st

from shared.kernel.matchers import InvalidMatcher, StepBudget, all_hold, compile_matcher, equality_of

LABELS = {
    "team": "payments",
    "namespace": "prod-eu",
    "note": 'say "hi"',
    "path": "a\nb",
    "dotted.name": "x",
    "instance": "10.0.0.1:9100",
    "place": "Größe-1",
    "🙂": "bar",
    "windows": r"C:\dir",
}


@pytest.mark.parametrize(
    ("matcher", "matches"),
    [
        ('team="payments"', True),
        ("team=payments", True),
        (' team = "payments" ', True),
        ('team="pay"', False),
        ('team!="pay"', True),
        ('team!="payments"', False),
        ('namespace=~"prod-.*"', True),
        ('namespace=~"prod"', False),
        ('namespace=~"prod-eu|prod-us"', True),
        ('namespace=~"eu|us|prod-eu|prod-us"', True),
        ('namespace=~"PROD-.*"', False),
        ('namespace=~"(?i)PROD-.*"', True),
        ('namespace!~"prod-.*"', False),
        ('namespace!~"test-.*"', True),
        ('absent=""', True),
        ("absent=", True),
        ('absent!=""', False),
        ('absent=~".+"', False),
        ('absent!~".+"', True),
        (r'note="say \"hi\""', True),
        (r'path="a\nb"', True),
        ('path=~"a.b"', True),
        ('"dotted.name"="x"', True),
        ("dotted.name=x", True),
        (r'namespace=~"prod-\\w{2}"', True),
        (r'namespace=~"prod-\w{2}"', True),
        ('namespace=~"[a-z]+-[^)(*+]+"', True),
        ('namespace=~"(?:prod|test)-(eu|us)"', True),
        ('namespace=~"(prod|test|dev|qa)-(eu|us|ap|sa)"', True),
        ('namespace=~"([a-z]+-?){2}"', True),
        ('namespace=~"([a-z]+-?){1}"', False),
        ('namespace=~"[[:alpha:]]+-[[:alpha:]]{2}"', True),
        (r'place=~"\\pL+-\\d"', True),
        (r'place=~"\w+-\d"', False),
        (r'instance=~"\\Q10.0.0.1:\\E\\d+"', True),
        (r'instance=~"\\Q10.0.0.1\\E"', False),
        (r'instance=~"10\.0\.0\.1:(9[0-9]{3})"', True),
        ('team=~"(p)|(payments)"', True),
        ('team=~"^payments$"', True),
        ('team=~"(a?){40}payments"', True),
        ('🙂="bar"', True),
        (r'windows="C:\\dir"', True),
        (r'windows="C:\dir"', True),
        ('{team="payments"}', True),
        ('{team="payments",}', True),
        ('team="payments",', True),
    ],
)
def test_a_matcher_matches(matcher, matches):
    assert compile_matcher(matcher)(LABELS) is matches
    assert all_hold([matcher], LABELS) is matches


@pytest.mark.parametrize(
    ("matcher", "why"),
    [
        ("team", "is not of the form"),
        ('="x"', "is not of the form"),
        ("{}", "is not of the form"),
        ('{team="x"', "is not of the form"),
        ('team="x" or', "is not of the form"),
        ("team=a b", "stands in double quotes"),
        ('job="value', "is not of the form"),
        ('job=value"', "is not of the form"),
        ("team='payments'", 'write team="payments"'),
        ("team=~'pay ments|x'", 'write team=~"pay ments|x"'),
        ("team=`payments`", 'write team="payments"'),
        ("team!=“payments”", 'write team!="payments"'),
        ('team="a",namespace="b"', 'two matchers in one text: give team="a" and namespace="b"'),
        ('{team="a", namespace="b"}', 'two matchers in one text: give team="a" and namespace="b"'),
        ('team=~"("', "missing \\)"),
        ('team=~"[a"', "missing \\]"),
        ('team=~"*"', "no argument for repetition"),
        ('team=~"a)|(b"', "unexpected \\)"),
        (r'team=~"(a)\\1"', "invalid escape sequence"),
        ('team=~"(?=a)a"', "look-around cannot be used"),
        ('team=~"(?!a)b"', "look-around cannot be used"),
        ('team=~"a{1001}"', "invalid repetition size"),
        ('team=~"a{,3}"', "write {0,3}"),
        ('team=~"((.{0,30}){0,30}){0,30}"', "invalid repetition size|too large"),
        (r'team=~"\\pL{0,900}"', "too large"),
        (f'team=~"{"a" * 2_000}"', "more than 2000 characters"),
        ('team=~"\ud800"', "half a character"),
    ],
)
def test_a_matcher_is_refused_in_words_that_help(matcher, why):
    with pytest.raises(InvalidMatcher, match=why):
        compile_matcher(matcher)
    assert not all_hold([matcher], LABELS)


def test_the_whole_value_is_matched_however_long_it_is():
    long = {"team": "a" * 60_000 + "b"}
    assert compile_matcher('team=~"a+b"')(long)
    assert not compile_matcher('team=~"a+"')(long)
    assert compile_matcher('team!~"a+"')(long)


@pytest.mark.parametrize("value", ["\x00", "\ud800", "a\ud800b", "\udc00\ud800", "\U0001f642", "é"])
def test_every_value_can_be_asked_about(value):
    assert compile_matcher('team=~".*"')({"team": value})
    assert not compile_matcher('team=~"x*"')({"team": value})


def test_what_costs_too_many_steps_does_not_hold_and_leaves_room_for_the_next():
    """A backtracking engine would need 2⁴⁰ steps for this one; RE2's are counted before they are taken."""
    hard = f'team=~"{"(a?)" * 40 + "a" * 40}"'
    steps = StepBudget(100_000)
    assert compile_matcher(hard)({"team": "a" * 40})
    assert not all_hold([hard], {"team": "a" * 50_000}, steps)
    assert all_hold(['team=~"a+"'], {"team": "a" * 1_000}, steps)
    assert 0 < steps.left < 100_000


def test_a_question_costs_no_more_than_its_steps_however_many_ask():
    steps = StepBudget(1_000_000)
    hard = [f'team!~"(.*a.{{{count}}}){{3}}"' for count in range(100, 300)]
    assert not all_hold(hard, {"team": "ab" * 500}, steps)
    assert steps.left >= 0


@pytest.mark.parametrize(
    ("matcher", "equality"),
    [
        ('team="payments"', ("team", "payments")),
        (" team = payments ", ("team", "payments")),
        ('{team="payments"}', ("team", "payments")),
        (r'"a b"="say \"hi\""', ("a b", 'say "hi"')),
        ('team=""', ("team", "")),
        ('team!="payments"', None),
        ('team=~"payments"', None),
        ("team='payments'", None),
        ("payments", None),
    ],
)
def test_an_equality_names_its_label_and_value(matcher: str, equality: tuple[str, str] | None):
    assert equality_of(matcher) == equality


@hypothesis.given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["=", "!=", "=~", "!~"]))
def test_whatever_is_written_is_a_matcher_or_refused(name: str, value: str, operator: str):
    for text in (f"{name}{operator}{value}", f'"{name}"{operator}"{value}"', f"{{{name}{operator}{value}}}"):
        try:
            compiled = compile_matcher(text)
        except InvalidMatcher:
            continue
        assert compiled({name: value}) in (True, False)
