"""What is found by words: a stretch of a thing, with its terms. Every read model that ranks has a table of these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from shared.projections.lexical.analysis import Lexemes
from shared.projections.projection import Part

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class UnitRow:
    owner_id: UUID
    ordinal: int
    kind: str
    length: int
    terms: Lexemes


def units_part(of: Callable[[R], Sequence[UnitRow]], *, depends_on: tuple[str, ...]) -> Part[R, UnitRow]:
    """The table ``unit``, which ``projection.rank_by_words`` makes."""
    return Part(table="unit", row=UnitRow, key_columns=2, of=of, depends_on=depends_on)
