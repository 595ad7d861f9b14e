"""What Argo CD reports of an application, as far as the verification of a change goes by it."""

from dataclasses import dataclass

from shared.domain.health_check.facts import HealthCheckRecorded
from shared.kernel.vocabulary import HealthStatus, ResourceRef

_FAILED = frozenset({"Failed", "Error"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationReport:
    """``failed``: the synchronisation has ended badly, and Argo CD does not try that revision again by itself."""

    application: ResourceRef
    revision: str
    is_well: bool
    failed: bool
    deleted: bool
    told: str


def report_of(health: HealthCheckRecorded) -> ApplicationReport | None:
    """None where it is not about an application, or says no revision."""
    deployment = health.deployment
    if deployment is None or health.resource.kind != "Application" or not deployment.revision:
        return None
    settled = health.status is HealthStatus.HEALTHY and health.progressing_since is None
    operation = deployment.operation_phase or "no operation"
    health_word = deployment.health or health.status.value
    return ApplicationReport(
        application=health.resource,
        revision=deployment.revision,
        is_well=settled and deployment.sync == "Synced" and deployment.operation_phase == "Succeeded",
        failed=deployment.operation_phase in _FAILED,
        deleted=any(each.type == "Deleting" and each.status == "True" for each in health.conditions),
        told=f"{deployment.sync or 'not compared'}, operation {operation}, {health_word}"
        + (f": {health.message}" if health.message else ""),
    )
