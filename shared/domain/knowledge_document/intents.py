"""What may be asked of a knowledge document."""

from typing import ClassVar

from shared.domain.knowledge_document.values import KnowledgeContent
from shared.kernel.ids import DocumentId
from shared.kernel.message import Intent
from shared.kernel.value import Reason, Slug


class KnowledgeDocumentIntent(Intent):
    aggregate_type: ClassVar[str] = "knowledge_document"
    id_field: ClassVar[str] = "document_id"

    document_id: DocumentId


class PutKnowledgeDocument(KnowledgeDocumentIntent):
    """Write it down, or replace what was written; each other text is a new document version."""

    slug: Slug
    content: KnowledgeContent


class RemoveKnowledgeDocument(KnowledgeDocumentIntent):
    """It is no longer found; its history stays."""

    reason: Reason


KNOWLEDGE_DOCUMENT_INTENTS: tuple[type[Intent], ...] = (
    PutKnowledgeDocument,
    RemoveKnowledgeDocument,
)
