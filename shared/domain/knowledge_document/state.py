"""What a knowledge document must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass
from typing import assert_never

from shared.domain.knowledge_document.facts import KnowledgeDocumentPut, KnowledgeDocumentRemoved
from shared.domain.knowledge_document.values import KnowledgeContent, Revision
from shared.kernel.ids import DocumentId

AnyDocumentFact = KnowledgeDocumentPut | KnowledgeDocumentRemoved


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeDocument:
    document_id: DocumentId
    #: Empty, and no content, where it was removed before its text came.
    slug: str = ""
    #: Counts texts, also across a removal: a version never means two things.
    document_version: int = 0
    content: KnowledgeContent | None = None
    updated_by: str
    deleted: bool = False
    #: The newest that is known of where it comes from.
    revision: Revision | None = None
    #: Where it is gone from; None also when somebody removed it.
    gone_from: str | None = None


def evolve(state: KnowledgeDocument | None, fact: AnyDocumentFact) -> KnowledgeDocument | None:
    """None is a document of which nobody has spoken."""
    known = state.revision if state is not None else None
    match fact:
        case KnowledgeDocumentPut():
            return KnowledgeDocument(
                document_id=fact.document_id,
                slug=fact.slug,
                document_version=fact.document_version,
                content=fact.content,
                updated_by=fact.put_by,
                revision=fact.revision or known,
            )
        case KnowledgeDocumentRemoved():
            return KnowledgeDocument(
                document_id=fact.document_id,
                slug=state.slug if state is not None else "",
                document_version=state.document_version if state is not None else 0,
                content=state.content if state is not None else None,
                updated_by=fact.removed_by,
                deleted=True,
                revision=fact.revision or known,
                gone_from=fact.gone_from,
            )
        case _:
            assert_never(fact)
