"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.knowledge_document.decide import knowledge_document
from shared.domain.knowledge_document.facts import KNOWLEDGE_DOCUMENT_FACTS
from shared.domain.knowledge_document.intents import KNOWLEDGE_DOCUMENT_INTENTS
from shared.domain.knowledge_document.state import KnowledgeDocument
from shared.kernel.aggregate import Aggregate

KNOWLEDGE_DOCUMENT = Aggregate(
    name="knowledge_document",
    decider=knowledge_document,
    intents=KNOWLEDGE_DOCUMENT_INTENTS,
    facts=KNOWLEDGE_DOCUMENT_FACTS,
    state_adapter=TypeAdapter(KnowledgeDocument),
)
