"""What follows when something is asked of a knowledge document."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.knowledge_document.facts import KnowledgeDocumentPut, KnowledgeDocumentRemoved
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.state import AnyDocumentFact, KnowledgeDocument, evolve
from shared.domain.knowledge_document.values import Revision
from shared.kernel.decider import Context, Decider, Ignored, Rejected

AnyDocumentIntent = PutKnowledgeDocument | RemoveKnowledgeDocument
_STALE = Ignored("stale")


def decide(
    intent: AnyDocumentIntent, state: KnowledgeDocument | None, context: Context
) -> Sequence[AnyDocumentFact] | Ignored:
    match intent:
        case PutKnowledgeDocument():
            return _put(intent, state, context)
        case RemoveKnowledgeDocument():
            return _remove(intent, state, context)
        case _:
            assert_never(intent)


def _put(
    intent: PutKnowledgeDocument, state: KnowledgeDocument | None, context: Context
) -> Sequence[AnyDocumentFact] | Ignored:
    if state is not None and state.slug not in ("", intent.slug):
        raise Rejected(
            "knowledge_document.slug_is_fixed", f"this document is {state.slug}; another name is another one"
        )
    if state is not None and _comes_too_late(intent, state):
        return _STALE
    same = state is not None and not state.deleted and state.content == intent.content
    if same and not _is_newer(intent.revision, state):
        return ()
    version = state.document_version if state is not None else 0
    fact = KnowledgeDocumentPut(
        document_id=intent.document_id,
        slug=intent.slug,
        document_version=version if same else version + 1,
        content=intent.content,
        put_by=context.actor,
        revision=intent.revision,
    )
    return (fact,)


def _remove(
    intent: RemoveKnowledgeDocument, state: KnowledgeDocument | None, context: Context
) -> Sequence[AnyDocumentFact] | Ignored:
    if state is None and intent.revision is None:
        raise Rejected("knowledge_document.not_found", "there is no such document")
    if state is not None and _is_older(intent.revision, state):
        return _STALE
    if state is not None and state.deleted and not _is_newer(intent.revision, state):
        return ()
    fact = KnowledgeDocumentRemoved(
        document_id=intent.document_id,
        removed_by=context.actor,
        reason=intent.reason,
        revision=intent.revision,
        gone_from=intent.gone_from,
    )
    return (fact,)


def _comes_too_late(intent: PutKnowledgeDocument, state: KnowledgeDocument) -> bool:
    """A removal has the revision of the text that it ends: only a newer text comes after it."""
    if state.deleted and intent.revision is not None and state.revision is not None:
        return not _is_newer(intent.revision, state)
    return _is_older(intent.revision, state)


def _is_older(revision: Revision | None, state: KnowledgeDocument) -> bool:
    return revision is not None and state.revision is not None and revision.is_older_than(state.revision)


def _is_newer(revision: Revision | None, state: KnowledgeDocument | None) -> bool:
    """It moves what is known, also when the text stays: what comes late may be older than it."""
    if revision is None:
        return False
    known = state.revision if state is not None else None
    return known is None or known.is_older_than(revision)


knowledge_document: Decider[AnyDocumentIntent, KnowledgeDocument | None, AnyDocumentFact] = Decider(
    initial=None, decide=decide, evolve=evolve
)
