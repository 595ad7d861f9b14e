"""What can be true of a knowledge document."""

from typing import ClassVar

from shared.domain.knowledge_document.values import KnowledgeContent
from shared.kernel.ids import DocumentId
from shared.kernel.message import Fact


class KnowledgeDocumentFact(Fact):
    aggregate_type: ClassVar[str] = "knowledge_document"
    id_field: ClassVar[str] = "document_id"

    document_id: DocumentId


class KnowledgeDocumentPut(KnowledgeDocumentFact):
    slug: str
    #: Counts this document's texts from 1.
    document_version: int
    content: KnowledgeContent
    put_by: str


class KnowledgeDocumentRemoved(KnowledgeDocumentFact):
    removed_by: str
    reason: str


KNOWLEDGE_DOCUMENT_FACTS: tuple[type[Fact], ...] = (
    KnowledgeDocumentPut,
    KnowledgeDocumentRemoved,
)
