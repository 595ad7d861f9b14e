"""What is said of an answer of the knowledge index, and about which question."""

import re
from enum import StrEnum
from hashlib import sha256

from shared.kernel.actor import Actor, ActorKind

_WORD = re.compile(r"[^\W\d_]{2,}")
_DIGITS = 16


class AnswerVerdict(StrEnum):
    RIGHT = "right"
    """It is what was asked for, or it helped."""
    WRONG = "wrong"
    """It is something else, or it did not help."""


class FoundType(StrEnum):
    """It is said what sort of thing was found, as its facts call it."""

    INCIDENT = "incident"
    """An incident."""
    RUNBOOK = "runbook"
    """A runbook."""
    POSTMORTEM = "postmortem"
    """A postmortem."""
    KNOWLEDGE_DOCUMENT = "knowledge_document"
    """A backlog item, an incident note or a guide."""


def family_of(question: str) -> str:
    """Names the questions that have the same words, in whatever order, case and number: of a pod, its next name too."""
    words = sorted(set(_WORD.findall(question.lower()))) or [" ".join(question.split())]
    return sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()[:_DIGITS]


def voice_of(actor: str) -> str:
    """Names whoever has one voice: a person, a key, a workflow whichever of its runs speaks."""
    known = Actor.of(actor)
    return actor.partition("/")[0] if known.kind is ActorKind.PROCESS else actor
