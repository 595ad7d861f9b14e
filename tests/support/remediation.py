"""A cluster and an Argo CD with few objects, for tests of what is proposed: all in namespace shop of cluster prod."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.diagnosis.hypothesis import Citation, Confidence, Diagnosis, FaultKind, Hypothesis
from shared.diagnosis.snapshot import ObjectKey, Observed, ObservedAlert, Snapshot
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.proposal import Proposal, RemediationPlan
from shared.remediation.propose import propose

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
BROKE = NOW - timedelta(minutes=20)
GOOD, BAD = "a" * 40, "b" * 40
REPOSITORY = "https://git.example/shop.git"

Json = Mapping[str, Any]


def key(kind: str, name: str, namespace: str = "shop", cluster: str = "prod") -> ObjectKey:
    return ObjectKey(cluster, kind, namespace, name)


def ref(kind: str, name: str, namespace: str | None = "shop") -> ResourceRef:
    return ResourceRef(kind=kind, name=name, namespace=namespace, cluster="prod")


def thing(kind: str, name: str, *, namespace: str = "shop", **parts: Any) -> Observed:
    """An object; ``metadata`` is added to its name."""
    metadata = {"name": name, **({"namespace": namespace} if namespace else {}), **parts.pop("metadata", {})}
    manifest = {"kind": kind, "metadata": metadata, **parts}
    return Observed(key(kind, name, namespace), manifest, f"read-{kind}-{name}")


def container(name: str = "web", image: str = "web:2", **fields: Any) -> dict[str, Any]:
    return {"name": name, "image": image, **fields}


def deployment(name: str = "web", *containers: Json, **spec: Any) -> Observed:
    template = {"spec": {"containers": list(containers or [container()])}}
    return thing(
        "Deployment", name, metadata={"generation": 7, "resourceVersion": "901"}, spec={"template": template, **spec}
    )


def replica_set(number: int, made: datetime, *containers: Json, of: str = "web") -> Observed:
    return thing(
        "ReplicaSet",
        f"{of}-{number}",
        metadata={
            "creationTimestamp": made.isoformat(),
            "annotations": {"deployment.kubernetes.io/revision": str(number)},
            "ownerReferences": [{"kind": "Deployment", "name": of, "controller": True}],
        },
        spec={"template": {"spec": {"containers": list(containers or [container()])}}},
    )


def replaced(now: Json, before: Json, made: datetime = BROKE - timedelta(minutes=10)) -> tuple[Observed, ...]:
    """A deployment whose pod template was replaced shortly before it broke."""
    return (
        deployment("web", now),
        replica_set(1, made - timedelta(days=3), before),
        replica_set(2, made, now),
    )


def pod(name: str = "web-1", of: str = "web", **parts: Any) -> Observed:
    owner = {"kind": "Deployment", "name": of, "controller": True}
    return thing("Pod", name, metadata={"ownerReferences": [owner], "resourceVersion": "55"}, **parts)


def killed_pod(name: str = "web-1", node: str = "n1") -> Observed:
    ended = {"terminated": {"reason": "OOMKilled", "exitCode": 137}}
    statuses = [{"name": "web", "lastState": ended}]
    return pod(name, spec={"nodeName": node}, status={"containerStatuses": statuses})


def application(
    *,
    name: str = "shop",
    automated: Json | None = None,
    deployed: Sequence[tuple[str, datetime]] = (
        (GOOD, BROKE - timedelta(days=2)),
        (BAD, BROKE - timedelta(minutes=15)),
    ),
    owns: Sequence[Json] = ({"kind": "Deployment", "namespace": "shop", "name": "web", "status": "Synced"},),
    source: Json | None = None,
    operation: Json | None = None,
    **parts: Any,
) -> Observed:
    source = source or {"repoURL": REPOSITORY, "targetRevision": "main", "path": "shop"}
    history = [{"revision": revision, "deployedAt": at.isoformat()} for revision, at in deployed]
    return thing(
        "Application",
        name,
        namespace="argocd",
        spec={
            "project": "shops",
            "source": source,
            "destination": {"namespace": "shop", "server": "https://prod.example"},
            "syncPolicy": {"automated": automated} if automated is not None else {},
        },
        status={
            "sync": {"status": "Synced", "revision": deployed[-1][0] if deployed else ""},
            "history": history,
            "resources": list(owns),
            "operationState": operation or {"phase": "Succeeded"},
        },
        **parts,
    )


def cause(
    fault: FaultKind,
    variant: str = "",
    subject: ResourceRef | None = None,
    *,
    affected: Sequence[ResourceRef] = (),
    confidence: Confidence = Confidence.CERTAIN,
    says: str = "as read",
) -> Hypothesis:
    subject = subject or ref("Deployment", "web")
    return Hypothesis(
        hypothesis_id=f"h-{fault}-{subject.name}",
        fault=fault,
        subject=subject,
        variant=variant,
        title=f"{subject.kind} {subject.name} is broken",
        confidence=confidence,
        citations=(Citation(evidence_id="read-1", path="$.status", says=says),),
        affected=tuple(affected),
    )


def snapshot(*objects: Observed, alerts: Sequence[ObservedAlert] = (), **parts: Any) -> Snapshot:
    firing = ObservedAlert(name="ShopDown", labels={"namespace": "shop"}, starts_at=BROKE, evidence_id="alert-1")
    return Snapshot(at=NOW, objects=objects, alerts=tuple(alerts) or (firing,), **parts)


def proposed(broken: Hypothesis | Sequence[Hypothesis], *objects: Observed, **known: Any) -> Proposal:
    """What is proposed for these causes where the objects are all that was read."""
    causes = (broken,) if isinstance(broken, Hypothesis) else tuple(broken)
    seen = known.pop("seen", None) or snapshot(*objects)
    return propose(Diagnosis(hypotheses=causes), seen, now=NOW, **known)


def planned(broken: Hypothesis | Sequence[Hypothesis], *objects: Observed, **known: Any) -> RemediationPlan:
    plan = proposed(broken, *objects, **known).plan
    assert plan is not None
    return plan


def verbs(proposal: Proposal) -> list[str]:
    """The names of the actions, in order; empty when there is no plan."""
    return [action.action for action in proposal.plan.actions] if proposal.plan else []
