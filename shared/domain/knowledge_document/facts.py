"""What can be true of a knowledge document."""

from typing import ClassVar

from shared.domain.knowledge_document.values import KnowledgeContent, Revision
from shared.kernel.ids import DocumentId
from shared.kernel.message import Fact


class KnowledgeDocumentFact(Fact):
    aggregate_type: ClassVar[str] = "knowledge_document"
    id_field: ClassVar[str] = "document_id"

    document_id: DocumentId


class KnowledgeDocumentPut(KnowledgeDocumentFact):
    schema_version: ClassVar[str] = "1.1.0"

    slug: str
    #: Counts this document's texts from 1; a newer revision of the same text has the same one.
    document_version: int
    content: KnowledgeContent
    put_by: str
    revision: Revision | None = None


class KnowledgeDocumentRemoved(KnowledgeDocumentFact):
    """The first fact of a document whose text came later than its removal, and is older."""

    schema_version: ClassVar[str] = "1.1.0"

    removed_by: str
    reason: str
    revision: Revision | None = None
    gone_from: str | None = None


KNOWLEDGE_DOCUMENT_FACTS: tuple[type[Fact], ...] = (
    KnowledgeDocumentPut,
    KnowledgeDocumentRemoved,
)
