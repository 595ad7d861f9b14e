"""The objects of the examples that take more than a line: cert-manager's chain, an application, the cluster's DNS."""

from collections.abc import Sequence
from typing import Any

from tests.support import manifests as k8s


def node(
    name: str = "n1",
    *,
    ready: str = "True",
    reason: str = "KubeletReady",
    message: str = "",
    pressure: str = "",
) -> dict[str, Any]:
    kinds = ("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable")
    reasons = {True: "KubeletHasPressure", False: "KubeletHasSufficient"}
    conditions = [k8s.said(kind, str(kind == pressure), reasons[kind == pressure]) for kind in kinds]
    conditions.append(k8s.said("Ready", ready, reason, message))
    beats = [each | {"lastHeartbeatTime": k8s.ago(minutes=3)} for each in conditions]
    return k8s.made("Node", name, "", status={"conditions": beats})


def claim(phase: str, name: str = "data") -> dict[str, Any]:
    spec = {"storageClassName": "fast", "accessModes": ["ReadWriteOnce"]}
    if phase == "Bound":
        spec["volumeName"] = "pvc-1"
    return k8s.made("PersistentVolumeClaim", name, spec=spec, status={"phase": phase})


def job(
    reason: str = "", message: str = "", *, pod: bool = False, name: str = "migrate", **parts: Any
) -> tuple[Any, ...]:
    """A job that failed for this reason, with a pod of it that ended with an error; without a reason it completed."""
    failed = [k8s.said("FailureTarget", "True", reason, message), k8s.said("Failed", "True", reason, message)]
    conditions = failed if reason else [k8s.said("SuccessCriteriaMet", "True"), k8s.said("Complete", "True")]
    status = {"conditions": conditions, "failed": 4, **({} if reason else {"succeeded": 1})}
    made = k8s.made("Job", name, status=status, **parts)
    if not pod:
        return (made,)
    broken = k8s.pod(
        f"{name}-x",
        k8s.terminated(name="migrate", code=1),
        owner=("Job", name),
        phase="Failed",
        spec={"restartPolicy": "Never"},
    )
    lines = ("applying 0042", 'ERROR: column "id" does not exist')
    return (made, broken, k8s.log(broken, *lines, container="migrate", previous=False))


def refused_surge(message: str, *, old: int = 0) -> tuple[Any, ...]:
    """A deployment whose newest replica set may not create its pod, while ``old`` ones of the version before run."""
    failure = [k8s.said("ReplicaFailure", "True", "FailedCreate", message)]
    newest = k8s.replica_set(spec={"replicas": 1}, status={"replicas": 0, "conditions": failure})
    before = k8s.replica_set("web-6c54bd5869", spec={"replicas": old}, status={"replicas": old, "readyReplicas": old})
    conditions = [k8s.said("Available", "True" if old else "False"), *failure]
    owner = k8s.deployment(conditions=conditions, updatedReplicas=0, readyReplicas=old, availableReplicas=old)
    return (owner, newest, before, k8s.event(newest, "FailedCreate", f"Error creating: {message}"))


def autoscaler(reason: str, *, limited: str, active: tuple[str, str] = ("True", "ValidMetricFound")) -> dict[str, Any]:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    current = {
        "type": "Resource",
        "resource": {"name": "cpu", "current": {"averageUtilization": 143, "averageValue": "715m"}},
    }
    conditions = [
        k8s.said("AbleToScale", "True", "ReadyForNewScale"),
        k8s.said("ScalingActive", *active),
        k8s.said("ScalingLimited", limited, reason, "the desired replica count is more than the maximum replica count"),
    ]
    return k8s.made(
        "HorizontalPodAutoscaler",
        "web",
        spec={"scaleTargetRef": target, "minReplicas": 2, "maxReplicas": 10},
        status={"currentReplicas": 10, "desiredReplicas": 10, "currentMetrics": [current], "conditions": conditions},
    )


