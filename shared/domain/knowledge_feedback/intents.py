"""What may be asked about the feedback on one document."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.domain.knowledge_feedback.values import AnswerVerdict, FoundType
from shared.kernel.ids import FeedbackId
from shared.kernel.message import Intent


class GiveFeedback(Intent):
    """Say whether a document was what a question asked for. The newest word of a voice on the same question counts."""

    aggregate_type: ClassVar[str] = "knowledge_feedback"
    id_field: ClassVar[str] = "feedback_id"

    feedback_id: FeedbackId
    """All that is said of one document has one id, which is derived from the document's."""
    document_id: UUID
    """The document that was found: the id (a UUID) of an incident, runbook, postmortem or knowledge document."""
    document_type: FoundType
    """What sort of thing that document is."""
    question: Annotated[str, Field(min_length=1, max_length=4_000)]
    """What was asked when it was found, at most 4,000 characters; questions of the same words are one."""
    verdict: AnswerVerdict
    """Whether it was right or wrong."""


KNOWLEDGE_FEEDBACK_INTENTS: tuple[type[Intent], ...] = (GiveFeedback,)
