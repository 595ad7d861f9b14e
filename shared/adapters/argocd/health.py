"""What one notification says of the application's health, beside the alert it may raise."""

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from shared.adapters.argocd.conditions import failure_is_past, is_deleted, not_there_yet, object_in, text_in
from shared.adapters.cloudevents.codec import brief
from shared.adapters.intake.body import shown
from shared.adapters.intake.group import InvalidAlert
from shared.adapters.intake.marks import Marks
from shared.adapters.intake.moments import moment_of
from shared.domain.health_check.intents import RecordHealthCheck
from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.ids import health_check_id_for
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from shared.ports.intake import Source

_STATUS = {
    "Healthy": HealthStatus.HEALTHY,
    "Suspended": HealthStatus.DEGRADED,
    # On its way: the domain says when that takes too long.
    "Progressing": HealthStatus.HEALTHY,
    "Missing": HealthStatus.UNHEALTHY,
    "Degraded": HealthStatus.UNHEALTHY,
    "Unknown": HealthStatus.UNKNOWN,
}
_FAILED = frozenset({"Failed", "Error"})
_LONGEST_WORD = 200
_LONGEST_MESSAGE = 4_000
_MOST_CONDITIONS = 40


def read_health(payload: dict[str, Any], source: Source, received_at: datetime) -> RecordHealthCheck | None:
    """None when the notification has no health in it. Raises InvalidAlert."""
    word = text_in(object_in(payload, "health"), "status")
    if not word:
        return None
    if word not in _STATUS:
        raise InvalidAlert(f"unknown health {shown(word)!r}")
    resource = _resource(payload, source)
    try:
        return RecordHealthCheck(
            health_check_id=health_check_id_for(
                source.tenant_id,
                kind=resource.kind,
                name=resource.name,
                namespace=resource.namespace or "",
                cluster=source.name,
            ),
            resource=resource,
            status=_status(word, payload),
            progressing=not is_deleted(payload) and (word == "Progressing" or not_there_yet(payload)),
            conditions=_conditions(payload),
            deployment=_deployment(payload, word),
            message=text_in(object_in(payload, "health"), "message")[:_LONGEST_MESSAGE],
            source_name=source.name,
            checked_at=moment_of(payload.get("reconciledAt"), "reconciledAt", Marks()) or received_at,
            received_at=received_at,
        )
    except ValidationError as invalid:
        raise InvalidAlert(shown(brief(invalid), 500)) from invalid


def _status(word: str, payload: dict[str, Any]) -> HealthStatus:
    """A failed operation is not healthy, whatever the resources say of themselves, until it is past. What is being
    deleted has no health any more.
    """
    if is_deleted(payload):
        return HealthStatus.UNKNOWN
    status = _STATUS[word]
    failed = text_in(object_in(payload, "operation"), "phase") in _FAILED and not failure_is_past(payload)
    return HealthStatus.DEGRADED if failed and status is HealthStatus.HEALTHY else status


def _resource(payload: dict[str, Any], source: Source) -> ResourceRef:
    """The source stands for its Argo CD: two of them may have an application of the same name."""
    return ResourceRef(
        kind="Application",
        name=text_in(payload, "name"),
        namespace=text_in(payload, "namespace") or None,
        cluster=source.name,
        environment=source.environment_id,
    )


def _deployment(payload: dict[str, Any], word: str) -> Deployment:
    sync, operation = object_in(payload, "sync"), object_in(payload, "operation")
    return Deployment(
        application=text_in(payload, "name")[:_LONGEST_WORD],
        sync=text_in(sync, "status")[:_LONGEST_WORD],
        health=word,
        operation_phase=text_in(operation, "phase")[:_LONGEST_WORD],
        revision=(text_in(operation, "revision") or text_in(sync, "revision"))[:_LONGEST_WORD],
    )


def _conditions(payload: dict[str, Any]) -> tuple[Condition, ...]:
    sync = text_in(object_in(payload, "sync"), "status")
    found = [Condition(type="Synced", status=str(sync == "Synced"), reason=sync[:_LONGEST_WORD])] if sync else []
    if is_deleted(payload):
        found.append(Condition(type="Deleting", status="True"))
    told = payload.get("conditions")
    for item in told[:_MOST_CONDITIONS] if isinstance(told, list) else ():
        if isinstance(item, dict) and text_in(item, "type"):
            message = text_in(item, "message")[:_LONGEST_MESSAGE]
            found.append(Condition(type=text_in(item, "type")[:100], status="True", message=message))
    return tuple(found)
