"""An alert of a service that needs, or is needed by, one of an open incident goes there instead of opening its own.

Two faults may meet in what needs both, so a connection counts only where it explains: the alert's service needs one
that is ill, or is needed by one whose illness nothing else in the incident explains.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from shared.domain.incident.values import JoinedThrough
from shared.kernel.ids import ServiceId
from shared.processes.alert_correlation.episodes import Arrival, admit
from shared.processes.alert_correlation.finding import episodes_holding, service_graph
from shared.processes.alert_correlation.service_graph import Reach, ServiceGraph, service_key
from shared.processes.alert_correlation.state import Concerned, Correlating, Episode
from shared.processes.process import Known, Reaction


@dataclass(frozen=True, slots=True)
class _Connection:
    episode: Episode
    to: ServiceId
    reach: Reach

    @property
    def rank(self) -> tuple[int, bool, float, str]:
        """The nearest, rather a cause than a consequence, rather what moved last."""
        moved = -self.episode.last_alert_at.timestamp()
        return (self.reach.depth, self.reach.from_dependent, moved, self.episode.workflow_id)

    @property
    def through(self) -> JoinedThrough | None:
        return None if self.reach.depth else self.episode.services[self.to].through


def join_connected(arrival: Arrival, known: Known[Correlating]) -> Reaction[Correlating] | None:
    """None: no open incident explains the alert, or is explained by it."""
    service, graph = arrival.where.service, service_graph(known)
    if service is None or not arrival.match.rule.definition.dependency_depth:
        return None
    found = _nearest(arrival, service, graph, known)
    if found is None:
        return None
    # How the service came into the incident is why its later alerts are there.
    through = found.through or JoinedThrough(
        service=graph.slug_of(service), incident_service=graph.slug_of(found.to), edges=graph.edges_of(found.reach)
    )
    joined = found.episode.about(service, Concerned(arrival.where.namespace, through))
    correlation = arrival.match.correlation.model_copy(update={"through": through})
    return admit(joined, arrival.alert, correlation, arrival.at)


def _nearest(
    arrival: Arrival, service: ServiceId, graph: ServiceGraph, known: Known[Correlating]
) -> _Connection | None:
    """Looks no further than where the first is found."""
    around = graph.around(service, arrival.match.rule.definition.dependency_depth).items()
    for _, as_far in groupby(around, key=lambda each: each[1].depth):
        found = min(_connections(arrival, as_far, graph, known), key=lambda each: each.rank, default=None)
        if found is not None:
            return found
    return None


def _connections(
    arrival: Arrival, reached: Iterable[tuple[ServiceId, Reach]], graph: ServiceGraph, known: Known[Correlating]
) -> Iterator[_Connection]:
    for other, reach in reached:
        for episode in episodes_holding(known, service_key(other)):
            if _takes(episode, arrival, other, reach) and _explains(episode, other, reach, graph):
                yield _Connection(episode, other, reach)


def _takes(episode: Episode, arrival: Arrival, other: ServiceId, reach: Reach) -> bool:
    """Whether it is open, by its rule still takes alerts over so many edges, and is not elsewhere."""
    alert, where = arrival.alert, arrival.where
    alert_id = str(alert.alert_id)
    return (
        episode.under_way
        and reach.depth <= episode.rule.definition.dependency_depth
        and episode.has_room(alert_id, arrival.at)
        and episode.excluded.get(alert_id) != alert.episode
        and _may_be_one(episode.cluster, where.cluster)
        and _may_be_one(episode.environment, where.environment)
        and (reach.depth > 0 or _may_be_one(episode.services[other].namespace, where.namespace))
    )


def _explains(episode: Episode, other: ServiceId, reach: Reach, graph: ServiceGraph) -> bool:
    """What needs the alert's service must itself be unexplained: nothing in the incident that it needs is ill."""
    if not reach.from_dependent:
        return True
    depth = episode.rule.definition.dependency_depth
    needed = (one for one in episode.services if one != other and graph.needs(other, one, depth))
    return all(graph.needs(one, other, depth) for one in needed)


def _may_be_one(one: str, other: str) -> bool:
    return not one or not other or one == other
