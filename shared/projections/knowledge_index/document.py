"""A document of the index: whatever somebody may have learned from, in one form, and the chunks it is found by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.projections.knowledge_index.chunking import Chunk, Section, chunks_of
from shared.projections.lexical.analysis import analysed
from shared.projections.lexical.languages import language_of
from shared.projections.lexical.unit import UnitRow, units_part
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
    first_line: int | None
    last_line: int | None
    content_hash: str


def chunks(row: DocumentRow) -> list[ChunkRow]:
    return [
        ChunkRow(
            document_id=row.document_id,
            ordinal=ordinal,
            kind=row.kind,
            heading=each.heading,
            text=each.text,
            first_line=each.first_line,
            last_line=each.last_line,
            content_hash=each.content_hash,
        )
        for ordinal, each in enumerate(_chunks(row))
    ]


def units(row: DocumentRow) -> list[UnitRow]:
    """A unit for each chunk, in the language of the whole."""
    made = _chunks(row)
    language = language_of("\n".join(each.text for each in made))
    found = ((ordinal, analysed((each.text,), language, (*row.names, row.ref))) for ordinal, each in enumerate(made))
    return [
        UnitRow(row.document_id, ordinal, row.kind, length=terms.length, terms=terms.lexemes)
        for ordinal, terms in found
    ]


def _chunks(row: DocumentRow) -> list[Chunk]:
    return chunks_of(row.title, row.context, row.sections) if row.searchable else []


_DECIDE_THE_TEXT = ("kind", "ref", "title", "searchable", "context", "names", "sections")
chunk = ProjectionPart(table="chunk", row=ChunkRow, key_columns=2, of=chunks, depends_on=_DECIDE_THE_TEXT)
unit = units_part(units, depends_on=_DECIDE_THE_TEXT)


def context_of(**parts: str) -> str:
    """``environment: production, resource: deployment/checkout``; empty parts are left out."""
    return ", ".join(f"{name}: {value}" for name, value in parts.items() if value)


def told(sections: Iterable[Section]) -> list[Section]:
    return [each for each in sections if each["text"]]


def words_of(values: Sequence[str]) -> tuple[str, ...]:
    """Each once, in order; what comes back from the store is a list."""
    return tuple(dict.fromkeys(values))
