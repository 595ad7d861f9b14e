"""Who said what of a document, as far as it decides whether the next word is news."""

from dataclasses import dataclass
from uuid import UUID

from shared.domain.knowledge_feedback.facts import FeedbackGiven
from shared.domain.knowledge_feedback.values import AnswerVerdict, FoundType
from shared.kernel.ids import FeedbackId

#: Who spoke longest ago is forgotten here; to repeat it is one more fact then, and changes nothing else.
MOST_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Spoken:
    family: str
    voice: str
    verdict: AnswerVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeFeedback:
    feedback_id: FeedbackId
    document_id: UUID
    document_type: FoundType
    #: In the order of speaking, each voice once for a family of questions.
    spoken: tuple[Spoken, ...] = ()


def evolve(state: KnowledgeFeedback | None, fact: FeedbackGiven) -> KnowledgeFeedback:
    before = state.spoken if state is not None else ()
    others = (each for each in before if (each.family, each.voice) != (fact.family, fact.voice))
    return KnowledgeFeedback(
        feedback_id=fact.feedback_id,
        document_id=fact.document_id,
        document_type=fact.document_type,
        spoken=(*others, Spoken(fact.family, fact.voice, fact.verdict))[-MOST_REMEMBERED:],
    )
