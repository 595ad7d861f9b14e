"""What can be true of a knowledge document."""

from typing import ClassVar

from shared.domain.knowledge_document.values import KnowledgeContent, Revision
from shared.kernel.ids import DocumentId
from shared.kernel.message import Fact


class KnowledgeDocumentFact(Fact):
    aggregate_type: ClassVar[str] = "knowledge_document"
    id_field: ClassVar[str] = "document_id"

    document_id: DocumentId
    """The document that this is about."""


class KnowledgeDocumentPut(KnowledgeDocumentFact):
    schema_version: ClassVar[str] = "1.1.0"

    slug: str
    """The source and the place within it."""
    document_version: int
    """Counts this document's texts from 1; a newer revision of the same text has the same one."""
    content: KnowledgeContent
    """The whole document from now on."""
    put_by: str
    """Who put it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    revision: Revision | None = None
    """How new the text is where it comes from; null when it does not say."""


class KnowledgeDocumentRemoved(KnowledgeDocumentFact):
    """The first fact of a document whose text came later than its removal, and is older."""

    schema_version: ClassVar[str] = "1.1.0"

    removed_by: str
    """Who removed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    reason: str
    """Why it was removed."""
    revision: Revision | None = None
    """How new the removal is where it comes from."""
    gone_from: str | None = None
    """Where it was and is no more; null when somebody decided it."""


KNOWLEDGE_DOCUMENT_FACTS: tuple[type[Fact], ...] = (
    KnowledgeDocumentPut,
    KnowledgeDocumentRemoved,
)
