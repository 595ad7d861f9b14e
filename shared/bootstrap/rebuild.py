"""Wiring of what an operator does to a projection: rebuild it, check it, swap it, go back."""

from collections.abc import Sequence

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.rebuild import (
    open_candidate,
    open_check,
    open_kept_candidate,
    open_previous,
)
from shared.adapters.postgres.projections.states import read_states
from shared.app import rebuild as use_case
from shared.app.rebuild import Report
from shared.bootstrap.projectors import spare_the_collector
from shared.domain.published import FACTS
from shared.ports.rebuild import Comparison, ProjectionState
from shared.projections.registry import PROJECTIONS, projection_named


def _silent(_done: int, _total: int) -> None:
    pass


def states(url: str) -> Sequence[ProjectionState]:
    return read_states(url, PROJECTIONS)


def rebuild(url: str, name: str, report: Report = _silent, *, fresh: bool = False) -> None:
    """Serve from fresh tables at once, uncompared.

    Raises KeyError for a name that is no projection, RebuildRunning if something is at work on it.
    """
    projection = projection_named(name)
    spare_the_collector()
    with open_candidate(url, projection, _reader(), fresh=fresh) as target:
        use_case.rebuild(projection, target, report)


def build(
    url: str, name: str, report: Report = _silent, *, fresh: bool = False, swap: bool = False
) -> Comparison | None:
    """Keep fresh tables as a candidate; see `shared.app.rebuild.build`. Raises like `rebuild`."""
    projection = projection_named(name)
    spare_the_collector()
    with open_candidate(url, projection, _reader(), fresh=fresh) as target:
        return use_case.build(projection, target, report, swap=swap)


def compare(url: str, name: str, report: Report = _silent, *, fresh: bool = False) -> Comparison:
    """Serving rows against a fresh build of the same facts. Raises like `rebuild`."""
    projection = projection_named(name)
    spare_the_collector()
    with open_check(url, projection, _reader(), fresh=fresh) as target:
        return use_case.compare(projection, target, report)


def swap(url: str, name: str, report: Report = _silent) -> None:
    """Serve from the candidate. Raises like `rebuild`, and NothingKept."""
    projection = projection_named(name)
    spare_the_collector()
    with open_kept_candidate(url, projection, _reader()) as target:
        use_case.rebuild(projection, target, report)


def roll_back(url: str, name: str, report: Report = _silent) -> None:
    """Serve from the tables that were swapped out. Raises like `swap`."""
    projection = projection_named(name)
    spare_the_collector()
    with open_previous(url, projection, _reader()) as previous:
        use_case.roll_back(projection, previous, report)


def _reader() -> FactReader:
    return FactReader(Codec(FACTS))
