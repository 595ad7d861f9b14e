"""What is asked of a corpus, and what answers it: a file for each kind of question, a line for each question."""

import json
from dataclasses import dataclass
from pathlib import Path

#: Nothing in the corpus answers these: of words that occur in it, and of things that it has never heard of.
UNANSWERED = ("none", "foreign")


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    kind: str
    #: Documents that answer it, by name; none: nothing here does.
    answers: frozenset[str]
    #: Words of the one passage that does, where the document is longer than that; they stand in no other document.
    evidence: str = ""


def read(folder: Path) -> list[Question]:
    return [
        Question(row["id"], row["question"], path.stem, frozenset(row["answers"]), row.get("evidence", ""))
        for path in sorted(folder.glob("*.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]
