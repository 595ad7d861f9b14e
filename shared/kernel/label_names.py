"""Labels under OpenTelemetry's names read like our own: as the attributes are, and as Prometheus writes them.

The names are those of the semantic conventions for resources (opentelemetry.io/docs/specs/semconv/resource); a label of
Prometheus holds no dots, so ``k8s.pod.name`` comes as ``k8s_pod_name``.
"""

from collections.abc import Mapping
from typing import Final

#: An SDK or the collector puts these on what they watch, so they are the thing's own whoever was scraped.
_OF_THE_THING: Final = {
    "k8s.cluster.name": "cluster",
    "k8s.namespace.name": "namespace",
    "k8s.node.name": "node",
    "k8s.pod.name": "pod",
    "k8s.container.name": "container",
    "k8s.deployment.name": "deployment",
    "k8s.replicaset.name": "replicaset",
    "k8s.statefulset.name": "statefulset",
    "k8s.daemonset.name": "daemonset",
    "k8s.job.name": "job_name",
    "k8s.cronjob.name": "cronjob",
    "k8s.hpa.name": "horizontalpodautoscaler",
    "k8s.persistentvolumeclaim.name": "persistentvolumeclaim",
    "k8s.resourcequota.name": "resourcequota",
}
#: Others use these names for things of their own: what stands under our name goes first.
_ELSE: Final = {"service.name": "service", "host.name": "host"}

_ABOVE: Final = {spelled: ours for name, ours in _OF_THE_THING.items() for spelled in (name, name.replace(".", "_"))}
_BELOW: Final = {spelled: ours for name, ours in _ELSE.items() for spelled in (name, name.replace(".", "_"))}
_ALL: Final = (_ABOVE | _BELOW).keys()

#: Labels of OpenTelemetry that name a service.
SERVICE_NAMES: Final = tuple(spelled for spelled, ours in _BELOW.items() if ours == "service")


def in_our_words(labels: Mapping[str, str]) -> Mapping[str, str]:
    """Gives the labels with what OpenTelemetry calls differently under our names too; the same object if there is none.

    Empty labels count as absent.
    """
    if _ALL.isdisjoint(labels):
        return labels
    above = {ours: labels[name] for name, ours in _ABOVE.items() if labels.get(name)}
    below = {ours: labels[name] for name, ours in _BELOW.items() if labels.get(name)}
    return below | {name: value for name, value in labels.items() if value} | above


def as_sent(ours: str, labels: Mapping[str, str]) -> str:
    """Gives the label under which our name's value came: ``k8s_pod_name`` for ``pod``, where that is its name."""
    value = in_our_words(labels).get(ours)
    if not value or labels.get(ours) == value:
        return ours
    return next(name for name, mine in (_ABOVE | _BELOW).items() if mine == ours and labels.get(name) == value)
