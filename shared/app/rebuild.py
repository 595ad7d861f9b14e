"""A projection from the first fact on: the projector's own code, fed with the log."""

from collections.abc import Callable

from shared.app.project import Projector
from shared.ports.rebuild import Comparison, Previous, Rebuild
from shared.projections.projection import Projection

#: (facts done, facts in all)
Report = Callable[[int, int], None]


def rebuild(projection: Projection, target: Rebuild, report: Report) -> None:
    """Writers and projectors go on meanwhile; a rebuild that was killed leaves the serving rows alone."""
    projector = replay(projection, target, report)
    target.swap(projector.project)


def compare(projection: Projection, target: Rebuild, report: Report) -> Comparison:
    """Does the serving view hold what its facts say?"""
    projector = replay(projection, target, report)
    return target.compare(projector.project)


def replay(projection: Projection, target: Rebuild, report: Report) -> Projector:
    projector = Projector(projection, target.store)
    for page in target.history():
        projector.project(page.events)
        report(page.done, page.total)
    return projector


def build(projection: Projection, target: Rebuild, report: Report, *, swap: bool) -> Comparison | None:
    """Keep the copy as a candidate; ``swap``: serve from it at once if nothing differs or nothing can be compared.

    None: the serving tables are of another version, so their rows are not comparable.
    """
    projector = replay(projection, target, report)
    comparison = target.compare(projector.project) if target.comparable else None
    if swap and (comparison is None or comparison.equal):
        target.swap(projector.project)
    return comparison


def roll_back(projection: Projection, previous: Previous, report: Report) -> None:
    """Serve from the tables of before again, with all that happened since."""
    projector, done = Projector(projection, previous.store), 0
    for events in previous.missed():
        projector.project(events)
        done += len(events)
        report(done, done)
    previous.swap_back(projector.project)
