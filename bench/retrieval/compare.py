"""Systems that are compared on the same questions, each fitted to four folds and measured on the fifth."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

from bench.measure import Result
from bench.retrieval.evidence import Asked, gathered, meaning_only, uncovered
from bench.retrieval.fitting import answered, fit
from bench.retrieval.measures import Answer, Measure, auroc, f1, hit_within, interval, reciprocal_rank, reliability
from shared.ports.embedding import Embedder, TokenEmbedder

_FOLDS = 5
MEASURES: Mapping[str, Measure] = {
    "hit@1": hit_within(1),
    "hit@3": hit_within(3),
    "MRR": reciprocal_rank,
    "refusal AUROC": auroc,
    "F1 of answer or refuse": f1,
}


def systems(embedders: Mapping[str, Embedder]) -> Iterator[tuple[str, list[Asked]]]:
    """Words alone; each embedder alone and with words; and what they lose without a part."""
    lexical = gathered(None)
    yield "words", lexical
    yield "words, BM25 alone", [each.only(uncovered) for each in lexical]
    for name, embedder in embedders.items():
        both = gathered(embedder, without_tokens=True)
        yield name, [each.only(meaning_only) for each in both]
        yield f"words + {name}", both
        if isinstance(embedder, TokenEmbedder):
            yield f"words + {name}, tokens", gathered(embedder)


def cross_validated(asked: Sequence[Asked]) -> list[Answer]:
    """Each question answered by what was fitted to the others' folds."""
    fold_of = _folds(asked)
    answers: list[Answer] = []
    for fold in range(_FOLDS):
        by = fit([each for each, its in zip(asked, fold_of, strict=True) if its != fold])
        mine = [each for each, its in zip(asked, fold_of, strict=True) if its == fold]
        answers.extend(answered(each, by) for each in mine)
    return answers


def _folds(asked: Sequence[Asked]) -> list[int]:
    """Each kind of question is spread over all of them."""
    luck, next_of, fold_of = random.Random(626), dict[str, int](), [0] * len(asked)
    for place in luck.sample(range(len(asked)), len(asked)):
        kind = asked[place].question.kind
        fold_of[place] = next_of.setdefault(kind, len(next_of)) % _FOLDS
        next_of[kind] += 1
    return fold_of


def results(system: str, answers: Sequence[Answer]) -> Iterator[Result]:
    """In percent, with the interval that 95 % of resampled sets of questions are in."""
    for name, measure in MEASURES.items():
        yield _result(f"retrieval: {system}: {name}", measure, answers)
    for kind in sorted({each.question.kind for each in answers if each.question.answers}):
        mine = [each for each in answers if each.question.kind == kind]
        yield _result(f"retrieval: {system}: hit@1, {kind}", hit_within(1), mine)
        yield _result(f"retrieval: {system}: hit@3, {kind}", hit_within(3), mine)
    for kind in ("none", "foreign"):
        mine = [each for each in answers if each.question.answers or each.question.kind == kind]
        yield _result(f"retrieval: {system}: refusal AUROC, {kind}", auroc, mine)


def curve(system: str, answers: Sequence[Answer]) -> Iterator[Result]:
    for said, true, count in reliability(answers):
        name = f"retrieval: {system}: right where {100 * said:.0f} % is said, of {count}"
        yield _percent(name, (true, true, true), count)


def _result(name: str, measure: Callable[[Sequence[Answer]], float], answers: Sequence[Answer]) -> Result:
    return _percent(name, interval(measure, answers), len(answers))


def _percent(name: str, of: tuple[float, float, float], count: int) -> Result:
    low, value, high = (round(100 * each, 1) for each in of)
    return Result(name=name, value=value, unit="%", limit=None, ratio=None, runs=count, spread=(low, high), limit_is="")
