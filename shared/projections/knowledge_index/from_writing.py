"""Postmortems that were published, and what people wrote down: backlog items, incident notes, guides."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shared.domain.knowledge_document.facts import KnowledgeDocumentPut, KnowledgeDocumentRemoved
from shared.domain.knowledge_document.values import KnowledgeContent
from shared.domain.postmortem.facts import PostmortemCreated, PostmortemPublished, PostmortemUpdated
from shared.domain.postmortem.values import PostmortemContent, PostmortemStatus
from shared.kernel.envelope import Envelope
from shared.kernel.message import Fact
from shared.projections.knowledge_index.chunking import Section, section, sections_of_markdown
from shared.projections.knowledge_index.document import DocumentRow, Kind, context_of, told
from shared.projections.projection import version_of

POSTMORTEMS: frozenset[type[Fact]] = frozenset({PostmortemCreated, PostmortemUpdated, PostmortemPublished})
DOCUMENTS: frozenset[type[Fact]] = frozenset({KnowledgeDocumentPut, KnowledgeDocumentRemoved})


def evolve_postmortem(row: DocumentRow | None, envelope: Envelope[Any]) -> DocumentRow | None:
    """Only what is published teaches; set back to draft, it is not found until it is published again."""
    match fact := envelope.data:
        case PostmortemCreated():
            return _postmortem(envelope, fact.content, PostmortemStatus.DRAFT, fact.incident_id)
        case PostmortemUpdated() if row is not None:
            return _postmortem(envelope, fact.content, fact.status, row.incident_id)
        case PostmortemPublished():
            return _postmortem(envelope, fact.content, PostmortemStatus.PUBLISHED, fact.incident_id)
        case _:
            return None


def evolve_document(row: DocumentRow | None, envelope: Envelope[Any]) -> DocumentRow | None:
    match fact := envelope.data:
        case KnowledgeDocumentPut():
            return _document(envelope, fact.slug, fact.content)
        case KnowledgeDocumentRemoved() if row is not None:
            return replace(
                row, searchable=False, status="removed", updated_at=envelope.occurred_at, version=version_of(envelope)
            )
        case _:
            return None


def _postmortem(
    envelope: Envelope[Any], content: PostmortemContent, status: PostmortemStatus, incident_id: Any
) -> DocumentRow:
    started = content.impact.started_at if content.impact else None
    return DocumentRow(
        document_id=envelope.data.postmortem_id,
        kind=Kind.POSTMORTEM.value,
        ref=f"postmortem {content.title[:80]}",
        title=content.title,
        status=status.value,
        searchable=status is PostmortemStatus.PUBLISHED,
        succeeded=int(status is PostmortemStatus.PUBLISHED),
        tags=content.tags,
        service_ids=tuple(content.service_ids),
        context=context_of(root_cause=content.root_cause.category.value if content.root_cause else ""),
        incident_id=incident_id,
        occurred_at=started or envelope.occurred_at,
        updated_at=envelope.occurred_at,
        sections=_parts_of(content),
        version=version_of(envelope),
    )


def _parts_of(content: PostmortemContent) -> list[Section]:
    parts: Sequence[tuple[str, str]] = (
        ("Summary", content.summary),
        ("Impact", content.impact.user_impact if content.impact else ""),
        ("Root cause", content.root_cause.description if content.root_cause else ""),
        ("Contributing factors", "\n\n".join(content.contributing_factors)),
        ("Timeline", "\n\n".join(line.text for line in content.timeline)),
        ("Lessons learned", content.lessons_learned),
        ("Action items", "\n\n".join(item.title for item in content.action_items)),
    )
    return told(section(heading, text) for heading, text in parts)


def _document(envelope: Envelope[Any], slug: str, content: KnowledgeContent) -> DocumentRow:
    return DocumentRow(
        document_id=envelope.data.document_id,
        kind=content.kind.value,
        ref=slug,
        title=content.title,
        status=content.status,
        searchable=True,
        succeeded=int(content.verified),
        tags=content.tags,
        context=context_of(environment=content.environment, application=content.application, resource=content.resource),
        url=content.url,
        occurred_at=content.occurred_at or envelope.occurred_at,
        updated_at=envelope.occurred_at,
        sections=told(
            [
                section("Symptom", content.symptom),
                section("Root cause", content.root_cause),
                section("Fix", content.fix),
                section("Verification", content.verification),
                *sections_of_markdown(content.body),
            ]
        ),
        version=version_of(envelope),
    )
