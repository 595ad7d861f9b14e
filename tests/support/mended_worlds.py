"""For each fault, the cluster of its examples after what was wrong is mended."""

from collections.abc import Mapping
from typing import Any

from shared.diagnosis.hypothesis import FaultKind
from shared.diagnosis.snapshot import Snapshot
from tests.support import manifests as k8s
from tests.support.fault_objects import autoscaler, claim, coredns, job, node
from tests.support.recoveries import application, pod, web

LATER = "2027-02-01T00:00:00Z"


def _scaler() -> dict[str, Any]:
    scaler = autoscaler("ReadyForNewScale", limited="False")
    scaler["status"] |= {"currentReplicas": 6, "desiredReplicas": 6}
    return scaler


def _certificates() -> tuple[dict[str, Any], ...]:
    """The certificate and its issuer, which have what they need."""
    spec = {"secretName": "web-tls", "issuerRef": {"name": "letsencrypt", "kind": "ClusterIssuer"}}
    status = {"conditions": [k8s.said("Ready", "True", "Ready")], "notAfter": LATER}
    issuer = {"conditions": [k8s.said("Ready", "True", "ACMEAccountRegistered")]}
    return (
        k8s.made("Certificate", "web-tls", spec=spec, status=status),
        k8s.made("ClusterIssuer", "letsencrypt", "", status=issuer),
    )


def _dns() -> tuple[Any, ...]:
    labels = {"kubernetes.io/service-name": "kube-dns"}
    endpoints = [{"addresses": ["10.244.0.3"], "conditions": {"ready": True}}]
    slices = k8s.made("EndpointSlice", "kube-dns-x", "kube-system", labels=labels, endpoints=endpoints)
    servers = coredns(ready=True)
    servers[0]["status"] = {"replicas": 2, "updatedReplicas": 2, "readyReplicas": 2}
    service = k8s.made("Service", "kube-dns", "kube-system", spec={"clusterIP": "10.96.0.10"})
    return (*servers, slices, service)


def _set() -> tuple[Any, ...]:
    """The stateful set ``db`` with its last pod."""
    numbers = {"replicas": 1, "readyReplicas": 1, "updatedReplicas": 1}
    owner = k8s.made("StatefulSet", "db", spec={"replicas": 1}, status=numbers)
    return (owner, k8s.pod("db-0", k8s.running(name="db"), owner=("StatefulSet", "db")))


_CLAIMING = {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]}
_WELL = web(pod(0), pod(1))

MENDED: Mapping[FaultKind, Snapshot] = {
    FaultKind.CRASH_LOOP: k8s.snapshot(*_WELL),
    FaultKind.IMAGE_PULL: k8s.snapshot(*_WELL),
    FaultKind.OUT_OF_MEMORY: k8s.snapshot(*_WELL),
    FaultKind.PENDING: k8s.snapshot(*_WELL),
    FaultKind.VOLUME: k8s.snapshot(claim("Bound"), *web(k8s.pod("web-5d8f9c7b6d-0", k8s.running(), spec=_CLAIMING))),
    FaultKind.PROBE: k8s.snapshot(*_WELL),
    FaultKind.CONFIG_MISSING: k8s.snapshot(*_WELL, k8s.made("ConfigMap", "web-config", data={"url": "x"})),
    FaultKind.NODE: k8s.snapshot(node(), node("n2"), *_WELL),
    FaultKind.DNS: k8s.snapshot(*_dns()),
    FaultKind.CERTIFICATE: k8s.snapshot(*_certificates()),
    FaultKind.QUOTA: k8s.snapshot(k8s.made("ResourceQuota", "compute"), *_WELL),
    FaultKind.SYNC_FAILED: k8s.snapshot(application()),
    FaultKind.HPA_AT_MAXIMUM: k8s.snapshot(_scaler(), *_WELL),
    FaultKind.ROLLOUT_STUCK: k8s.snapshot(*_WELL, *_set()),
    FaultKind.JOB_FAILED: k8s.snapshot(*job()),
}
