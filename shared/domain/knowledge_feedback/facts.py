"""What can be true of the feedback on one document."""

from typing import ClassVar
from uuid import UUID

from shared.domain.knowledge_feedback.values import AnswerVerdict, FoundType
from shared.kernel.ids import FeedbackId
from shared.kernel.message import Fact


class FeedbackGiven(Fact):
    """It replaces what the same voice said before of the same document and questions of the same words."""

    aggregate_type: ClassVar[str] = "knowledge_feedback"
    id_field: ClassVar[str] = "feedback_id"

    feedback_id: FeedbackId
    """All that is said of one document has one id, which is derived from the document's."""
    document_id: UUID
    """The document that was found: the id (a UUID) of an incident, runbook, postmortem or knowledge document."""
    document_type: FoundType
    """What sort of thing that document is."""
    question: str
    """What was asked when it was found."""
    family: str
    """The same for all questions of the same words: 16 hexadecimal digits."""
    verdict: AnswerVerdict
    """Whether it was right or wrong."""
    given_by: str
    """Who gave it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    voice: str
    """Who has one voice: whoever gave it, or of a workflow all of its runs."""


KNOWLEDGE_FEEDBACK_FACTS: tuple[type[Fact], ...] = (FeedbackGiven,)
