"""What had been recorded at an instant: all that is known of the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.kernel.ids import TenantId
from shared.ports.current_state import Reference
from shared.ports.feed import Place
from shared.ports.projections import FactEnvelope
from shared.projections.page import AsOf, InvalidQuery

#: A question about the past goes through at most so many streams and facts, each time anew.
MOST_STREAMS = 400
MOST_FACTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastStream:
    """The facts of one aggregate up to an instant, from the first one on; ``seen`` is the newest of them."""

    facts: Sequence[FactEnvelope]
    version: int
    seen: AsOf


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPage:
    """Facts of the wanted types among the next ones that are recorded, in the order in which writing them began."""

    facts: Sequence[FactEnvelope]
    place: Place
    reached: datetime
    """When the last one that was looked at was recorded, wanted or not."""
    passed: int
    """So many were looked at; none: there are no more."""


class PastFacts(Protocol):
    def stream(self, tenant_id: TenantId, reference: Reference, as_of: datetime) -> PastStream | None:
        """Reads the facts of one aggregate.

        None: nothing had been recorded of it. Raises InvalidQuery for what has not come, or is too much.
        """

    def place_at(self, tenant_id: TenantId, moment: datetime) -> Place:
        """Finds the place before all that has been recorded since then, give or take what was written at once."""

    def page(self, tenant_id: TenantId, types: Sequence[str], after: Place, limit: int) -> PastPage:
        """Looks at the next so many facts, and gives those of these CloudEvents types that can be read.

        What is being written meanwhile may be missing.
        """


def too_much(what: str) -> InvalidQuery:
    return InvalidQuery(f"as it was then, {what} would have to be gone through; narrow the filter")


def refuse_what_has_not_come(as_of: datetime, now: datetime) -> None:
    if as_of > now:
        raise InvalidQuery("as_of has not come yet")
