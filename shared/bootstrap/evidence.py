"""Wires whoever may be asked for evidence; their clients are imported when they are asked for the first time."""

from collections.abc import Iterator

from shared.adapters.argocd.evidence_reader import ArgoCDReader
from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.target import Target
from shared.adapters.evidence.targets import ClusterTarget, EvidenceTargets, HttpTarget, read_targets
from shared.adapters.kubernetes.connection import ClusterConnection
from shared.adapters.kubernetes.reader import KubernetesReader
from shared.adapters.prometheus.reader import PrometheusReader
from shared.app.collect_evidence import CollectEvidence
from shared.ports.clock import Clock, SystemClock
from shared.ports.evidence import EvidenceReader
from shared.settings import EvidencePaceSettings, EvidenceSettings


def build_evidence() -> CollectEvidence:
    """Makes the collector, one for a process: it remembers who is silent. Raises ValueError for an unusable file."""
    pace = EvidencePaceSettings()
    targets = read_targets(EvidenceSettings().evidence_targets)
    clock = SystemClock()
    return CollectEvidence(
        readers=tuple(_readers(targets, clock, pace.evidence_pause_s)),
        clock=clock,
        deadline_s=pace.evidence_deadline_s,
        workers=pace.evidence_workers,
    )


def _readers(targets: EvidenceTargets, clock: Clock, pause_s: float) -> Iterator[EvidenceReader]:
    for cluster in targets.clusters:
        is_default = cluster.default or len(targets.clusters) == 1
        yield KubernetesReader(ClusterConnection(cluster, _target(cluster, pause_s)), clock, is_default)
    for argocd in targets.argocd:
        yield ArgoCDReader(HttpConnection(argocd, _target(argocd, pause_s)), clock)
    for prometheus in targets.prometheus:
        known = frozenset(_all_names(targets, prometheus.clusters))
        yield PrometheusReader(HttpConnection(prometheus, _target(prometheus, pause_s)), clock, known)


def _target(place: ClusterTarget | HttpTarget, pause_s: float) -> Target:
    return Target(name=place.name, timeout_s=place.timeout_s, pause_s=pause_s)


def _all_names(targets: EvidenceTargets, named: tuple[str, ...]) -> Iterator[str]:
    """Gives the names themselves and whatever else the clusters among them are called."""
    for name in named:
        yield name
        for cluster in targets.clusters:
            if name in (cluster.name, *cluster.aliases):
                yield from (cluster.name, *cluster.aliases)
