"""What an alert is about, read from its labels: the thing itself, not what measured it.

Prometheus puts the labels of the scraped target on every series. Where the target is an exporter (kube-state-metrics,
node-exporter, the kubelet, a blackbox probe), ``service``, ``pod``, ``container``, ``job``, ``endpoint``, ``instance``
and sometimes ``namespace`` name the exporter, and other labels the thing. Where the target's labels win
(``honor_labels: false``), the thing's own come as ``exported_service``, ``exported_pod`` and so on. What OpenTelemetry
says of the thing stands under its own names (`kernel.label_names`), whichever collector was scraped.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from shared.kernel.label_names import as_sent, in_our_words

Labels = Mapping[str, str]
#: More than a batch has alerts: several ask about each of them, one after the other.
_REMEMBERED = 1_000

#: Whatever measures others: a value of ``job``, ``service``, ``pod`` or ``container`` that holds one of these.
_EXPORTER = re.compile(
    r"kube-?state-?metrics|\bksm\b|exporter|kubelet|cadvisor|pushgateway|blackbox|kubernetes-(?:nodes|service-endpoints)"
    r"|otel-?col(?:lector)?\b|opentelemetry-?collector|integrations/(?:unix|kubernetes|node)|argo-?cd-(?:application-controller|metrics)"
    r"|^(?:nodes?|hosts?|servers?|linux|windows|unix|snmp|ipmi|ping|icmp|probes?|telegraf|collectd|netdata)$",
    re.IGNORECASE,
)
#: Exporters of which there is one for each machine, or which speak of the address they were sent to: their
#: ``instance`` is the thing.
_OF_INSTANCES = re.compile(
    r"node|windows|blackbox|snmp|ipmi|probe|ping|icmp|unix|linux|smartctl|^(?:hosts?|servers?)$", re.IGNORECASE
)
_MEASURING = ("job", "container", "service", "app_kubernetes_io_name", "kubernetes_name", "pod")
_OF_THE_TARGET = ("service", "pod", "container", "job", "instance", "namespace", "endpoint")
#: Labels that name what runs, as people put them on by hand and Kubernetes recommends them.
_APPS = ("app", "app_kubernetes_io_name", "app.kubernetes.io/name", "application")

#: Label → kind of thing, the most telling first. A volume says more than the pod that holds it, a pod more than the
#: machine under it.
_THINGS = (
    ("persistentvolumeclaim", "PersistentVolumeClaim"),
    ("horizontalpodautoscaler", "HorizontalPodAutoscaler"),
    ("hpa", "HorizontalPodAutoscaler"),
    ("cronjob", "CronJob"),
    ("job_name", "Job"),
    ("statefulset", "StatefulSet"),
    ("daemonset", "DaemonSet"),
    ("deployment", "Deployment"),
    ("rollout", "Rollout"),
    ("replicaset", "ReplicaSet"),
    ("workload", "Workload"),
    ("pod", "Pod"),
    ("poddisruptionbudget", "PodDisruptionBudget"),
    ("ingress", "Ingress"),
    ("resourcequota", "ResourceQuota"),
    ("persistentvolume", "PersistentVolume"),
    ("node", "Node"),
    ("nodename", "Node"),
    ("application", "Application"),
    ("rulename", "AlertRule"),
    ("job", "Target"),
    ("host", "Host"),
    ("hostname", "Host"),
    ("instance", "Instance"),
    # Of Argo CD's applications, certificates, containers without Kubernetes: exporters say which under ``name``.
    ("name", "Resource"),
)
_KINDS = dict(_THINGS)
#: Those that exist once in a cluster: the namespace beside them is the exporter's.
CLUSTER_WIDE = frozenset({"Node", "PersistentVolume", "Host", "Instance"})
#: Things that stand for whatever runs under their name.
_WORKLOADS = frozenset(
    {
        "CronJob",
        "Job",
        "StatefulSet",
        "DaemonSet",
        "Deployment",
        "Rollout",
        "ReplicaSet",
        "Workload",
        "Pod",
        "HorizontalPodAutoscaler",
    }
)

# Kubernetes makes names of letters that spell no words (k8s.io/apimachinery/pkg/util/rand).
_RANDOM = "[bcdfghjklmnpqrstvwxz2456789]"
_OF_DEPLOYMENT = re.compile(rf"-{_RANDOM}{{6,10}}-{_RANDOM}{{5}}$")
_OF_REPLICA_SET = re.compile(rf"-{_RANDOM}{{6,10}}$")
_OF_OTHERS = re.compile(rf"-(?:\d{{8,10}}(?:-{_RANDOM}{{5}})?|{_RANDOM}{{5}}|\d{{1,4}})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Empty texts are unknown. ``label`` is the label that names the thing; ``kind`` is a Kubernetes kind where there
    is one. ``workload`` is what the thing belongs to, whichever of its pods or jobs is named. ``things`` are all
    that the labels name, kind and name, most telling first.
    """

    label: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""
    service: str = ""
    workload: str = ""
    things: tuple[tuple[str, str], ...] = ()

    @property
    def group(self) -> str:
        """What alerts about the same thing have in common."""
        return self.workload or self.name


