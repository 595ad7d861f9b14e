"""The kinds of objects by the names that command lines and tables use for them."""

from typing import NamedTuple


class ResourceKind(NamedTuple):
    kind: str
    group: str
    plural: str
    short: tuple[str, ...] = ()
    namespaced: bool = True


_KINDS = (
    ResourceKind("Pod", "", "pods", ("po",)),
    ResourceKind("Service", "", "services", ("svc",)),
    ResourceKind("ConfigMap", "", "configmaps", ("cm",)),
    ResourceKind("Secret", "", "secrets"),
    ResourceKind("Event", "", "events", ("ev",)),
    ResourceKind("Endpoints", "", "endpoints", ("ep",)),
    ResourceKind("PersistentVolumeClaim", "", "persistentvolumeclaims", ("pvc",)),
    ResourceKind("ResourceQuota", "", "resourcequotas", ("quota",)),
    ResourceKind("LimitRange", "", "limitranges", ("limits",)),
    ResourceKind("ServiceAccount", "", "serviceaccounts", ("sa",)),
    ResourceKind("ReplicationController", "", "replicationcontrollers", ("rc",)),
    ResourceKind("Node", "", "nodes", ("no",), namespaced=False),
    ResourceKind("Namespace", "", "namespaces", ("ns",), namespaced=False),
    ResourceKind("PersistentVolume", "", "persistentvolumes", ("pv",), namespaced=False),
    ResourceKind("Deployment", "apps", "deployments", ("deploy",)),
    ResourceKind("ReplicaSet", "apps", "replicasets", ("rs",)),
    ResourceKind("StatefulSet", "apps", "statefulsets", ("sts",)),
    ResourceKind("DaemonSet", "apps", "daemonsets", ("ds",)),
    ResourceKind("Job", "batch", "jobs"),
    ResourceKind("CronJob", "batch", "cronjobs", ("cj",)),
    ResourceKind("HorizontalPodAutoscaler", "autoscaling", "horizontalpodautoscalers", ("hpa",)),
    ResourceKind("Ingress", "networking.k8s.io", "ingresses", ("ing",)),
    ResourceKind("NetworkPolicy", "networking.k8s.io", "networkpolicies", ("netpol",)),
    ResourceKind("PodDisruptionBudget", "policy", "poddisruptionbudgets", ("pdb",)),
    ResourceKind("EndpointSlice", "discovery.k8s.io", "endpointslices"),
    ResourceKind("StorageClass", "storage.k8s.io", "storageclasses", ("sc",), namespaced=False),
    ResourceKind("VolumeAttachment", "storage.k8s.io", "volumeattachments", namespaced=False),
    ResourceKind("Certificate", "cert-manager.io", "certificates", ("cert", "certs")),
    ResourceKind("CertificateRequest", "cert-manager.io", "certificaterequests", ("cr", "crs")),
    ResourceKind("Issuer", "cert-manager.io", "issuers"),
    ResourceKind("ClusterIssuer", "cert-manager.io", "clusterissuers", namespaced=False),
    ResourceKind("Order", "acme.cert-manager.io", "orders"),
    ResourceKind("Challenge", "acme.cert-manager.io", "challenges"),
    ResourceKind("ExternalSecret", "external-secrets.io", "externalsecrets", ("es",)),
    ResourceKind("Application", "argoproj.io", "applications", ("app", "apps")),
    ResourceKind("Rollout", "argoproj.io", "rollouts", ("ro",)),
)
_OTHER_VERSIONS = {"autoscaling": "v2", "argoproj.io": "v1alpha1"}
BY_KIND = {each.kind: each for each in _KINDS}
_BY_NAME = {name: each for each in _KINDS for name in (each.plural, each.kind.lower(), *each.short)}


def kind_named(word: str) -> ResourceKind | None:
    """Of ``po``, ``Pods``, ``deployment.apps``, ``certificates.cert-manager.io``; None for one that is not known."""
    return _BY_NAME.get(word.lower().split(".", 1)[0])


def group_of(kind: str, api_version: str = "") -> str:
    """The API group of an object; of a kind alone where the text does not say more."""
    if api_version:
        return api_version.rpartition("/")[0]
    known = BY_KIND.get(kind)
    return known.group if known is not None else ""


def api_version_of(known: ResourceKind) -> str:
    """The version that a text would have been printed from, which it does not say."""
    if not known.group:
        return "v1"
    return f"{known.group}/{_OTHER_VERSIONS.get(known.group, 'v1')}"


def is_namespaced(kind: str) -> bool:
    known = BY_KIND.get(kind)
    return known is None or known.namespaced
