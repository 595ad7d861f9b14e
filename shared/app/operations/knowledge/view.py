"""A knowledge document as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.knowledge_document.values import KnowledgeContent
from shared.ports.current_state import Stored


class KnowledgeDocumentView(View):
    document_id: UUID
    version: int
    slug: str
    #: Counts texts.
    document_version: int
    #: None: it was removed where it comes from before its text came.
    content: KnowledgeContent | None
    updated_by: str
    deleted: bool
    updated_at: datetime


def knowledge_document_view(stored: Stored) -> KnowledgeDocumentView:
    return KnowledgeDocumentView.model_validate(view_fields(stored, "document_id"))
