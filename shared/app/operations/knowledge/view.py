"""A knowledge document as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.knowledge_document.values import KnowledgeContent
from shared.ports.current_state import Stored


class KnowledgeDocumentView(View):
    """A document is shown as it was written down."""

    document_id: UUID
    """The document's id."""
    version: int
    """How many facts the document has; a command that sends it as ``If-Match`` is refused when it has changed since."""
    slug: str
    """The name that it keeps."""
    document_version: int
    """Counts texts from 1."""
    content: KnowledgeContent | None
    """What was written. Null: it was removed where it comes from before its text came."""
    updated_by: str
    """The person, agent or system that changed it last, as ``kind:name``."""
    deleted: bool
    """True when it is no longer found."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""


def knowledge_document_view(stored: Stored) -> KnowledgeDocumentView:
    """A removed document is shown too."""
    return KnowledgeDocumentView.model_validate(view_fields(stored, "document_id"))
