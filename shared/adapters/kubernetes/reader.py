"""Reads one cluster for one incident: what the fault table names, within a time and a number of reads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from shared.adapters.evidence.notebook import Notebook
from shared.adapters.kubernetes import parts
from shared.adapters.kubernetes.connection import ClusterConnection
from shared.adapters.kubernetes.container_logs import ContainerLogs
from shared.adapters.kubernetes.listing import Objects
from shared.adapters.kubernetes.walk import Walk, is_workload
from shared.diagnosis.evidence import EvidenceSource
from shared.diagnosis.snapshot import Observed
from shared.kernel.vocabulary import ResourceRef
from shared.ports.clock import Clock
from shared.ports.evidence import Collected, Inquiry

#: Bounds on one inquiry.
MOST_RESOURCES = 20
MOST_NODES = 10
MOST_REFERENCES = 40
MOST_NAMESPACES = 5
#: What names a thing without saying of which kind its workload is.
_SOME_WORKLOAD = ("Deployment", "StatefulSet", "DaemonSet", "Rollout")
_DNS = re.compile(r"dns|no such host|name resolution|could not resolve|NXDOMAIN|SERVFAIL|EAI_AGAIN", re.IGNORECASE)
_OF_NAMESPACE = ("ResourceQuota", "LimitRange", "PersistentVolumeClaim", "HorizontalPodAutoscaler", "EndpointSlice")
_OF_CERTIFICATES = ("CertificateRequest", "Order", "Challenge")


@dataclass(frozen=True, slots=True)
class KubernetesReader:
    connection: ClusterConnection
    clock: Clock
    is_default: bool
    """Whether a resource that names no cluster is looked for here."""

    @property
    def source(self) -> EvidenceSource:
        return EvidenceSource.KUBERNETES

    @property
    def target(self) -> str:
        return self.connection.cluster.name

    def concerns(self, inquiry: Inquiry) -> bool:
        return any(self._is_here(resource) for resource in inquiry.resources)

    def read(self, inquiry: Inquiry, until: float) -> Collected:
        notes = Notebook(source=self.source, target=self.target, at=self.clock.now())
        walk = Walk(Objects(self.connection, until), notes, self.target)
        logs = ContainerLogs(self.connection, notes, until)
        here = [resource for resource in inquiry.resources if self._is_here(resource)][:MOST_RESOURCES]
        pods = _distinct(pod for resource in here for pod in _about(walk, resource))
        for namespace in _namespaces(here, pods):
            walk.events(namespace)
            for kind in _OF_NAMESPACE:
                walk.every(kind, namespace)
        logs.read(pods)
        _beneath(walk, pods)
        if _speaks_of_dns(inquiry, notes):
            logs.read(_resolver(walk))
        return notes.collected()

    def close(self) -> None:
        self.connection.close()

    def _is_here(self, resource: ResourceRef) -> bool:
        cluster = self.connection.cluster
        named = resource.cluster or resource.environment
        if resource.cluster is None and resource.environment not in (cluster.name, *cluster.aliases):
            return self.is_default
        return named in (cluster.name, *cluster.aliases)


def _about(walk: Walk, resource: ResourceRef) -> list[Observed]:
    """Reads the resource itself, its owners and what belongs to it; gives its pods, those in trouble first."""
    namespace = resource.namespace or ""
    kinds = _SOME_WORKLOAD if resource.kind in ("Workload", "Service", "Resource", "Target") else ()
    found = next(filter(None, (walk.object(kind, namespace, resource.name) for kind in (resource.kind, *kinds))), None)
    if found is None:
        return walk.pods(namespace) if namespace else []
    root = [found, *walk.owners(found)][-1]
    beneath = dict.fromkeys([root.key, found.key] if not is_workload(found) else [root.key])
    pods = [found] if found.key.kind == "Pod" else []
    return pods + [pod for key in beneath for pod in _belonging(walk, walk.notes.objects[key])]


def _belonging(walk: Walk, observed: Observed) -> list[Observed]:
    """Reads what is beneath an object, by its kind; gives the pods among it."""
    manifest, namespace = observed.manifest, observed.key.namespace
    match observed.key.kind:
        case "Deployment":
            walk.every("ReplicaSet", namespace, selection={"labelSelector": parts.selector_of(manifest)})
        case "CronJob":
            jobs = [job for job in walk.every("Job", namespace) if _owned(job, observed)]
            return [pod for job in jobs for pod in walk.pods_of(job)]
        case "HorizontalPodAutoscaler":
            scaled = parts.mapping(manifest, "spec", "scaleTargetRef")
            workload = walk.object(parts.text(scaled, "kind"), namespace, parts.text(scaled, "name"))
            return _belonging(walk, workload) if workload and is_workload(workload) else []
        case "PersistentVolumeClaim" | "Namespace" | "ResourceQuota":
            return walk.pods(namespace or observed.key.name)
        case "Node":
            walk.events(
                "default", {"fieldSelector": f"involvedObject.kind=Node,involvedObject.name={observed.key.name}"}
            )
            return walk.pods("", {"fieldSelector": f"spec.nodeName={observed.key.name}"})
        case "Certificate":
            _certificate(walk, observed)
        case _:
            pass
    return walk.pods_of(observed) if is_workload(observed) or observed.key.kind == "Service" else []


def _owned(item: Observed, owner: Observed) -> bool:
    return parts.Named(owner.key.kind, owner.key.name) in parts.owners(item.manifest)


def _certificate(walk: Walk, certificate: Observed) -> None:
    issuer = parts.mapping(certificate.manifest, "spec", "issuerRef")
    walk.object(parts.text(issuer, "kind") or "Issuer", certificate.key.namespace, parts.text(issuer, "name"))
    walk.object("Secret", certificate.key.namespace, parts.text(certificate.manifest, "spec", "secretName"))
    for kind in _OF_CERTIFICATES:
        walk.every(kind, certificate.key.namespace)


def _beneath(walk: Walk, pods: Sequence[Observed]) -> None:
    """Reads what pods run on and refer to."""
    nodes = dict.fromkeys(parts.text(pod.manifest, "spec", "nodeName") for pod in pods)
    for node in islice(filter(None, nodes), MOST_NODES):
        walk.object("Node", "", node)
    named = dict.fromkeys(
        (pod.key.namespace, reference) for pod in pods for reference in parts.references(pod.manifest)
    )
    for namespace, reference in islice(named, MOST_REFERENCES):
        claim = walk.object(reference.kind, namespace, reference.name)
        if claim is not None and reference.kind == "PersistentVolumeClaim":
            walk.object("PersistentVolume", "", parts.text(claim.manifest, "spec", "volumeName"))
            walk.object("StorageClass", "", parts.text(claim.manifest, "spec", "storageClassName"))


def _namespaces(resources: Sequence[ResourceRef], pods: Sequence[Observed]) -> list[str]:
    named = [resource.namespace or "" for resource in resources] + [pod.key.namespace for pod in pods]
    return list(islice(filter(None, dict.fromkeys(named)), MOST_NAMESPACES))


def _distinct(pods: Iterable[Observed]) -> list[Observed]:
    """Gives each pod once, those in trouble first."""
    once = {pod.key: pod for pod in pods}
    return sorted(once.values(), key=lambda pod: (not parts.is_troubled(pod.manifest), pod.key))


def _speaks_of_dns(inquiry: Inquiry, notes: Notebook) -> bool:
    texts = [alert.name for alert in inquiry.alerts]
    texts += [event.message for event in notes.events]
    texts += [line for log in notes.logs for line in log.lines]
    return any(_DNS.search(each) for each in texts)


def _resolver(walk: Walk) -> list[Observed]:
    """Reads the cluster's own resolver; gives its pods."""
    walk.object("Deployment", "kube-system", "coredns")
    walk.object("Service", "kube-system", "kube-dns")
    walk.object("ConfigMap", "kube-system", "coredns")
    walk.every("EndpointSlice", "kube-system", selection={"labelSelector": "kubernetes.io/service-name=kube-dns"})
    walk.events("kube-system")
    return walk.pods("kube-system", {"labelSelector": "k8s-app=kube-dns"})
