"""The questions of the retrieval bench are an operator's, not the documents' own words turned around."""

from dataclasses import replace

import pytest

from bench.retrieval.check import faults
from bench.retrieval.corpus import FITTED, documents, questions
from bench.retrieval.questions import Question


def test_every_question_has_its_answer_and_words_of_its_own():
    assert list(faults(documents(), questions())) == []


def test_the_other_company_is_asked_about_what_it_wrote():
    assert {name for question in questions(FITTED) for name in question.answers} <= {
        document.name for document in documents(FITTED)
    }


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
        (replace(questions()[0], id="x", text="who", evidence="written nowhere"), "x: its evidence is in []"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(spoilt: Question, fault: str):
    assert fault in list(faults(documents(), [spoilt]))
