"""What follows when something is asked of a knowledge document."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from shared.domain.knowledge_document.facts import KnowledgeDocumentPut, KnowledgeDocumentRemoved
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.domain.knowledge_document.state import AnyDocumentFact, KnowledgeDocument, evolve
from shared.domain.knowledge_document.values import Revision
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.moment import is_impossible

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
    if state is not None and _comes_too_late(intent, state, context.at):
        return _STALE
    same = state is not None and not state.deleted and state.content == intent.content
    if same and not _is_newer(intent.revision, state, context.at):
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
    if state is not None and _is_older(intent.revision, state, context.at):
        return _STALE
    if state is not None and state.deleted and not _is_newer(intent.revision, state, context.at):
        return ()
    fact = KnowledgeDocumentRemoved(
        document_id=intent.document_id,
        removed_by=context.actor,
        reason=intent.reason,
        revision=intent.revision,
        gone_from=intent.gone_from,
    )
    return (fact,)


def _comes_too_late(intent: PutKnowledgeDocument, state: KnowledgeDocument, at: datetime) -> bool:
    """A removal has the revision of the text that it ends: only a newer text comes after it."""
    if state.deleted and intent.revision is not None and state.revision is not None:
        return not _is_newer(intent.revision, state, at)
    return _is_older(intent.revision, state, at)


def _is_older(revision: Revision | None, state: KnowledgeDocument, at: datetime) -> bool:
    known = _comparable(revision, state, at)
    return revision is not None and known is not None and revision.is_older_than(known)


def _is_newer(revision: Revision | None, state: KnowledgeDocument | None, at: datetime) -> bool:
    """It moves what is known, also when the text stays: what comes late may be older than it."""
    if revision is None:
        return False
    known = _comparable(revision, state, at)
    return known is None or known.is_older_than(revision)


def _comparable(revision: Revision | None, state: KnowledgeDocument | None, at: datetime) -> Revision | None:
    """What is known, unless it has no number and is of our future by a clock that has been set right since."""
    known = state.revision if state is not None else None
    if known is None or revision is None or (known.number is not None and revision.number is not None):
        return known
    return None if is_impossible(known.at, at) and not is_impossible(revision.at, at) else known


knowledge_document: Decider[AnyDocumentIntent, KnowledgeDocument | None, AnyDocumentFact] = Decider(
    initial=None, decide=decide, evolve=evolve
)
