"""``python -m bench.retrieval.check``: are the questions asked in words of their own, and do their answers exist?

A question that repeats its document measures nothing: any search finds it. So a question may share no four words in a
row with a document that answers it, and a symptom or a paraphrase no three content words in a row and at most 45 % of
its content words. An identifier or a log line is pasted on purpose. What nothing answers is made of words that occur,
and what is evidence stands in one document alone.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bench.retrieval.corpus import PROSE
from bench.retrieval.document import Document
from bench.retrieval.questions import UNANSWERED, Question

DOCUMENTS, ANSWERED, OF_KNOWN_WORDS = 400, 200, 60
_RUN, _RUN_OF_CONTENT, _SHARE = 4, 3, 0.45
#: Pasted, misspelt on purpose, or asked for by a day or a row that has a name.
_PASTED = frozenset({"identifier", "log", "typo", "dated", "inventory"})
_IN_OTHER_WORDS = frozenset({"symptom", "paraphrase"})

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-zà-ÿß]+(?:'[a-z]+)*|\d+")
_ENDING = re.compile(r"(?<=[a-zà-ÿ]{3})(?:ing|ed|es|'s|s|e)$")
_STOP = frozenset(
    _WORD.findall(
        """
        a about after again all also although am an and any are as at be because been before being but by can
        can't cannot could did didn't do does doesn't don't each even every few for from get gets getting got had
        has have he him how i if in into is isn't it it's its just may me more most must my no nor not now of off on
        one only or other our out over same should since so some still such than that the their them then there
        these they this those through to too under until up us was we were what what's when where which while who
        why will with without won't would yet you your go
        """
    )
)


def words(text: str) -> list[str]:
    return _WORD.findall(_HUMP.sub(" ", text).lower())


def content(text: str) -> list[str]:
    """Words that carry meaning, without the commonest endings: ``evicted`` and ``evicts`` are one word."""
    return [_ENDING.sub("", word) for word in words(text) if word not in _STOP]


def faults(of: Sequence[Document], asked: Sequence[Question]) -> Iterator[str]:
    yield from _counts(of, asked)
    yield from _twice("document", [document.name for document in of])
    yield from inconsistent(asked)
    by_name = {document.name: document for document in of}
    known = {word for document in of for word in content(document.text)}
    for question in asked:
        yield from (f"{question.id}: {fault}" for fault in _faults_of(question, by_name, known))


def _counts(of: Sequence[Document], asked: Sequence[Question]) -> Iterator[str]:
    answered = sum(1 for question in asked if question.answers)
    none = sum(1 for question in asked if question.kind == "none")
    for what, count, wanted in (
        ("documents", len(of), DOCUMENTS),
        ("answered questions", answered, ANSWERED),
        ("questions of known words without an answer", none, OF_KNOWN_WORDS),
    ):
        if count < wanted:
            yield f"{count} {what}, {wanted} are wanted"


def inconsistent(asked: Sequence[Question]) -> Iterator[str]:
    """What is wrong with questions, whatever they are asked of."""
    yield from _twice("id", [question.id for question in asked])
    yield from _twice("question", [question.text for question in asked])
    for question in asked:
        if (question.kind in UNANSWERED) == bool(question.answers):
            yield f"{question.id}: {question.kind} with {len(question.answers)} answers"


def _twice(what: str, names: Sequence[str]) -> Iterator[str]:
    yield from (f"{what} {name!r} is there {count} times" for name, count in Counter(names).items() if count > 1)


def _faults_of(question: Question, by_name: dict[str, Document], known: set[str]) -> Iterator[str]:
    if question.kind == "none":
        yield from (f"nobody wrote {word!r}" for word in content(question.text) if word not in known)
    if question.evidence:
        places = _places(question.evidence, by_name.values())
        if len(places) != 1 or not question.answers.issuperset(places):
            yield f"its evidence is in {places}"
    for name in sorted(question.answers):
        if name not in by_name:
            yield f"no document {name}"
        elif question.kind not in _PASTED:
            yield from (f"{name}: {fault}" for fault in _likeness(question, by_name[name]))


def _places(evidence: str, of: Iterable[Document]) -> list[str]:
    return [document.name for document in of if evidence in " ".join(document.text.split())]


def _likeness(question: Question, document: Document) -> Iterator[str]:
    """What the question has too much of from the document."""
    for run in sorted(_runs(words(question.text), _RUN) & _runs(words(document.text), _RUN)):
        yield f"repeats “{' '.join(run)}”"
    if question.kind not in _IN_OTHER_WORDS:
        return
    asked, told = content(question.text), content(document.text)
    for run in sorted(_runs(asked, _RUN_OF_CONTENT) & _runs(told, _RUN_OF_CONTENT)):
        yield f"repeats the content “{' '.join(run)}”"
    distinct = set(asked)
    shared = distinct & set(told)
    if len(shared) > _SHARE * len(distinct):
        yield f"{len(shared)} of {len(distinct)} content words: {', '.join(sorted(shared))}"


def _runs(of: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(of[start : start + length]) for start in range(len(of) - length + 1)}


def main() -> int:
    of, asked = PROSE.documents(), PROSE.questions()
    print(f"documents: {len(of)}, {_counted([document.kind for document in of])}")
    print(f"questions: {len(asked)}, {_counted([question.kind for question in asked])}")
    found = list(faults(of, asked))
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"faults: {len(found)}")
    return 1 if found else 0


def _counted(values: Sequence[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in sorted(Counter(values).items()))


if __name__ == "__main__":
    sys.exit(main())
