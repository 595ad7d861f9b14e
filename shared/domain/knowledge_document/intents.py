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
    """The document that this is about; derived from its slug."""


class PutKnowledgeDocument(KnowledgeDocumentIntent):
    """Write it down, or replace what was written; each other text is a new document version."""

    schema_version: ClassVar[str] = "1.1.0"

    slug: Slug
    """The source and the place within it, such as `backlog/4711`; never changes."""
    content: KnowledgeContent
    """The whole document as it shall be."""
    revision: Revision | None = None
    """How new the text is where it comes from; an older one than what is known changes nothing."""


class RemoveKnowledgeDocument(KnowledgeDocumentIntent):
    """It is no longer found; its history stays. With a revision it may come first, and keeps older texts out."""

    schema_version: ClassVar[str] = "1.1.0"

    reason: Reason
    """Why it is removed."""
    revision: Revision | None = None
    """How new the removal is where it comes from."""
    gone_from: Origin | None = None
    """Where it was and is no more; absent when somebody decided it."""


KNOWLEDGE_DOCUMENT_INTENTS: tuple[type[Intent], ...] = (
    PutKnowledgeDocument,
    RemoveKnowledgeDocument,
)
