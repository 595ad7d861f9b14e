"""How good a search is: places of the right answers, telling answerable from unanswerable, and how sure one can be."""

import random
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.retrieval.questions import Question

_RESAMPLED = 1_000


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    #: Of the first right document, from 1; None: it was not found, or there is none.
    place: int | None
    #: That the search gives its first document.
    probability: float
    #: From which probability on the search itself says that it is a match.
    threshold: float = 0.5


Measure = Callable[[Sequence[Answer]], float]


def hit_within(most: int) -> Measure:
    def hit(answers: Sequence[Answer]) -> float:
        return _mean([each.place is not None and each.place <= most for each in _answerable(answers)])

    return hit


def reciprocal_rank(answers: Sequence[Answer]) -> float:
    return _mean([1 / each.place if each.place else 0.0 for each in _answerable(answers)])


def auroc(answers: Sequence[Answer]) -> float:
    """How often an answerable question has the higher probability of the two."""
    yes = [each.probability for each in answers if each.question.answers]
    no = sorted(each.probability for each in answers if not each.question.answers)
    if not yes or not no:
        return float("nan")
    return _mean([(bisect_left(no, each) + bisect_right(no, each)) / (2 * len(no)) for each in yes])


def f1(answers: Sequence[Answer]) -> float:
    """Of answer-or-refuse: an answer is right when the first document is; answering what has none is wrong."""
    return _f1(answers, [each.probability >= each.threshold for each in answers])


def best_threshold(answers: Sequence[Answer]) -> float:
    """The probability with the highest F1, in hundredths."""
    candidates = [hundredth / 100 for hundredth in range(1, 100)]
    return max(candidates, key=lambda least: _f1(answers, [each.probability >= least for each in answers]))


def interval(measure: Measure, answers: Sequence[Answer]) -> tuple[float, float, float]:
    """Low, value and high: 95 % of resampled sets of questions are between them. The same draw each time."""
    luck = random.Random(14)
    resampled = sorted(measure(luck.choices(answers, k=len(answers))) for _ in range(_RESAMPLED))
    return resampled[round(0.025 * _RESAMPLED)], measure(answers), resampled[round(0.975 * _RESAMPLED) - 1]


def reliability(answers: Sequence[Answer], steps: int = 5) -> list[tuple[float, float, int]]:
    """Of answers by their probability, in equal steps: what was said, what was so, and how many they are."""
    grouped: dict[int, list[Answer]] = {}
    for each in answers:
        grouped.setdefault(min(steps - 1, int(each.probability * steps)), []).append(each)
    return [
        (_mean([each.probability for each in mine]), _mean([each.place == 1 for each in mine]), len(mine))
        for _step, mine in sorted(grouped.items())
    ]


def _answerable(answers: Sequence[Answer]) -> list[Answer]:
    return [each for each in answers if each.question.answers]


def _f1(answers: Sequence[Answer], given: Sequence[bool]) -> float:
    right = sum(each.place == 1 for each, is_given in zip(answers, given, strict=True) if is_given)
    return 2 * right / max(1, sum(given) + len(_answerable(answers)))


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else float("nan")
