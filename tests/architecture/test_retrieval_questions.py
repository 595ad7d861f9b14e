"""The questions of the retrieval bench are an operator's, not the documents' own words turned around."""

import re
from pathlib import Path

import pytest

from bench.retrieval.corpus import FITTED, MEASURED, Question, name_of, questions

_WORD = re.compile(r"[a-z0-9]+")
_ASKED = [
    (folder, question)
    for folder in (MEASURED, FITTED)
    for question in questions(folder)
    if question.kind in ("symptom", "paraphrase")
]


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


@pytest.mark.parametrize("folder", [MEASURED, FITTED], ids=["measured", "fitted"])
def test_there_are_enough_of_them_and_some_that_nothing_answers(folder: Path):
    asked = questions(folder)
    answerable = [question for question in asked if question.answers]

    assert len(answerable) >= 60
    assert len(asked) - len(answerable) >= 10
    assert len({question.text for question in asked}) == len(asked)
    assert {name for question in asked for name in question.answers} <= set(name_of(folder).values())


@pytest.mark.parametrize(("folder", "question"), _ASKED, ids=[question.id for _folder, question in _ASKED])
def test_no_question_repeats_its_document(folder: Path, question: Question):
    for name in question.answers:
        told = (folder / "corpus" / f"{name}.md").read_text("utf-8")
        assert _runs(question.text, 4) & _runs(told, 4) == set()
