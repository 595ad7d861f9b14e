"""What was said of documents as answers: each voice once for questions of the same words, and how much it counts.

It moves a score, and only so far: said often enough, that something was right makes it at most ``exp(WEIGHT)`` times
as likely as its words and its meaning do, and that it was wrong makes it as many times less likely.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.knowledge_feedback.facts import FeedbackGiven
from shared.domain.knowledge_feedback.values import AnswerVerdict
from shared.kernel.envelope import Envelope
from shared.projections.projection import Key, ProjectionView, version_of

#: How far all voices together move the logarithm of the odds.
WEIGHT = 1.5
#: What is said of other questions counts so much of it, and what is said of questions of these words the rest.
OF_OTHER_QUESTIONS = 0.2
#: After so many days a voice counts half: documents and systems change.
HALF_LIFE_OF_VOICES_DAYS = 365.0
#: Of one document, the newest.
MOST_VOICES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRow:
    feedback_id: UUID
    family: str
    voice: str
    document_id: UUID
    is_right: bool
    occurred_at: datetime
    version: int


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    fact = envelope.data
    return ((fact.feedback_id, fact.family, fact.voice),)


def _evolve(_key: Key, _row: FeedbackRow | None, envelope: Envelope[Any]) -> FeedbackRow:
    fact = envelope.data
    return FeedbackRow(
        feedback_id=fact.feedback_id,
        family=fact.family,
        voice=fact.voice,
        document_id=fact.document_id,
        is_right=fact.verdict is AnswerVerdict.RIGHT,
        occurred_at=envelope.occurred_at,
        version=version_of(envelope),
    )


feedback = ProjectionView(
    table="feedback",
    row=FeedbackRow,
    key_columns=3,
    handles=frozenset({FeedbackGiven}),
    keys=_keys,
    evolve=_evolve,
)
