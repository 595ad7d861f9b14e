"""The questions of the retrieval bench are an operator's, not the documents' own words turned around."""

from dataclasses import replace

import pytest

from bench.retrieval.check import faults, inconsistent
from bench.retrieval.corpus import HELD_OUT, PROSE
from bench.retrieval.documentation.packages import PACKAGES
from bench.retrieval.documentation.reading import QUESTIONS
from bench.retrieval.questions import UNANSWERED, Question, read


def test_every_question_has_its_answer_and_words_of_its_own():
    assert list(faults(PROSE.documents(), PROSE.questions())) == []


def test_the_other_company_is_asked_about_what_it_wrote():
    assert {name for question in HELD_OUT.questions() for name in question.answers} <= {
        document.name for document in HELD_OUT.documents()
    }


def test_others_documentation_is_asked_for_pages_of_packages_that_can_be_fetched():
    asked = read(QUESTIONS)
    assert list(inconsistent(asked)) == []
    assert {question.kind for question in asked if not question.answers} == set(UNANSWERED)
    folders = {package.name for package in PACKAGES}
    assert {page.partition("/")[0] for question in asked for page in question.answers} <= folders


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (Question("x", "the copy failed", "none", frozenset({"svc-ledger"})), "x: none with 1 answers"),
        (Question("x", "abracadabra", "none", frozenset()), "x: nobody wrote 'abracadabra'"),
        (Question("x", "who", "operator", frozenset({"svc-nothing"})), "x: no document svc-nothing"),
        (
            Question("x", "bookings are immutable; corrections", "operator", frozenset({"svc-ledger"})),
            "x: svc-ledger: repeats “bookings are immutable corrections”",
        ),
        (replace(PROSE.questions()[0], id="x", text="who", evidence="written nowhere"), "x: its evidence is in []"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(spoilt: Question, fault: str):
    assert fault in list(faults(PROSE.documents(), [spoilt]))
