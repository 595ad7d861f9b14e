"""Wiring of what an operator does to a projection: rebuild it, or check it against a fresh build."""

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.rebuild import open_rebuild
from shared.app import rebuild as use_case
from shared.app.rebuild import Report
from shared.bootstrap.projectors import spare_the_collector
from shared.domain.published import FACTS
from shared.ports.rebuild import Comparison
from shared.projections.registry import projection_named


def rebuild(url: str, name: str, report: Report = lambda _done, _total: None) -> None:
    """Raises KeyError for a name that is no projection, RebuildRunning if one is at work."""
    projection = projection_named(name)
    spare_the_collector()
    with open_rebuild(url, projection, FactReader(Codec(FACTS)), suffix="next") as target:
        use_case.rebuild(projection, target, report)


def compare(url: str, name: str, report: Report = lambda _done, _total: None) -> Comparison:
    """Serving rows against a fresh build of the same facts. Raises like `rebuild`."""
    projection = projection_named(name)
    spare_the_collector()
    with open_rebuild(url, projection, FactReader(Codec(FACTS)), suffix="check") as target:
        return use_case.compare(projection, target, report)
