"""A projection from the first fact on: the projector's own code, fed with the log."""

from collections.abc import Callable

from shared.app.project import Projector
from shared.ports.rebuild import Comparison, Rebuild
from shared.projections.projection import Projection

#: (facts done, facts in all)
Report = Callable[[int, int], None]


def rebuild(projection: Projection, target: Rebuild, report: Report) -> None:
    """Writers and projectors go on meanwhile; a rebuild that was killed leaves the serving rows alone."""
    projector = _replay(projection, target, report)
    target.swap(projector.project)


def compare(projection: Projection, target: Rebuild, report: Report) -> Comparison:
    """Does the serving view hold what its facts say?"""
    projector = _replay(projection, target, report)
    return target.compare(projector.project)


def _replay(projection: Projection, target: Rebuild, report: Report) -> Projector:
    projector = Projector(projection, target.store)
    for page in target.history():
        projector.project(page.events)
        report(page.done, page.total)
    return projector
