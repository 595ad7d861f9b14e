"""``python -m bench.retrieval.check``: are the questions asked in words of their own, and do their answers exist?

A question that repeats its document measures nothing: any search finds it. So a question may share no four words in a
row with a document that answers it, and a symptom or a paraphrase no three content words in a row and at most 45 % of
its content words. An identifier is pasted on purpose, and pasted from what documents set as code: it is compared with
their prose only.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
QUESTIONS = HERE / "questions.json"

DOCUMENT_KINDS = ("runbook", "incident_note", "guide", "postmortem")
QUESTION_KINDS = ("symptom", "identifier", "paraphrase", "none")
KEYS = ("title", "kind", "tags", "environment", "application", "resource")
REQUIRED = ("title", "kind", "tags")
NOTE_FIELDS = ("Date", "Environment", "Application", "Resource", "Symptom", "Root cause", "Fix", "Verification")

ANSWERABLE = 60
RUN_OF_WORDS = 4
RUN_OF_CONTENT = 3
SHARE = 0.45

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
_CODE = re.compile(r"```.*?```|`[^`\n]+(?:\n[^`\n]+)*`|(?m:^ {4,}\S[^\n]*$)", re.DOTALL)
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|e)$")
_STOP = frozenset(
    _WORD.findall(
        """
        a about after again all also although am an and any are as at be because been before being but by can
        can't cannot could did didn't do does doesn't don't down each even every few for from get gets getting
        got had has have how i if in into is isn't it it's its just me more most my no nor not now of off on
        one only or other our out over same should since so some still such than that the their them then
        there there's these they this those through to too under until up us was we were what what's when
        where which while who why will with without won't would yet you your
        """
    )
)


@dataclass(frozen=True, slots=True)
class Document:
    stem: str
    matter: dict[str, str | list[str]]
    body: str

    @property
    def text(self) -> str:
        """Everything that somebody may find it by."""
        return "\n".join((*(str(value) for value in self.matter.values()), self.body))

    @property
    def prose(self) -> str:
        """Without what is set as code."""
        return "\n".join((str(self.matter.get("title", "")), _CODE.sub(" \u00b7 ", self.body)))


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    question: str
    answers: tuple[str, ...]
    kind: str


def words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def content(text: str) -> list[str]:
    """Words that carry meaning, without the commonest endings: ``evicted`` and ``evicts`` are one word."""
    return [_ENDING.sub("", word) for word in words(text) if word not in _STOP]


def runs(of: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(of[start : start + length]) for start in range(len(of) - length + 1)}


def read_document(path: Path) -> Document:
    """Front matter is ``key: value`` and ``key: [a, b]``; that is all this corpus needs."""
    opening, matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
    if opening:
        raise ValueError("does not begin with front matter")
    read: dict[str, str | list[str]] = {}
    for line in matter.splitlines():
        key, colon, value = line.partition(": ")
        if not colon:
            raise ValueError(f"no front matter: {line!r}")
        listed = value.startswith("[") and value.endswith("]")
        read[key] = [each.strip() for each in value[1:-1].split(",")] if listed else value.strip()
    return Document(stem=path.stem, matter=read, body=body)


def read_question(row: dict[str, Any]) -> Question:
    return Question(id=row["id"], question=row["question"], answers=tuple(row["answers"]), kind=row["kind"])


def faults_of_document(document: Document) -> Iterator[str]:
    yield from (f"{document.stem}: no {key}" for key in REQUIRED if not document.matter.get(key))
    yield from (f"{document.stem}: unknown {key}" for key in document.matter if key not in KEYS)
    if document.matter.get("kind") not in DOCUMENT_KINDS:
        yield f"{document.stem}: unknown kind"
    if not isinstance(document.matter.get("tags"), list):
        yield f"{document.stem}: tags are no list"
    if document.matter.get("kind") == "incident_note":
        for field in NOTE_FIELDS:
            if f"\n{field}: " not in document.body:
                yield f"{document.stem}: no field {field}"
    if not 120 <= (length := len(document.body.split())) <= 450:
        yield f"{document.stem}: {length} words"


def faults_of_question(question: Question, documents: dict[str, Document]) -> Iterator[str]:
    if question.kind not in QUESTION_KINDS:
        yield f"{question.id}: unknown kind {question.kind}"
    if (question.kind == "none") != (not question.answers):
        yield f"{question.id}: {question.kind} with {len(question.answers)} answers"
    for answer in question.answers:
        if answer not in documents:
            yield f"{question.id}: no document {answer}"
        else:
            yield from (f"{question.id} ~ {answer}: {fault}" for fault in likeness(question, documents[answer]))


def likeness(question: Question, document: Document) -> Iterator[str]:
    """What the question has too much of from the document."""
    pasted = question.kind == "identifier"
    text = document.prose if pasted else document.text
    for run in sorted(runs(words(question.question), RUN_OF_WORDS) & runs(words(text), RUN_OF_WORDS)):
        yield f"repeats “{' '.join(run)}”"
    if pasted:
        return
    asked, told = content(question.question), content(text)
    for run in sorted(runs(asked, RUN_OF_CONTENT) & runs(told, RUN_OF_CONTENT)):
        yield f"repeats the content “{' '.join(run)}”"
    distinct = set(asked)
    shared = distinct & set(told)
    if len(shared) > SHARE * len(distinct):
        yield f"{len(shared)} of {len(distinct)} content words: {', '.join(sorted(shared))}"


def repeated(values: Sequence[str], of: str) -> Iterator[str]:
    yield from (f"{of} {value!r} is there {count} times" for value, count in Counter(values).items() if count > 1)


def main() -> int:
    faults: list[str] = []
    documents: dict[str, Document] = {}
    for path in sorted(CORPUS.glob("*.md")):
        try:
            document = read_document(path)
        except ValueError as error:
            faults.append(f"{path.stem}: {error}")
        else:
            documents[document.stem] = document
            faults.extend(faults_of_document(document))
    questions = [read_question(row) for row in json.loads(QUESTIONS.read_text(encoding="utf-8"))]
    for question in questions:
        faults.extend(faults_of_question(question, documents))
    faults.extend(repeated([each.id for each in questions], "id"))
    faults.extend(repeated([each.question for each in questions], "question"))
    answerable = sum(1 for each in questions if each.answers)
    if answerable < ANSWERABLE:
        faults.append(f"{answerable} answerable questions, {ANSWERABLE} are wanted")

    asked_for = {answer for each in questions for answer in each.answers}
    print(f"documents: {len(documents)}, {_counted([str(each.matter['kind']) for each in documents.values()])}")
    print(f"questions: {len(questions)}, {_counted([each.kind for each in questions])}")
    print(
        f"answerable: {answerable}, with more than one answer: {sum(1 for each in questions if len(each.answers) > 1)}"
    )
    print(f"never an answer: {', '.join(sorted(set(documents) - asked_for)) or 'none'}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"faults: {len(faults)}")
    return 1 if faults else 0


def _counted(values: Sequence[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in sorted(Counter(values).items()))


if __name__ == "__main__":
    sys.exit(main())
