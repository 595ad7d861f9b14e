"""What Argo CD reports of the application ``shop``, and what a look at it brings, for tests of changes."""

from typing import Any

from shared.domain.change_policy.facts import ChangePolicyPut
from shared.domain.change_policy.values import ChangePolicyDefinition, ChangeRule
from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.ids import change_policy_id_for, health_check_id_for
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from shared.processes.change_verification.look import ChangeCommit, ChangeLook
from shared.remediation.outcome import VerificationCheck
from tests.support.facts import T0, TENANT

OLD, NEW, NEWER = "a" * 40, "b" * 40, "c" * 40
SHOP = ResourceRef(kind="Application", name="shop", namespace="argocd", cluster="argo-1", environment="prod")
WEB = ResourceRef(kind="Deployment", name="web", namespace="shop", cluster="eu-1")
COMMIT = ChangeCommit(revision=NEW, author="Ana <ana@example.com>", message="Raise the pool (#42)", pull_request="#42")


def policy(*rules: ChangeRule) -> ChangePolicyPut:
    """Holds for five minutes, within thirty."""
    return ChangePolicyPut(
        policy_id=change_policy_id_for(TENANT),
        policy_version=1,
        definition=ChangePolicyDefinition(rules=rules or (ChangeRule(application="shop*"),)),
        put_by="human:ana",
    )


def told(
    revision: str = NEW, *, sync: str = "Synced", phase: str = "Succeeded", health: str = "Healthy", **parts: Any
) -> HealthCheckRecorded:
    """One word of Argo CD about ``shop``."""
    resource = parts.pop("resource", SHOP)
    statuses = {"Healthy": HealthStatus.HEALTHY, "Degraded": HealthStatus.DEGRADED}
    deleting = (Condition(type="Deleting", status="True"),) if parts.pop("deleted", False) else ()
    return HealthCheckRecorded(
        health_check_id=health_check_id_for(
            TENANT, kind="Application", name=resource.name, namespace="argocd", cluster=resource.cluster
        ),
        resource=resource,
        previous=HealthStatus.HEALTHY,
        status=statuses.get(health, HealthStatus.UNKNOWN),
        since=T0,
        progressing_since=T0 if health == "Progressing" else None,
        conditions=deleting,
        deployment=Deployment(
            application=resource.name, sync=sync, health=health, operation_phase=phase, revision=revision
        ),
        message=parts.pop("message", ""),
        source_name=resource.cluster,
        checked_at=T0,
    )


def look(*, holds: bool | None = True, **parts: Any) -> ChangeLook:
    check = VerificationCheck(what="Application shop is Synced and Healthy", holds=holds, seen="as it was read")
    return ChangeLook(**{"checks": (check,), "commit": COMMIT, "touched": (WEB,), **parts})