def coredns(lines: Sequence[str] = (), *, ready: bool = False) -> tuple[Any, ...]:
    """The two pods of the cluster's DNS; not ready, they crash with these lines."""
    things: list[Any] = [
        k8s.made("Deployment", "coredns", "kube-system", spec={"replicas": 2}),
        k8s.made("ReplicaSet", "coredns-7c65d6cfc9", "kube-system", owner=("Deployment", "coredns")),
    ]
    for number in "ab":
        status = (
            k8s.running(name="coredns")
            if ready
            else k8s.waiting("CrashLoopBackOff", "back-off", name="coredns", restarts=9, last=k8s.ended(1))
        )
        pod = k8s.pod(
            f"coredns-7c65d6cfc9-{number}",
            status,
            namespace="kube-system",
            labels={"k8s-app": "kube-dns", "pod-template-hash": "7c65d6cfc9"},
            owner=("ReplicaSet", "coredns-7c65d6cfc9"),
        )
        things += [pod, *([k8s.log(pod, *lines, container="coredns", previous=not ready)] if lines else [])]
    return tuple(things)


def issuance(
    *,
    reason: str = "DoesNotExist",
    not_after: str = "",
    issuer: str = "",
    request: tuple[str, str] | None = None,
    order: str = "",
    challenge: str = "",
    since: str = "",
) -> tuple[Any, ...]:
    """A certificate that is not ready, and how far its making came: each step owned by the one before."""
    spec = {
        "secretName": "web-tls",
        "dnsNames": ["web.example"],
        "issuerRef": {"name": "letsencrypt", "kind": "ClusterIssuer"},
    }
    status: dict[str, Any] = {"conditions": [k8s.said("Ready", "False", reason, f"because {reason}", since)]}
    if not_after:
        status["notAfter"] = not_after
    things = [k8s.made("Certificate", "web-tls", spec=spec, status=status)]
    state = ("False", "ErrRegisterACMEAccount", issuer) if issuer else ("True", "ACMEAccountRegistered", "")
    things.append(k8s.made("ClusterIssuer", "letsencrypt", "", status={"conditions": [k8s.said("Ready", *state)]}))
    if request or order or challenge:
        things.append(
            _request(
                *(request or ("Pending", 'Waiting on certificate issuance from order shop/web-tls-1-1: "pending"'))
            )
        )
    if order or challenge:
        state_of_order = {"state": "errored", "reason": order} if order else {"state": "pending"}
        things.append(
            k8s.made("Order", "web-tls-1-1", owner=("CertificateRequest", "web-tls-1"), status=state_of_order)
        )
    if challenge:
        said = {"state": "pending", "processing": True, "presented": True, "reason": challenge}
        things.append(k8s.made("Challenge", "web-tls-1-1-1", owner=("Order", "web-tls-1-1"), status=said))
    return tuple(things)


def _request(reason: str, message: str) -> dict[str, Any]:
    conditions = [k8s.said("Approved", "True", "cert-manager.io"), k8s.said("Ready", "False", reason, message)]
    if reason == "Denied":
        conditions[0] = k8s.said("Denied", "True", "policy", message)
    return k8s.made(
        "CertificateRequest", "web-tls-1", owner=("Certificate", "web-tls"), status={"conditions": conditions}
    )


def argocd(
    message_of_resource: str = "", *, hook: str = "", phase: str = "Failed", message: str = "", comparison: str = ""
) -> tuple[Any, ...]:
    """An application whose last operation ended so."""
    resources: list[dict[str, Any]] = [
        {"group": "apps", "version": "v1", "kind": "Service", "namespace": "shop", "name": "web", "status": "Synced"}
    ]
    if message_of_resource:
        failed = {"status": "SyncFailed", "message": message_of_resource}
        resources.append({"kind": "Deployment", "namespace": "shop", "name": "web", **failed})
    if hook:
        failed = {"hookType": "PreSync", "hookPhase": "Failed", "syncPhase": "PreSync", "message": hook}
        resources.append({"kind": "Job", "namespace": "shop", "name": "migrate", **failed})
    words = message or "one or more objects failed to apply, reason: see resources"
    status: dict[str, Any] = {
        "sync": {"status": "OutOfSync", "revision": "9f1c"},
        "health": {"status": "Healthy"},
        "operationState": {
            "phase": phase,
            "message": words,
            "startedAt": k8s.ago(hours=1),
            "syncResult": {"revision": "9f1c", "resources": resources},
        },
        "resources": [{"kind": "Deployment", "namespace": "shop", "name": "web", "status": "OutOfSync"}],
    }
    if comparison:
        status["conditions"] = [
            {"type": "ComparisonError", "message": comparison, "lastTransitionTime": k8s.ago(hours=1)}
        ]
    return (k8s.made("Application", "shop", "argocd", spec={"destination": {"namespace": "shop"}}, status=status),)
