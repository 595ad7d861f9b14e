"""What a knowledge document must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass, replace
from typing import assert_never

from shared.domain.knowledge_document.facts import KnowledgeDocumentPut, KnowledgeDocumentRemoved
from shared.domain.knowledge_document.values import KnowledgeContent
from shared.kernel.ids import DocumentId

AnyDocumentFact = KnowledgeDocumentPut | KnowledgeDocumentRemoved


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeDocument:
    document_id: DocumentId
    slug: str
    #: Counts texts, also across a removal: a version never means two things.
    document_version: int
    content: KnowledgeContent
    updated_by: str
    deleted: bool = False


def evolve(state: KnowledgeDocument | None, fact: AnyDocumentFact) -> KnowledgeDocument | None:
    """None is a document that was never put."""
    match fact:
        case KnowledgeDocumentPut():
            return KnowledgeDocument(
                document_id=fact.document_id,
                slug=fact.slug,
                document_version=fact.document_version,
                content=fact.content,
                updated_by=fact.put_by,
            )
        case KnowledgeDocumentRemoved():
            if state is None:
                raise ValueError(f"the history of document {fact.document_id} does not begin with a text")
            return replace(state, deleted=True, updated_by=fact.removed_by)
        case _:
            assert_never(fact)
