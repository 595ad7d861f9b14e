"""Words of the incidents that alerts open: titles, descriptions, resources, and how it ended."""

import re
from collections.abc import Mapping
from datetime import datetime

from shared.domain.alert.facts import AlertIngested
from shared.kernel.label_names import in_our_words
from shared.kernel.subject import CLUSTER_WIDE, subject_of
from shared.kernel.vocabulary import ResourceRef
from shared.processes.alert_correlation.state import Episode

_TITLE = 300
_NAMED = 20
_DESCRIPTION = 4_000
_NAME = 500

_IN_A_WORD = re.compile(r"[\w-]")

#: Grafana's alerts about a rule that cannot be evaluated; the rule is named by a label.
_OF_RULES = {"DatasourceNoData": "no data", "DatasourceError": "error"}
#: Why Grafana says that an alert fires although its condition did not say so.
_REASON = "grafana_state_reason"
#: What Prometheus or Grafana itself watches is nothing that runs.
_NOT_RUNNING = frozenset({"Target", "Resource"})


def name_of(alert: AlertIngested) -> str:
    """``Checkout latency: no data`` for Grafana's DatasourceNoData of the rule Checkout latency."""
    rule, trouble = alert.labels.get("rulename"), _OF_RULES.get(alert.name)
    if rule and trouble:
        return f"{rule}: {trouble}"
    reason = alert.annotations.get(_REASON, "")
    return f"{alert.name} ({reason})" if reason and alert.status == "firing" else alert.name


def title_of(name: str, values: Mapping[str, str], summary: str = "") -> str:
    """``HighErrorRate (prod, checkout): 5xx above 5 %``."""
    where = ", ".join(dict.fromkeys(value for value in values.values() if value and not _says(name, value)))
    title = name + (f" ({where})" if where else "") + (f": {summary}" if summary else "")
    one_line = " ".join(title.split()) or "alert"
    return one_line if len(one_line) <= _TITLE else f"{one_line[: _TITLE - 1]}…"


def _says(name: str, value: str) -> bool:
    """``job=backup-a`` says ``backup-a``; ``InfluxdbDown`` does not say ``db``."""
    before, found, after = name.partition(value)
    return bool(found) and not _IN_A_WORD.search(f"{before[-1:]} {after[:1]}")


def summary_of(alert: AlertIngested) -> str:
    """Grafana says what failed under ``Error``."""
    return alert.annotations.get("summary") or alert.annotations.get("Error", "")


def description_of(alert: AlertIngested) -> str:
    told = (alert.annotations.get(name) for name in ("description", "message", "Error"))
    return next((text for text in told if text), "")[:_DESCRIPTION]


def resources_of(labels: Mapping[str, str], environment_id: str | None) -> tuple[ResourceRef, ...]:
    """What an alert is about, most telling first; the namespace itself only when it names nothing in it."""
    subject, cluster = subject_of(labels), in_our_words(labels).get("cluster") or None
    named = [*subject.things, *([("Service", subject.service)] if subject.service else [])]
    found = tuple(
        ResourceRef(
            kind=kind,
            name=name[:_NAME],
            namespace=None if kind in CLUSTER_WIDE else subject.namespace or None,
            cluster=cluster,
            environment=environment_id,
        )
        for kind, name in dict(named).items()
        if kind not in _NOT_RUNNING
    )
    if found or not subject.namespace:
        return found
    return (ResourceRef(kind="Namespace", name=subject.namespace[:_NAME], cluster=cluster, environment=environment_id),)


def resolved_summary(episode: Episode) -> str:
    """Which alerts cleared and when, last first."""
    members = sorted(episode.members.values(), key=lambda member: (member.since, member.name), reverse=True)
    cleared = "; ".join(f"{member.name[:200]} at {_moment(member.since)}" for member in members[:_NAMED])
    more = f"; and {len(members) - _NAMED} more" if len(members) > _NAMED else ""
    count = "The alert" if len(members) == 1 else f"All {len(members)} alerts"
    return f"{count} cleared and stayed clear for {episode.hold_down_s} s. Cleared: {cleared}{more}."


def again_reason(name: str) -> str:
    return f"{name[:_NAME]} fires again within the reopen window"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