def subject_of(labels: Labels) -> Subject:
    return _subject_of(tuple(sorted(labels.items())))


@lru_cache(_REMEMBERED)
def _subject_of(pairs: tuple[tuple[str, str], ...]) -> Subject:
    labels = dict(pairs)
    meant = _as_meant(labels)
    found = _named_by(meant)
    if not found and not meant.get("service"):
        meant["service"] = _app_in(labels)
    if not found and not meant["service"]:
        # It speaks of nothing but the exporter, so that is what it is about.
        meant = _not_empty(in_our_words(labels))
        found = _named_by(meant)
    label = found[0] if found else ""
    kind = _kind_of(label, labels)
    return Subject(
        label=_as_sent(label, labels),
        kind=kind,
        name=meant.get(label, ""),
        namespace="" if kind in CLUSTER_WIDE and _measured(labels) else meant.get("namespace", ""),
        service=meant.get("service", ""),
        workload=_workload_of(kind, meant[label]) if label else "",
        things=tuple({_kind_of(each, labels): meant[each] for each in reversed(found)}.items())[::-1],
    )


def _app_in(labels: Labels) -> str:
    """Where nothing else is named, what runs under this name; empty where that is an exporter, or nothing."""
    return next((labels[name] for name in _APPS if labels.get(name) and not _EXPORTER.search(labels[name])), "")


def _named_by(meant: Labels) -> list[str]:
    return [label for label, _ in _THINGS if meant.get(label)]


def _as_meant(labels: Labels) -> dict[str, str]:
    """Without what is only the exporter's; what was moved aside is back in its place."""
    meant = _not_empty(labels)
    if _measured(labels):
        for name in _OF_THE_TARGET:
            if name in meant and _is_the_exporters(name, labels):
                del meant[name]
    for name in _OF_THE_TARGET:
        if labels.get(f"exported_{name}"):
            meant[name] = labels[f"exported_{name}"]
    meant = dict(in_our_words(meant))
    if len(labels.get("instance", "")) and any(meant.get(label) for label in ("pod", "deployment", "node", "service")):
        # The address of what is named already.
        meant.pop("instance", None)
    return meant


def _not_empty(labels: Labels) -> dict[str, str]:
    return {name: value for name, value in labels.items() if value}


def _measured(labels: Labels) -> bool:
    return _moved_aside(labels) or any(_EXPORTER.search(labels.get(name, "")) for name in _MEASURING)


def _moved_aside(labels: Labels) -> bool:
    """The target's labels have won over the thing's: those that are left are the target's."""
    return any(labels.get(f"exported_{name}") for name in _OF_THE_TARGET)


def _is_the_exporters(name: str, labels: Labels) -> bool:
    """Kube-state-metrics may speak of a pod of the node exporter: then the pod is not its own."""
    match name:
        case "endpoint":
            return True
        case "instance":
            return not any(_OF_INSTANCES.search(labels.get(of, "")) for of in ("job", "service", "container"))
        case "namespace":
            return False
        case _ if _moved_aside(labels):
            return True
        case _:
            family, speaking = _family(labels[name]), _family(labels.get("job", ""))
            return bool(family) and (not speaking or family == speaking)


def _family(value: str) -> str:
    found = _EXPORTER.search(value)
    return re.sub("[-_]", "", found[0].lower()).replace("ksm", "kubestatemetrics") if found else ""


def _kind_of(label: str, labels: Labels) -> str:
    if label == "name" and labels.get("dest_server"):
        return "Application"  # Argo CD's own metrics
    return _KINDS.get(label, "")


def _as_sent(label: str, labels: Labels) -> str:
    return f"exported_{label}" if labels.get(f"exported_{label}") else as_sent(label, labels)


def _workload_of(kind: str, name: str) -> str:
    """``web-7d9c5b6f4-x2x9k`` and ``web-7d9c5b6f4`` → ``web``, ``db-0`` → ``db``, ``backup-28123456`` → ``backup``."""
    if kind not in _WORKLOADS:
        return ""
    match kind:
        case "Pod":
            bare = _OF_DEPLOYMENT.sub("", name)
            return bare if bare != name else _OF_OTHERS.sub("", name)
        case "ReplicaSet":
            return _OF_REPLICA_SET.sub("", name)
        case "Job":
            return re.sub(r"-\d{8,10}$", "", name)
        case _:
            return name
