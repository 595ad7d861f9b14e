"""Where an alert says that it is, and which service of the catalog it is of."""

from dataclasses import dataclass

from shared.domain.alert.facts import AlertIngested
from shared.kernel.ids import ServiceId
from shared.kernel.label_names import in_our_words
from shared.kernel.subject import subject_of
from shared.processes.alert_correlation.service_graph import ServiceGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What it does not say is empty."""

    service: ServiceId | None
    namespace: str
    cluster: str
    environment: str


def whereabouts(alert: AlertIngested, graph: ServiceGraph) -> Whereabouts:
    return Whereabouts(
        service=graph.service_of(alert),
        namespace=_short(subject_of(alert.labels).namespace),
        cluster=_short(in_our_words(alert.labels).get("cluster", "")),
        environment=_short(alert.environment_id or ""),
    )


def _short(text: str) -> str:
    """Kept with the episode: as long as a name is, and without the one letter that Postgres cannot store."""
    return text[:300].replace("\x00", "\N{REPLACEMENT CHARACTER}")
