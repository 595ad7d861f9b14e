"""The three conditions of an application that Argo CD speaks of, and what their words mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.kernel.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Condition:
    """``firing`` maps the words that raise the alert to how bad they are; ``calm`` words say nothing either way.

    ``since`` is when the condition took its present value. It names the episode, so it must not move while it holds.
    """

    alertname: str
    word: Callable[[dict[str, Any]], Any]
    firing: Mapping[str, Severity]
    resolved: frozenset[str]
    calm: frozenset[str]
    since: Callable[[dict[str, Any]], Any]
    until: Callable[[dict[str, Any]], Any]
    message: Callable[[dict[str, Any]], Any]


def text_in(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def object_in(holder: dict[str, Any], name: str) -> dict[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _comparison_error(payload: dict[str, Any]) -> dict[str, Any]:
    """Argo CD's own account of why it cannot tell whether the application is in sync."""
    conditions = payload.get("conditions")
    if not isinstance(conditions, list):
        return {}
    errors = (item for item in conditions if isinstance(item, dict) and item.get("type") == "ComparisonError")
    return next(errors, {})


CONDITIONS = {
    "health": Condition(
        alertname="ArgoCDApplicationHealth",
        word=lambda payload: object_in(payload, "health").get("status"),
        firing={"Degraded": Severity.HIGH, "Missing": Severity.HIGH, "Unknown": Severity.MEDIUM},
        resolved=frozenset({"Healthy"}),
        calm=frozenset({"Progressing", "Suspended"}),
        since=lambda payload: object_in(payload, "health").get("lastTransitionTime"),
        until=lambda payload: object_in(payload, "health").get("lastTransitionTime"),
        message=lambda payload: object_in(payload, "health").get("message"),
    ),
    "operation": Condition(
        alertname="ArgoCDApplicationOperation",
        word=lambda payload: object_in(payload, "operation").get("phase"),
        firing={"Failed": Severity.HIGH, "Error": Severity.HIGH},
        resolved=frozenset({"Succeeded"}),
        calm=frozenset({"Running", "Terminating", ""}),
        since=lambda payload: object_in(payload, "operation").get("startedAt"),
        until=lambda payload: object_in(payload, "operation").get("finishedAt"),
        message=lambda payload: object_in(payload, "operation").get("message"),
    ),
    "sync": Condition(
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
