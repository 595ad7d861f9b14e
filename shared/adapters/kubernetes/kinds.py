"""Where the API serves which kind. Others than these are not read."""

from typing import NamedTuple
from urllib.parse import quote


class Served(NamedTuple):
    """One kind: its API group (empty for core), version, plural, and whether its objects lie in namespaces."""

    group: str
    version: str
    plural: str
    in_namespaces: bool = True

    def path(self, namespace: str = "", name: str = "") -> str:
        """Gives the path of an object, or of the list where ``name`` is empty; over all namespaces where that is."""
        parts = ["apis", self.group, self.version] if self.group else ["api", self.version]
        if namespace and self.in_namespaces:
            parts += ["namespaces", namespace]
        parts.append(self.plural)
        if name:
            parts.append(name)
        return "/" + "/".join(quote(part, safe="") for part in parts)


SERVED = {
    "Pod": Served("", "v1", "pods"),
    "Service": Served("", "v1", "services"),
    "ConfigMap": Served("", "v1", "configmaps"),
    "Secret": Served("", "v1", "secrets"),
    "Event": Served("", "v1", "events"),
    "PersistentVolumeClaim": Served("", "v1", "persistentvolumeclaims"),
    "PersistentVolume": Served("", "v1", "persistentvolumes", in_namespaces=False),
    "ResourceQuota": Served("", "v1", "resourcequotas"),
    "LimitRange": Served("", "v1", "limitranges"),
    "Node": Served("", "v1", "nodes", in_namespaces=False),
    "Namespace": Served("", "v1", "namespaces", in_namespaces=False),
    "Deployment": Served("apps", "v1", "deployments"),
    "ReplicaSet": Served("apps", "v1", "replicasets"),
    "StatefulSet": Served("apps", "v1", "statefulsets"),
    "DaemonSet": Served("apps", "v1", "daemonsets"),
    "Job": Served("batch", "v1", "jobs"),
    "CronJob": Served("batch", "v1", "cronjobs"),
    "HorizontalPodAutoscaler": Served("autoscaling", "v2", "horizontalpodautoscalers"),
    "EndpointSlice": Served("discovery.k8s.io", "v1", "endpointslices"),
    "Ingress": Served("networking.k8s.io", "v1", "ingresses"),
    "PodDisruptionBudget": Served("policy", "v1", "poddisruptionbudgets"),
    "StorageClass": Served("storage.k8s.io", "v1", "storageclasses", in_namespaces=False),
    "Rollout": Served("argoproj.io", "v1alpha1", "rollouts"),
    "ExternalSecret": Served("external-secrets.io", "v1", "externalsecrets"),
    "Certificate": Served("cert-manager.io", "v1", "certificates"),
    "CertificateRequest": Served("cert-manager.io", "v1", "certificaterequests"),
    "Issuer": Served("cert-manager.io", "v1", "issuers"),
    "ClusterIssuer": Served("cert-manager.io", "v1", "clusterissuers", in_namespaces=False),
    "Order": Served("acme.cert-manager.io", "v1", "orders"),
    "Challenge": Served("acme.cert-manager.io", "v1", "challenges"),
}

#: Kinds that have pods, by the selector in their spec.
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Rollout", "ReplicaSet", "Job")
