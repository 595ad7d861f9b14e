"""The draft of a postmortem: statements with what they rest on, and questions where nobody knows."""

from dataclasses import replace

import pytest

from shared.documentation.postmortem_draft import postmortem_draft, questions
from shared.domain.postmortem.values import RootCauseCategory
from shared.processes.incident_triage.pattern import PatternCheck
from tests.support.stories import CANNOT_TELL, MENDED, NOT_MENDED


def test_each_line_of_its_timeline_names_its_entry():
    draft = postmortem_draft(MENDED)
    assert [line.entry_id for line in draft.timeline] == [each.entry_id for each in MENDED.entries]


def test_statements_cite_the_line_that_they_rest_on():
    text = postmortem_draft(MENDED).markdown
    assert "SURCHARGE_TABLE is not set. [timeline 2]" in text
    assert "[timeline 3]" in text.partition("## What was done")[2].partition("##")[0]
    assert "2. 12:01:00 Deployment booking/pricing crash-loops: exit 1 (certain)" in text


def test_the_cause_is_filed_and_what_follows_is_a_task():
    draft = postmortem_draft(MENDED)
    assert draft.root_cause is not None
    assert draft.root_cause.category is RootCauseCategory.CODE
    assert any("that was taken back" in item.title for item in draft.action_items)
    assert len({item.id for item in draft.action_items}) == len(draft.action_items)


def test_what_users_noticed_is_left_to_people():
    """Without an impact it cannot be published."""
    draft = postmortem_draft(MENDED)
    assert draft.impact is None
    assert draft.reviewers == ()
    assert "What did users notice" in draft.markdown


def test_a_draft_without_a_cause_asks_for_it():
    draft = postmortem_draft(CANNOT_TELL)
    assert draft.root_cause is None
    assert "What was the root cause?" in [*questions(CANNOT_TELL)]
    assert "Nothing was changed." in draft.markdown


def test_a_draft_of_what_did_not_help_says_so():
    draft = postmortem_draft(NOT_MENDED)
    assert "It was not mended by that." in draft.summary
    assert "How is it known that it is mended?" in draft.markdown
    assert draft.action_items[0].title.startswith("Find out why what was done did not help")


def test_a_long_timeline_is_cut_and_still_cited():
    long = replace(MENDED, entries=[each for _ in range(200) for each in MENDED.entries])
    draft = postmortem_draft(long)
    assert len(draft.timeline) == 500
    assert len(draft.markdown) <= 100_000


@pytest.mark.parametrize(
    ("holds", "verified", "lesson"),
    [
        (True, True, "right"),
        (True, False, "wrong"),
        (True, None, None),
        (False, True, "wrong"),
        (False, None, "wrong"),
    ],
)
def test_what_was_taken_for_known_learns_from_how_it_ended(holds, verified, lesson):
    pattern = PatternCheck(holds=holds, why="What is live now says so.")
    assert replace(MENDED, pattern=pattern, verified=verified).lesson() == lesson


def test_where_nothing_was_known_nothing_is_learned():
    assert replace(MENDED, lookup=None).lesson() is None
