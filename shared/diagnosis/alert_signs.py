"""What alerts alone tell: the sign of a fault of something that nobody could read."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from shared.diagnosis import variants as form
from shared.diagnosis.finding import Finding
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.index import Presence
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, ObservedAlert


class Sign(NamedTuple):
    """The fault that an alert is a sign of, and the labels that may name what has it, the closest first."""

    fault: FaultKind
    variant: StrEnum
    labels: tuple[str, ...] = ("pod",)


KINDS = {
    "pod": "Pod",
    "deployment": "Deployment",
    "statefulset": "StatefulSet",
    "daemonset": "DaemonSet",
    "job_name": "Job",
    "horizontalpodautoscaler": "HorizontalPodAutoscaler",
    "persistentvolumeclaim": "PersistentVolumeClaim",
    "resourcequota": "ResourceQuota",
    "node": "Node",
}
CRASH = Sign(FaultKind.CRASH_LOOP, form.CrashLoopVariant.UNKNOWN)
IMAGE = Sign(FaultKind.IMAGE_PULL, form.ImagePullVariant.UNKNOWN)
MEMORY = Sign(FaultKind.OUT_OF_MEMORY, form.OutOfMemoryVariant.AT_LIMIT)
NODE = Sign(FaultKind.NODE, form.NodeVariant.NOT_READY, ("node",))
ROLLOUT = Sign(
    FaultKind.ROLLOUT_STUCK, form.RolloutStuckVariant.UNAVAILABLE, ("deployment", "statefulset", "daemonset")
)
#: Alerts of the kubernetes-mixin and of common rule sets, by their names.
BY_NAME: Mapping[str, Sign] = {
    "KubePodCrashLooping": CRASH,
    "KubernetesPodCrashLooping": CRASH,
    "KubernetesContainerOomKiller": MEMORY,
    "ContainerOOMKilled": MEMORY,
    "KubeNodeNotReady": NODE,
    "KubernetesNodeNotReady": NODE,
    "KubeNodeUnreachable": NODE._replace(variant=form.NodeVariant.UNREACHABLE),
    "KubeNodePressure": NODE,
    "KubeDeploymentRolloutStuck": ROLLOUT._replace(variant=form.RolloutStuckVariant.DEADLINE_EXCEEDED),
    "KubeDeploymentReplicasMismatch": ROLLOUT,
    "KubeStatefulSetReplicasMismatch": ROLLOUT,
    "KubeStatefulSetUpdateNotRolledOut": ROLLOUT,
    "KubeDaemonSetRolloutStuck": ROLLOUT,
    "KubeJobFailed": Sign(FaultKind.JOB_FAILED, form.JobFailedVariant.UNKNOWN, ("job_name",)),
    "KubernetesJobFailed": Sign(FaultKind.JOB_FAILED, form.JobFailedVariant.UNKNOWN, ("job_name",)),
    "KubeHpaMaxedOut": Sign(FaultKind.HPA_AT_MAXIMUM, form.HpaVariant.AT_MAXIMUM, ("horizontalpodautoscaler",)),
    "KubeQuotaExceeded": Sign(FaultKind.QUOTA, form.QuotaVariant.EXCEEDED, ("resourcequota",)),
}
#: The reason that kube-state-metrics puts on a waiting or ended container, whatever the alert is called.
BY_REASON: Mapping[str, Sign] = {
    "CrashLoopBackOff": CRASH,
    "ImagePullBackOff": IMAGE,
    "ErrImagePull": IMAGE,
    "CreateContainerConfigError": Sign(FaultKind.CONFIG_MISSING, form.ConfigMissingVariant.UNKNOWN),
    "OOMKilled": MEMORY,
}


def signs(seen: Seen) -> Iterator[Finding]:
    """Finds what an alert names and nobody read; where the thing was read, the rules have looked at it themselves."""
    for alert in sorted(seen.snapshot.alerts, key=lambda each: (each.name, sorted(each.labels.items()))):
        sign = BY_REASON.get(alert.labels.get("reason", "")) or BY_NAME.get(alert.name)
        label = next((each for each in sign.labels if alert.labels.get(each)), None) if sign else None
        if sign and label:
            subjects = _subjects(seen, alert, label)
            if all(seen.presence(subject) is Presence.UNKNOWN for subject in subjects):
                yield _finding(alert, sign, label, subjects[0])


def _subjects(seen: Seen, alert: ObservedAlert, label: str) -> list[ObjectKey]:
    """Gives what the alert may be about: in its own cluster, or in any where it names none that was read."""
    kind, named = KINDS[label], alert.labels.get("cluster", "")
    namespace = "" if kind == "Node" else alert.labels.get("namespace", "")
    clusters = [named] if named in seen.clusters or not seen.clusters else sorted(seen.clusters)
    return [ObjectKey(cluster, kind, namespace, alert.labels[label]) for cluster in clusters]


def _finding(alert: ObservedAlert, sign: Sign, label: str, subject: ObjectKey) -> Finding:
    named = [name for name in ("alertname", "reason", "namespace", label) if alert.labels.get(name)]
    cited = [
        Citation(evidence_id=alert.evidence_id, path=f"$.labels.{name}", says=alert.labels[name][:1_000])
        for name in named
    ]
    first = Citation(evidence_id=alert.evidence_id, path="$.labels.alertname", says=alert.name[:1_000])
    return Finding(
        fault=sign.fault,
        variant=sign.variant,
        subject=subject,
        shown_by=(),
        summary=f"may have the fault {sign.fault.replace('_', ' ')}: alert {alert.name}",
        why=[f"The alert {alert.name} names it; nothing of it was read."],
        confidence=Confidence.POSSIBLE,
        citations=cited or [first],
        since=alert.starts_at,
        confirm=[f"Read {subject.kind} {subject.name}: its status decides."],
        refute=["The alert is resolved, or its expression is about something else."],
    )
