"""What may be asked of a knowledge document."""

from typing import ClassVar

from shared.domain.knowledge_document.values import KnowledgeContent, Revision
from shared.kernel.ids import DocumentId
from shared.kernel.message import Intent
from shared.kernel.value import Origin, Reason, Slug


class KnowledgeDocumentIntent(Intent):
    aggregate_type: ClassVar[str] = "knowledge_document"
    id_field: ClassVar[str] = "document_id"

    document_id: DocumentId


class PutKnowledgeDocument(KnowledgeDocumentIntent):
    """Write it down, or replace what was written; each other text is a new document version."""

    schema_version: ClassVar[str] = "1.1.0"

    slug: Slug
    content: KnowledgeContent
    #: Of the text where it comes from: what is older than what is known changes nothing.
    revision: Revision | None = None


class RemoveKnowledgeDocument(KnowledgeDocumentIntent):
    """It is no longer found; its history stays. With a revision it may come first, and keeps older texts out."""

    schema_version: ClassVar[str] = "1.1.0"

    reason: Reason
    revision: Revision | None = None
    #: Where it was and is no more; None is somebody's decision.
    gone_from: Origin | None = None


KNOWLEDGE_DOCUMENT_INTENTS: tuple[type[Intent], ...] = (
    PutKnowledgeDocument,
    RemoveKnowledgeDocument,
)
