"""What follows when something is asked of a knowledge document."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.knowledge_document.facts import KnowledgeDocumentPut, KnowledgeDocumentRemoved
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.state import AnyDocumentFact, KnowledgeDocument, evolve
from shared.kernel.decider import Context, Decider, Rejected

AnyDocumentIntent = PutKnowledgeDocument | RemoveKnowledgeDocument


def decide(intent: AnyDocumentIntent, state: KnowledgeDocument | None, context: Context) -> Sequence[AnyDocumentFact]:
    match intent:
        case PutKnowledgeDocument():
            return _put(intent, state, context)
        case RemoveKnowledgeDocument():
            return _remove(intent, state, context)
        case _:
            assert_never(intent)


def _put(intent: PutKnowledgeDocument, state: KnowledgeDocument | None, context: Context) -> Sequence[AnyDocumentFact]:
    if state is not None and state.slug != intent.slug:
        raise Rejected(
            "knowledge_document.slug_is_fixed", f"this document is {state.slug}; another name is another one"
        )
    if state is not None and not state.deleted and state.content == intent.content:
        return ()
    fact = KnowledgeDocumentPut(
        document_id=intent.document_id,
        slug=intent.slug,
        document_version=1 if state is None else state.document_version + 1,
        content=intent.content,
        put_by=context.actor,
    )
    return (fact,)


def _remove(
    intent: RemoveKnowledgeDocument, state: KnowledgeDocument | None, context: Context
) -> Sequence[AnyDocumentFact]:
    if state is None:
        raise Rejected("knowledge_document.not_found", "there is no such document")
    if state.deleted:
        return ()
    return (KnowledgeDocumentRemoved(document_id=intent.document_id, removed_by=context.actor, reason=intent.reason),)


knowledge_document: Decider[AnyDocumentIntent, KnowledgeDocument | None, AnyDocumentFact] = Decider(
    initial=None, decide=decide, evolve=evolve
)
