"""A document of the index: whatever somebody may have learned from, in one form, and the chunks it is found by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.projections.knowledge_index.chunking import Section, chunks_of
from shared.projections.knowledge_index.identifiers import identifiers_in, spelled_out
from shared.projections.projection import ProjectionPart


class Kind(StrEnum):
    INCIDENT = "incident"
    """It is what was seen of an incident, noted on the way, and what ended it."""
    RUNBOOK = "runbook"
    """It is a runbook: when it helps and what it does."""
    POSTMORTEM = "postmortem"
    """It is a postmortem that was published."""
    BACKLOG_ITEM = "backlog_item"
    """It is an item of a tracker."""
    INCIDENT_NOTE = "incident_note"
    """It is one occurrence of a problem: when, where, what was seen, what helped."""
    GUIDE = "guide"
    """It says how a thing works or is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    document_id: UUID
    kind: str
    ref: str
    """As people call it: INC-42, a slug."""
    title: str
    status: str
    searchable: bool
    """False: drafts, merged incidents, what was removed. It is known and is not found."""
    succeeded: int = 0
    """How often what it says was seen to work, and to fail."""
    failed: int = 0
    tags: tuple[str, ...] = ()
    service_ids: tuple[UUID, ...] = ()
    context: str = ""
    """Where it applies: environment, application, resource; part of every chunk."""
    names: tuple[str, ...] = ()
    """Names that it is known by besides those in its text: alert names of a runbook's triggers."""
    url: str | None = None
    incident_id: UUID | None = None
    """What an incident went into, or what a postmortem is about."""
    occurred_at: datetime
    updated_at: datetime
    sections: list[Section]
    version: int


@dataclass(frozen=True, slots=True)
class ChunkRow:
    document_id: UUID
    ordinal: int
    kind: str
    heading: str
    text: str
    spelled: str
    """The words inside its names, so that prose finds them."""
    identifiers: tuple[str, ...]
    content_hash: str


def chunks(row: DocumentRow) -> list[ChunkRow]:
    if not row.searchable:
        return []
    names = tuple(name.lower() for name in row.names)
    return [
        ChunkRow(
            document_id=row.document_id,
            ordinal=ordinal,
            kind=row.kind,
            heading=chunk.heading,
            text=chunk.text,
            spelled=spelled_out("\n".join((chunk.text, *row.names))),
            identifiers=tuple(dict.fromkeys((*names, *identifiers_in((chunk.text, row.ref))))),
            content_hash=chunk.content_hash,
        )
        for ordinal, chunk in enumerate(chunks_of(row.title, row.context, row.sections))
    ]


chunk = ProjectionPart(
    table="chunk",
    row=ChunkRow,
    key_columns=2,
    of=chunks,
    depends_on=("kind", "ref", "title", "searchable", "context", "names", "sections"),
)


def context_of(**parts: str) -> str:
    """``environment: production, resource: deployment/checkout``; empty parts are left out."""
    return ", ".join(f"{name}: {value}" for name, value in parts.items() if value)


def told(sections: Iterable[Section]) -> list[Section]:
    return [each for each in sections if each["text"]]


def words_of(values: Sequence[str]) -> tuple[str, ...]:
    """Each once, in order; what comes back from the store is a list."""
    return tuple(dict.fromkeys(values))
