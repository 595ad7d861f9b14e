"""How often a lookup that asks words first has to ask for meaning, too, and what is lost where it does not."""

from collections.abc import Iterator, Sequence

from bench.measure import Result
from bench.retrieval.compare import results
from bench.retrieval.measures import Answer
from shared.app.triage.words_first import words_decide

_SYSTEM = "words first"


def words_first(by_words: Sequence[Answer], by_both: Sequence[Answer]) -> Iterator[Result]:
    """``by_words`` and ``by_both`` answer the same questions, in one order."""
    answers = combined(by_words, by_both)
    yield from results(_SYSTEM, answers)
    asked = [not is_decided(each) for each in by_words]
    same = [_is_match(one) == _is_match(other) for one, other in zip(answers, by_both, strict=True)]
    yield _share("questions whose meaning is asked", asked)
    yield _share("decided as with meaning always", same)


def combined(by_words: Sequence[Answer], by_both: Sequence[Answer]) -> list[Answer]:
    return [one if is_decided(one) else other for one, other in zip(by_words, by_both, strict=True)]


def is_decided(answer: Answer) -> bool:
    """Zero stands for nothing found."""
    return words_decide(answer.probability or None)


def _is_match(answer: Answer) -> bool:
    return answer.probability >= answer.threshold


def _share(name: str, of: Sequence[bool]) -> Result:
    value = round(100 * sum(of) / len(of), 1)
    name = f"retrieval: {_SYSTEM}: {name}"
    return Result(name=name, value=value, unit="%", limit=None, ratio=None, runs=len(of), spread=(value, value))
