"""The worst that a person may send to each place that computes by it: refused, or done in a counted number of steps.

Steps are counted where the work is done; how long one takes is the machine's business.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.adapters.imports import postmortems_md, reading, runbooks_md
from shared.adapters.imports.icalendar import parse as parse_calendar
from shared.adapters.imports.knowledge_md import parse as parse_knowledge
from shared.adapters.imports.strict_yaml import YamlRefused, documents_of
from shared.domain.on_call_schedule import turns
from shared.domain.on_call_schedule.rota import LONGEST, plan
from shared.domain.on_call_schedule.values import Hours, Layer, Unit
from shared.domain.runbook.definition import refuse_unusable
from shared.domain.runbook.values import RunbookDefinition, RunbookStep, StepKind
from shared.kernel import recurrence
from shared.kernel.decider import Rejected
from shared.kernel.ids import TenantId
from shared.kernel.matchers import InvalidMatcher, StepBudget, all_hold, compile_matcher
from shared.kernel.zones import instant
from shared.ports.imports import Document, Setting
from shared.projections.knowledge_index.chunking import sections_of_markdown
from shared.projections.lexical.analysis import MOST_TERMS, analysed
from shared.projections.lexical.question import MOST_ASKED, asked_in
from shared.projections.lexical.stems import Language
from tests.support.schedules import schedule

_SETTING = Setting(tenant_id=TenantId(UUID(int=1)), source="", at=datetime(2026, 11, 28, tzinfo=UTC))
_DAYS: Any = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Counter:
    """Counts the calls of a function, and ends what calls it too often."""

    def __init__(self, real: Any, most: int) -> None:
        self.real, self.left = real, most

    def __call__(self, *given: Any) -> Any:
        self.left -= 1
        assert self.left >= 0, "more steps than it may take"
        return self.real(*given)


@pytest.mark.parametrize(
    "pattern",
    [
        f"{'(a?)' * 200}{'a' * 200}",
        "(a+)+b",
        "((a*)*)*b",
        "(a|aa|aaa)+b",
        "(.*a){20}b",
        ".*a.{900}b",
        "(.{0,30}){0,30}b",
        "(x+x+)+y",
        r"(\\pL+\\s?)*b",
    ],
)
def test_the_worst_expressions_are_matched_or_left_out(pattern):
    matcher, steps = f'team=~"{pattern}"', StepBudget()
    assert compile_matcher(matcher) is not None
    assert not all_hold([matcher], {"team": "a" * 65_535 + "!"}, steps)
    assert steps.left >= 0


@pytest.mark.parametrize("pattern", ["(((a{1,9}){1,9}){1,9}){1,9}", r"\\pL{900}", "a{99999}", "(" * 2_000])
def test_expressions_that_are_too_large_written_out_are_refused(pattern):
    with pytest.raises(InvalidMatcher):
        compile_matcher(f'team=~"{pattern}"')


def test_the_largest_plan_takes_a_step_for_each_of_its_turns(monkeypatch):
    """20 layers that change hands every hour, each with 20 kinds of hours, for a quarter."""
    hours = tuple(
        Hours(days=_DAYS, start=f"{number:02d}:{number:02d}", until=f"{number + 1:02d}:{number:02d}")
        for number in range(20)
    )
    layers = [
        Layer(
            name=f"l{number}",
            members=("ana", "ben"),
            unit=Unit.HOURS,
            every=1,
            first_handoff=datetime(2026, 1, 1),
            hours=hours,
        )
        for number in range(4)
    ]
    each = 92 * (24 + 2 * 20 + 1)  # hand-overs, ends of hours, days
    monkeypatch.setattr(turns, "instant", Counter(instant, len(layers) * (each + 200)))
    start = datetime(2026, 11, 1, tzinfo=UTC)
    slots = plan(schedule(*layers), (), start, start + LONGEST)
    assert slots[0].starts_at == start
    assert slots[-1].ends_at - start == LONGEST


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9",
        "FREQ=YEARLY;BYDAY=-53MO;BYSETPOS=366;UNTIL=99991231",
        "FREQ=SECONDLY;INTERVAL=1",
    ],
)
def test_the_worst_rules_of_a_calendar_take_a_step_a_day(rule, monkeypatch):
    monkeypatch.setattr(recurrence, "_days_of", Counter(recurrence._days_of, 15_000))
    event = f"BEGIN:VEVENT\nUID:1\nDTSTART:19900101T090000Z\nDURATION:PT8H\nSUMMARY:ana\nRRULE:{rule}\nEND:VEVENT\n"
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}END:VCALENDAR\n"
    parsed = parse_calendar([Document(path="c.ics", text=text)], _SETTING)
    assert parsed.drafts or parsed.troubles


@pytest.mark.parametrize("parse", [runbooks_md.parse, postmortems_md.parse, parse_knowledge])
@pytest.mark.parametrize(
    "text",
    [
        "## Timeline\n" + "- 12:00 a\n" * 5_000,
        "# a\n" * 8_000,
        "# " + "**a " * 12_000,
        "# " + "`a ` " * 10_000,
        "[" * 99_000,
        "> " * 49_000,
        "---\na: &a [x]\nb: [" + "*a, " * 20_000 + "]\n---\n",
    ],
    ids=["items", "headings", "stars", "backticks", "brackets", "quotes", "aliases"],
)
def test_the_worst_documents_are_read_or_told_of(parse, text):
    """Each took minutes, or would with a larger file, when some step was done again for each of its lines."""
    parsed = parse([Document(path="a.md", text=text)], _SETTING)
    assert parsed.drafts or parsed.troubles


def test_names_are_told_apart_in_a_step_each():
    taken = Looked()
    assert [reading.told_apart("Do it!", 60, "step", taken) for _ in range(5_000)][-1] == "do-it-5000"
    assert taken.looks == 5_000


class Looked(dict[str, int]):
    looks = 0

    def __contains__(self, key: object) -> bool:
        self.looks += 1
        return super().__contains__(key)


@pytest.mark.parametrize("text", ["A" * 20_000, "a" * 20_000, "a." * 10_000, "-" * 20_000, "Ab1" * 6_000])
def test_the_worst_text_has_a_bounded_number_of_terms(text):
    terms = analysed((text,), Language.ENGLISH)
    assert terms.lexemes.count("'") <= 2 * MOST_TERMS
    assert len(asked_in(text)) <= MOST_ASKED


def test_braces_that_are_never_closed_are_left_over_placeholders():
    step = RunbookStep(id="a", title="a", kind=StepKind.COMMAND, tool="shell", arguments={"command": "{{" * 10_000})
    with pytest.raises(Rejected, match="a placeholder is"):
        refuse_unusable(RunbookDefinition(title="a", steps=(step,)))


@pytest.mark.parametrize("rest", [" " * 20_000 + "x", " #" * 10_000 + "x", "\t" * 20_000, "#" * 20_000 + " x"])
def test_the_worst_heading_of_a_document_is_told_in_one_pass(rest):
    """One expression for it took time that grows with the cube of the spaces, and with it every tenant's search."""
    (section,) = sections_of_markdown(f"# a{rest}\ntext")
    assert section["heading"] == f"a{rest}".rstrip()
    assert section["text"] == "text"


def test_what_closes_a_heading_is_no_part_of_it():
    assert [each["heading"] for each in sections_of_markdown("# One ##\na\n##  Two # \nb")] == ["One", "One / Two"]


def _yaml() -> Iterator[str]:
    tenfold = ",".join(["*a{0}"] * 10)
    yield "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{tenfold.format(n - 1)}]\n" for n in range(1, 12))
    yield "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{tenfold.format(n - 1)}]}}\n" for n in range(1, 12))
    yield "[" * 100_000
    yield "- " * 100_000
    yield "a: " + "x" * 1_000_001


@pytest.mark.parametrize("text", list(_yaml()), ids=["aliases", "merges", "flow", "lists", "long"])
def test_the_worst_yaml_is_refused(text):
    with pytest.raises(YamlRefused):
        list(documents_of(text))


def test_a_plan_spans_a_quarter_at_most():
    start = datetime(2026, 11, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="at most 92 days"):
        plan(schedule(), (), start, start + LONGEST + timedelta(seconds=1))
