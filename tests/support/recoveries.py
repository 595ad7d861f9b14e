"""Plans that were carried out, and the cluster as it is afterwards, for tests of whether they have worked."""

from datetime import timedelta
from typing import Any

from shared.diagnosis.hypothesis import FaultKind
from shared.diagnosis.snapshot import EvidenceGap, Snapshot
from shared.kernel.vocabulary import ResourceRef, RiskTier
from shared.remediation.actions import Action, GitRevert
from shared.remediation.outcome import ActionOutcome, EffectStatus, RemediationOutcome, VerificationReading
from shared.remediation.proposal import Precondition, RemediationPlan
from shared.remediation.recovery.recovered import recovered
from tests.support import manifests as k8s

BAD, FIX, LATER = "b" * 40, "f" * 40, "1" * 40
REVERT = GitRevert(application="shop", repository="https://git.example/shop.git", revision=BAD)
DONE = k8s.NOW - timedelta(minutes=15)


def plan(*broken: tuple[FaultKind, str], actions: tuple[Action, ...] = (REVERT,)) -> RemediationPlan:
    """Answers each fault of each thing (``Deployment shop/web``)."""
    conditions = [Precondition(what="condition", subject=called, expected=f"{fault}: x") for fault, called in broken]
    return RemediationPlan(
        hypothesis_ids=(),
        actions=actions,
        summary="Revert",
        risk=RiskTier.LOW,
        preconditions=tuple(conditions),
        expires_at=k8s.NOW,
        plan_hash="0" * 64,
    )


def outcome(
    *,
    application: str | None = "shop",
    revision: str | None = FIX,
    status: EffectStatus = EffectStatus.SUCCEEDED,
    action: str = "git.revert",
) -> RemediationOutcome:
    one = ActionOutcome(
        index=0,
        action=action,
        status=status,
        detail="merged",
        application=application,
        revision=revision,
        ended_at=DONE,
    )
    return RemediationOutcome(status=status, actions=(one,), reason="done")


ALONE = outcome(application=None, revision=None)
"""What was carried out without an application that has to follow."""


def application(
    *,
    sync: str = "Synced",
    revision: str = FIX,
    operated: str | None = None,
    phase: str = "Succeeded",
    health: str = "Healthy",
    deployed: tuple[str, ...] = (BAD, FIX),
    parts: tuple[dict[str, Any], ...] = ({"kind": "Deployment", "name": "web", "status": "Synced"},),
) -> dict[str, Any]:
    """The application ``shop`` as Argo CD tells it after the commit ``FIX``."""
    history = [
        {"revision": each, "deployedAt": k8s.ago(hours=len(deployed) - place)} for place, each in enumerate(deployed)
    ]
    status = {
        "sync": {"status": sync, "revision": revision},
        "health": {"status": health},
        "operationState": {"phase": phase, "syncResult": {"revision": operated or revision}},
        "history": history,
        "resources": list(parts),
    }
    spec = {"source": {"repoURL": REVERT.repository, "targetRevision": "main"}}
    return k8s.made("Application", "shop", "argocd", spec=spec, status=status)


def web(*pods: dict[str, Any], **status: Any) -> tuple[dict[str, Any], ...]:
    """The deployment ``web`` of one replica for each pod, as its controller has brought it about."""
    number = len(pods)
    numbers = dict.fromkeys(("replicas", "updatedReplicas", "readyReplicas", "availableReplicas"), number)
    deployment = k8s.deployment(**{**numbers, "observedGeneration": 4, **status})
    deployment["metadata"]["generation"] = 4
    deployment["spec"] = {"replicas": number, "template": {"spec": {"containers": [k8s.container()]}}}
    return (deployment, k8s.replica_set(), *pods)


def pod(number: int = 0, **status: Any) -> dict[str, Any]:
    """A pod of ``web`` that runs and is Ready."""
    return k8s.pod(f"web-{k8s.TEMPLATE}-{number}", k8s.running(**{"since": k8s.ago(minutes=14), **status}))


def read(
    of: RemediationPlan,
    became: RemediationOutcome,
    world: Snapshot,
    before: VerificationReading | None = None,
    *,
    about: tuple[ResourceRef, ...] = (),
) -> VerificationReading:
    return recovered(of, became, world, resources=about, before=before)


def told(reading: VerificationReading) -> dict[str, bool | None]:
    return {check.what: check.holds for check in reading.checks}


def seen(reading: VerificationReading) -> str:
    """What decides, of the checks that do not hold."""
    return "\n".join(f"{check.holds} {check.what}: {check.seen}" for check in reading.checks if not check.holds)


def gap(wanted: str, problem: str = "timeout") -> EvidenceGap:
    return EvidenceGap(wanted=wanted, problem=problem)
