"""The knowledge index: everything that the company has learned, in one form, found by meaning and by exact name."""

from collections.abc import Callable, Sequence
from typing import Any

from shared.kernel.envelope import Envelope
from shared.kernel.message import Fact
from shared.projections.knowledge_index import from_incidents, from_runbooks, from_writing
from shared.projections.knowledge_index.document import DocumentRow, chunk, unit
from shared.projections.knowledge_index.feedback import feedback
from shared.projections.projection import Key, Projection, ProjectionView, aggregate_of

_Evolve = Callable[[DocumentRow | None, Envelope[Any]], DocumentRow | None]

_EVOLVE: dict[type[Fact], _Evolve] = {
    **dict.fromkeys(from_incidents.HANDLES, from_incidents.evolve),
    **dict.fromkeys(from_runbooks.HANDLES, from_runbooks.evolve),
    **dict.fromkeys(from_writing.POSTMORTEMS, from_writing.evolve_postmortem),
    **dict.fromkeys(from_writing.DOCUMENTS, from_writing.evolve_document),
}


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((aggregate_of(envelope.data),),)


def _evolve(_key: Key, row: DocumentRow | None, envelope: Envelope[Any]) -> DocumentRow | None:
    return _EVOLVE[type(envelope.data)](row, envelope)


documents = ProjectionView(
    table="document",
    row=DocumentRow,
    key_columns=1,
    handles=frozenset(_EVOLVE),
    keys=_keys,
    evolve=_evolve,
    parts=(chunk, unit),
)
knowledge_index = Projection(name="knowledge_index", version=4, views=(documents, feedback))
