"""The questions of the retrieval bench are an operator's, not the documents' own words turned around."""

import re
from pathlib import Path

import pytest

from bench.retrieval.corpus import Question, name_of, questions

_CORPUS = Path(__file__).parents[2] / "bench" / "retrieval" / "corpus"
_WORD = re.compile(r"[a-z0-9]+")


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_there_are_enough_of_them_and_some_that_nothing_answers():
    answerable = [question for question in questions() if question.answers]

    assert len(answerable) >= 60
    assert len(questions()) - len(answerable) >= 10
    assert len({question.text for question in questions()}) == len(questions())


def test_every_answer_is_a_document():
    assert {name for question in questions() for name in question.answers} <= set(name_of().values())


@pytest.mark.parametrize("question", [q for q in questions() if q.kind == "symptom"], ids=lambda q: q.id)
def test_no_question_repeats_its_document(question: Question):
    for name in question.answers:
        told = (_CORPUS / f"{name}.md").read_text("utf-8")
        assert _runs(question.text, 4) & _runs(told, 4) == set()
