"""The three conditions of an application that Argo CD speaks of, and what their words mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.kernel.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class ApplicationCondition:
    """One thing that Argo CD says of an application, as fields of the notification's payload.

    ``firing`` maps the words that raise the alert to how bad they are; ``calm`` words say nothing either way.

    ``since`` is when the condition took its present value; where that is not told, the sighting speaks of the episode
    that is under way. ``calm_while`` says when a word that raises the alert does not.
    """

    alertname: str
    word: Callable[[dict[str, Any]], Any]
    firing: Mapping[str, Severity]
    resolved: frozenset[str]
    calm: frozenset[str]
    since: Callable[[dict[str, Any]], Any]
    until: Callable[[dict[str, Any]], Any]
    message: Callable[[dict[str, Any]], Any]
    calm_while: Callable[[dict[str, Any]], bool] = lambda _payload: False


def text_in(holder: dict[str, Any], name: str) -> str:
    """Gives the text in this field; it is empty where there is none, or something else."""
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def object_in(holder: dict[str, Any], name: str) -> dict[str, Any]:
    """Gives the object in this field; it is empty where there is none, or something else."""
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _comparison_error(payload: dict[str, Any]) -> dict[str, Any]:
    """Gives Argo CD's own account of why it cannot tell whether the application is in sync, or an empty one."""
    conditions = payload.get("conditions")
    if not isinstance(conditions, list):
        return {}
    errors = (item for item in conditions if isinstance(item, dict) and item.get("type") == "ComparisonError")
    return next(errors, {})


def not_there_yet(payload: dict[str, Any]) -> bool:
    """Says that it is missing before its first sync, or while one runs: nobody expects the resources to be there.

    That it lasts is told by a failed operation, by the Missing that Argo CD notifies of after it, and by the health
    check, which does not progress for ever.
    """
    operation = payload.get("operation")
    missing = text_in(object_in(payload, "health"), "status") == "Missing"
    return missing and isinstance(operation, dict) and operation.get("phase", "") in ("", "Running")


def is_deleted(payload: dict[str, Any]) -> bool:
    """Says that somebody has asked for it to be deleted: what is left of it is on its way out."""
    return bool(payload.get("deletionTimestamp")) or payload.get("condition") == "deleted"


def failure_is_past(payload: dict[str, Any]) -> bool:
    """Says that the last operation failed, and that the application has become Synced and Healthy since.

    At another revision, or at the same one because what could not be applied was applied after all. A hook that failed
    says nothing about what is Synced: at its own revision it stays a failure.
    """
    sync, operation = object_in(payload, "sync"), object_in(payload, "operation")
    if operation.get("phase") not in ("Failed", "Error") or payload.get("condition") == "operation":
        return False
    well = sync.get("status") == "Synced" and object_in(payload, "health").get("status") == "Healthy"
    elsewhere = bool(text_in(sync, "revision")) and text_in(sync, "revision") != text_in(operation, "revision")
    return well and (elsewhere or "completed unsuccessfully" not in text_in(operation, "message"))


def has_succeeded(payload: dict[str, Any]) -> bool:
    """Says that the last operation succeeded, whatever the notification is about."""
    return object_in(payload, "operation").get("phase") == "Succeeded"


CONDITIONS = {
    "health": ApplicationCondition(
        alertname="ArgoCDApplicationHealth",
        word=lambda payload: object_in(payload, "health").get("status"),
        firing={"Degraded": Severity.HIGH, "Missing": Severity.HIGH, "Unknown": Severity.MEDIUM},
        resolved=frozenset({"Healthy"}),
        calm=frozenset({"Progressing", "Suspended"}),
        since=lambda payload: object_in(payload, "health").get("lastTransitionTime"),
        until=lambda payload: object_in(payload, "health").get("lastTransitionTime"),
        message=lambda payload: object_in(payload, "health").get("message"),
        calm_while=not_there_yet,
    ),
    "operation": ApplicationCondition(
        alertname="ArgoCDApplicationOperation",
        word=lambda payload: object_in(payload, "operation").get("phase"),
        firing={"Failed": Severity.HIGH, "Error": Severity.HIGH},
        resolved=frozenset({"Succeeded"}),
        calm=frozenset({"Running", "Terminating", ""}),
        since=lambda payload: object_in(payload, "operation").get("startedAt"),
        until=lambda payload: object_in(payload, "operation").get("finishedAt"),
        message=lambda payload: object_in(payload, "operation").get("message"),
    ),
    "sync": ApplicationCondition(
        alertname="ArgoCDApplicationSync",
        word=lambda payload: object_in(payload, "sync").get("status"),
        firing={"Unknown": Severity.MEDIUM},
        # Out of sync is a comparison that worked: whether it is wrong depends on the sync policy.
        resolved=frozenset({"Synced", "OutOfSync"}),
        calm=frozenset({""}),
        since=lambda payload: _comparison_error(payload).get("lastTransitionTime"),
        until=lambda payload: payload.get("reconciledAt"),
        message=lambda payload: _comparison_error(payload).get("message"),
    ),
}
