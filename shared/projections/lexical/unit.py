"""What is found by words: a stretch of a thing, with its terms. Every read model that ranks has a table of these."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from shared.projections.lexical.analysis import Lexemes, analysed
from shared.projections.lexical.languages import language_of
from shared.projections.projection import ProjectionPart

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class UnitRow:
    owner_id: UUID
    ordinal: int
    kind: str
    length: int
    terms: Lexemes


def unit_of(owner_id: UUID, names: Sequence[str], texts: Iterable[str]) -> UnitRow:
    """Of a thing that is found as a whole, by its names and by what is said of it."""
    every = (*names, *texts)
    terms = analysed(every, language_of("\n".join(every)), names)
    return UnitRow(owner_id, 0, "", length=terms.length, terms=terms.lexemes)


def units_part(of: Callable[[R], Sequence[UnitRow]], *, depends_on: tuple[str, ...]) -> ProjectionPart[R, UnitRow]:
    """The table ``unit``, which ``projection.rank_by_words`` makes."""
    return ProjectionPart(table="unit", row=UnitRow, key_columns=2, of=of, depends_on=depends_on)
