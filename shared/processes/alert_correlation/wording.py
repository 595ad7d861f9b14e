"""Words of the incidents that alerts open: titles, descriptions, resources, and how it ended."""

from collections.abc import Mapping
from datetime import datetime

from shared.domain.alert.facts import AlertIngested
from shared.kernel.vocabulary import ResourceRef
from shared.processes.alert_correlation.state import Episode

_TITLE = 300
_NAMED = 20
_DESCRIPTION = 4_000
_NAME = 500

#: Labels that name a running thing, most specific first.
_KINDS = (
    ("pod", "Pod"),
    ("deployment", "Deployment"),
    ("statefulset", "StatefulSet"),
    ("daemonset", "DaemonSet"),
    ("job_name", "Job"),
    ("cronjob", "CronJob"),
    ("persistentvolumeclaim", "PersistentVolumeClaim"),
    ("application", "Application"),
    ("service", "Service"),
    ("node", "Node"),
)
_CLUSTER_WIDE = frozenset({"Node"})


def title_of(name: str, values: Mapping[str, str], summary: str = "") -> str:
    """``HighErrorRate (prod, checkout): 5xx above 5 %``."""
    where = ", ".join(value for value in values.values() if value and value != name)
    title = name + (f" ({where})" if where else "") + (f": {summary}" if summary else "")
    one_line = " ".join(title.split()) or "alert"
    return one_line if len(one_line) <= _TITLE else f"{one_line[: _TITLE - 1]}…"


def description_of(alert: AlertIngested) -> str:
    return (alert.annotations.get("description") or alert.annotations.get("message") or "")[:_DESCRIPTION]


def resources_of(alert: AlertIngested) -> tuple[ResourceRef, ...]:
    """What the labels name; the namespace itself only when they name nothing in it."""
    labels = alert.labels
    namespace, cluster = labels.get("namespace") or None, labels.get("cluster") or None
    found = tuple(
        ResourceRef(
            kind=kind,
            name=labels[label][:_NAME],
            namespace=None if kind in _CLUSTER_WIDE else namespace,
            cluster=cluster,
            environment=alert.environment_id,
        )
        for label, kind in _KINDS
        if labels.get(label)
    )
    if found or namespace is None:
        return found
    return (ResourceRef(kind="Namespace", name=namespace[:_NAME], cluster=cluster, environment=alert.environment_id),)


def resolved_summary(episode: Episode) -> str:
    """Which alerts cleared and when, last first."""
    members = sorted(episode.members.values(), key=lambda member: (member.since, member.name), reverse=True)
    cleared = "; ".join(f"{member.name[:200]} at {_moment(member.since)}" for member in members[:_NAMED])
    more = f"; and {len(members) - _NAMED} more" if len(members) > _NAMED else ""
    count = "The alert" if len(members) == 1 else f"All {len(members)} alerts"
    return f"{count} cleared and stayed clear for {episode.rule.definition.hold_down_s} s. Cleared: {cleared}{more}."


def again_reason(name: str) -> str:
    return f"{name[:_NAME]} fires again within the reopen window"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
