"""A corpus as facts of one tenant, and the questions with their answers.

Two are ours, of two companies and two writers: the large one is measured by cross-validation, the one that is held out
is never fitted to, and says whether what was learned holds elsewhere. A third, ``bench/retrieval/documentation``, is
of others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from bench.retrieval import questions as asked
from bench.retrieval.document import Document, written
from bench.retrieval.generated import generated
from bench.retrieval.questions import Question
from shared.domain.knowledge_document.facts import KnowledgeDocumentPut
from shared.domain.knowledge_document.values import DocumentKind, KnowledgeContent
from shared.domain.postmortem.facts import PostmortemPublished
from shared.domain.postmortem.values import PostmortemContent
from shared.domain.runbook.facts import RunbookCreated
from shared.domain.runbook.values import RunbookDefinition
from shared.kernel.envelope import Envelope
from shared.kernel.ids import DocumentId, PostmortemId, RunbookId, TenantId
from shared.kernel.message import Fact

TENANT = TenantId(UUID(int=626))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_PROSE, _HELD_OUT = Path(__file__).parent, Path(__file__).parent / "held_out"
#: Folders of what we wrote.
OURS = (_PROSE, _HELD_OUT)


@dataclass(frozen=True, slots=True)
class Corpus:
    documents: Callable[[], list[Document]]
    questions: Callable[[], list[Question]]

    def names(self) -> dict[UUID, str]:
        return {_id(document): document.name for document in self.documents()}

    def facts(self) -> Iterator[Envelope[Any]]:
        for document in self.documents():
            yield envelope_of(document)


def _written_and_made() -> list[Document]:
    """By name; written one by one, and made from the company's tables."""
    return sorted((*written(_PROSE / "corpus"), *generated()), key=lambda document: document.name)


PROSE = Corpus(_written_and_made, lambda: asked.read(_PROSE / "questions"))
HELD_OUT = Corpus(lambda: written(_HELD_OUT / "corpus"), lambda: asked.read(_HELD_OUT / "questions"))


def envelope_of(document: Document) -> Envelope[Any]:
    return envelope(_fact(document))


def envelope(fact: Fact, tenant: TenantId = TENANT) -> Envelope[Any]:
    message_id = uuid5(tenant, fact.aggregate_id)
    return Envelope(
        message_id=message_id,
        tenant_id=tenant,
        data=fact,
        occurred_at=NOW,
        producer="/sre/domain_writer",
        actor="human:bench",
        correlation_id=message_id,
        aggregate_version=1,
    )


def _id(document: Document) -> UUID:
    return uuid5(TENANT, document.name)


def _fact(document: Document) -> Fact:
    """As an import would have made it: runbooks are runbooks, postmortems are published ones."""
    match document.kind:
        case "runbook":
            definition = RunbookDefinition(title=document.title, tags=document.tags, markdown=document.body)
            return RunbookCreated(
                runbook_id=RunbookId(_id(document)),
                slug=document.name.lower(),
                runbook_version=1,
                definition=definition,
                created_by="human:bench",
            )
        case "postmortem":
            content = PostmortemContent(title=document.title, tags=document.tags, summary=document.body)
            return PostmortemPublished(
                postmortem_id=PostmortemId(_id(document)),
                incident_id=None,
                content=content,
                published_by="human:bench",
                published_at=NOW,
            )
        case kind:
            return _put(document, DocumentKind(kind))


def _put(document: Document, kind: DocumentKind) -> KnowledgeDocumentPut:
    content = KnowledgeContent(
        kind=kind,
        title=document.title,
        tags=document.tags,
        body=document.body,
        environment=document.environment,
        application=document.application,
        resource=document.resource,
    )
    return KnowledgeDocumentPut(
        document_id=DocumentId(_id(document)),
        slug=document.name,
        document_version=1,
        content=content,
        put_by="human:bench",
    )
