"""What a projection is: views, the facts each one listens to, and how one row follows from one fact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from shared.kernel.envelope import Envelope
from shared.kernel.message import Fact

R = TypeVar("R")
P = TypeVar("P")
#: Values of the key columns, without the tenant.
Key = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class ProjectionPart(Generic[R, P]):
    """A table of what a view's row consists of: the applications of a fleet, the chunks of a document.

    Whenever the row changes its parts are made anew and replace those that were there, so none is left behind.
    """

    table: str
    row: type[P]
    """Frozen dataclass; its first field is the owner's id, and its first fields are the key."""
    key_columns: int
    of: Callable[[R], Sequence[P]]
    """All parts of the row, no key twice."""
    depends_on: tuple[str, ...] = ()
    """Fields of the row that its parts follow from; while all of them are as they were, so are the parts. Empty: all.
    """

    def is_touched(self, before: R | None, after: R) -> bool:
        """Whether the parts may differ. A list is as good as a tuple: what comes back from a store is one."""
        if before is None or not self.depends_on:
            return True
        return any(_plain(getattr(before, name)) != _plain(getattr(after, name)) for name in self.depends_on)


@dataclass(frozen=True, kw_only=True, eq=False)
class ProjectionView(Generic[R]):
    """One table. Every row belongs to one aggregate: the first key column is that aggregate's id.

    So a row depends on the facts of one stream, in order, and on nothing else; what spans aggregates is joined when it
    is asked for. That is why no batching, redelivery or reordering across aggregates can be seen in a row.
    """

    table: str
    row: type[R]
    """Frozen dataclass; its first fields are the key. The tenant is not a field: the store adds it to every row."""
    key_columns: int
    handles: frozenset[type[Fact]]
    keys: Callable[[Envelope[Any]], Sequence[Key]]
    evolve: Callable[[Key, R | None, Envelope[Any]], R | None]
    """The row after the fact, or None: this fact does not change it."""
    append_only: bool = False
    """A row is born of one fact and never changes, so there is nothing to load before."""
    parts: tuple[ProjectionPart[R, Any], ...] = ()
    """Only for views with one key column."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Projection:
    """Its name is its schema in the database. A new ``version`` means: other tables, so rebuild."""

    name: str
    version: int
    views: tuple[ProjectionView[Any], ...]

    @property
    def handles(self) -> frozenset[type[Fact]]:
        return frozenset().union(*(view.handles for view in self.views))

    @property
    def tables(self) -> tuple[tuple[str, type[Any]], ...]:
        """Every table and the row it holds; the first field of each row is the id of the aggregate it belongs to."""
        return tuple(
            each for view in self.views for each in ((view.table, view.row), *((p.table, p.row) for p in view.parts))
        )

    @property
    def aggregate_types(self) -> frozenset[str]:
        """Streams whose progress this projection keeps; facts of others pass it by."""
        return frozenset(fact.aggregate_type for fact in self.handles)

    def views_of(self, fact: type[Fact]) -> tuple[ProjectionView[Any], ...]:
        return tuple(view for view in self.views if fact in view.handles)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def aggregate_of(fact: Fact) -> UUID:
    found = getattr(fact, fact.id_field)
    return found if isinstance(found, UUID) else UUID(str(found))


def version_of(envelope: Envelope[Any]) -> int:
    if envelope.aggregate_version is None:
        raise ValueError("a fact without a version")
    return envelope.aggregate_version
