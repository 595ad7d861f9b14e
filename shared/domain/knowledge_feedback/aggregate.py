"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.knowledge_feedback.decide import knowledge_feedback
from shared.domain.knowledge_feedback.facts import KNOWLEDGE_FEEDBACK_FACTS
from shared.domain.knowledge_feedback.intents import KNOWLEDGE_FEEDBACK_INTENTS
from shared.domain.knowledge_feedback.state import KnowledgeFeedback
from shared.kernel.aggregate import Aggregate

KNOWLEDGE_FEEDBACK = Aggregate(
    name="knowledge_feedback",
    decider=knowledge_feedback,
    intents=KNOWLEDGE_FEEDBACK_INTENTS,
    facts=KNOWLEDGE_FEEDBACK_FACTS,
    state_adapter=TypeAdapter(KnowledgeFeedback),
)
