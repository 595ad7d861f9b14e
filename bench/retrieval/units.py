"""The corpus as the knowledge index cuts it: by its own code, without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from bench.retrieval.corpus import envelope_of
from bench.retrieval.document import Document
from bench.retrieval.windows import windows_of
from shared.projections.knowledge_index.document import chunks
from shared.projections.knowledge_index.projection import documents
from shared.projections.lexical.identifiers import identifiers_in


@dataclass(frozen=True)
class Chunk:
    """``document``: its name. ``body`` is ``text`` without the title and context that every chunk begins with."""

    document: str
    title: str
    text: str
    body: str
    names: tuple[str, ...]

    @cached_property
    def windows(self) -> Sequence[str]:
        return windows_of(self.title, self.body)


def chunks_of(corpus: Iterable[Document]) -> list[Chunk]:
    return [chunk for document in corpus for chunk in _chunks(document)]


def _chunks(document: Document) -> list[Chunk]:
    made = envelope_of(document)
    row = documents.evolve((UUID(int=0),), None, made)
    if row is None:
        raise ValueError(f"{document.name} is no document of the index")
    head = "\n".join(part for part in (row.title.strip(), row.context.strip()) if part)
    return [
        Chunk(
            document.name,
            row.title,
            each.text,
            each.text.removeprefix(head).strip(),
            identifiers_in((*row.names, row.ref, each.text)),
        )
        for each in chunks(row)
    ]
