"""What is fitted puts right answers first, is sure of them, and refuses where nothing fits."""

import random
from datetime import UTC, datetime
from uuid import UUID

import pytest

from bench.retrieval.compare import cross_validated
from bench.retrieval.evidence import Asked
from bench.retrieval.fitting import answered, fit
from bench.retrieval.measures import auroc, f1, hit_within
from bench.retrieval.questions import Question
from shared.projections.knowledge_index.queries import ScoreParts
from shared.projections.knowledge_index.ranking import Passage, Wording


def _passage(number: int, words: float, meaning: float) -> Passage:
    parts = ScoreParts(words=words, covered=words, names=0.0, meaning=meaning, recency=0.5, verified=0.5, feedback=0.0)
    return Passage(document_id=UUID(int=number), ordinal=0, occurred_at=datetime(2026, 1, 1, tzinfo=UTC), parts=parts)


def _asked(chance: random.Random, number: int) -> Asked:
    """Where there is an answer, it has more of the words than the others, or is nearer."""
    answers = number % 4 > 0
    others = [_passage(each, chance.uniform(0, 0.3), chance.uniform(0, 0.4)) for each in range(1, 9)]
    by_words = chance.random() < 0.5
    best = _passage(9, 0.9 if by_words else 0.2, 0.3 if by_words else 0.9)
    return Asked(
        question=Question(str(number), f"question {number}", "plain" if answers else "none", frozenset("9"[:answers])),
        passages=(*others, best) if answers else tuple(others),
        right=frozenset({UUID(int=9)} if answers else ()),
        wording=Wording(count=5, missing=0.0),
    )


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    chance = random.Random(3)
    return [_asked(chance, number) for number in range(80)]


def test_questions_that_were_not_fitted_to_are_answered_and_refused_rightly(asked: list[Asked]):
    answers = cross_validated(asked)

    assert len(answers) == len(asked)
    assert hit_within(1)(answers) == 1.0
    assert auroc(answers) > 0.99
    assert f1(answers) > 0.95


def test_both_words_and_meaning_count_where_either_may_be_right(asked: list[Asked]):
    by = fit(asked)
    words, covered, meaning, *_unread = by.order

    assert words + covered > 1
    assert meaning > 1
    assert 0 < by.threshold < 1


def test_the_place_of_the_right_document_is_counted_among_documents(asked: list[Asked]):
    by = fit(asked)
    answered_one, refused = asked[1], asked[0]

    assert answered(answered_one, by).place == 1
    assert answered(refused, by).place is None
