"""How a fact reads in a timeline: kind, one sentence, and the values a screen may want to show."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.alert.facts import (
    AlertAcknowledged,
    AlertFact,
    AlertIngested,
    AlertSightingIgnored,
    AlertUncorrelated,
    AlertWentStale,
    Change,
)
from shared.domain.alert.values import Difference
from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    FlappingIncidentHeld,
    IncidentAcknowledged,
    IncidentAssigned,
    IncidentClosed,
    IncidentCreated,
    IncidentEscalated,
    IncidentFact,
    IncidentMergedInto,
    IncidentResolved,
    IncidentRoleAssigned,
    IncidentSeverityChanged,
    IncidentsLinked,
    IncidentsMerged,
    IncidentStatusChanged,
    IncidentTimelineEntryAdded,
    ServicesLinkedToIncident,
    TriageCalledOff,
    TriageOrdered,
)
from shared.domain.incident.values import Correlation, EntryKind

_ALERT_KINDS = {
    Change.NEW: "alert_fired",
    Change.REFIRED: "alert_fired",
    Change.RESOLVED: "alert_resolved",
    Change.CHANGED: "alert_changed",
    Change.HEALED: "alert_healed",
}

#: Why Grafana says that an alert fires, where its condition did not say so.
_FIRING_REASON = "grafana_state_reason"
_LONGEST_NEWS = 1_000
_LONGEST_VALUE = 80

#: Every kind an entry can have: what people write down, and what the system saw.
KINDS: frozenset[str] = frozenset(
    {kind.value for kind in EntryKind}
    | set(_ALERT_KINDS.values())
    | {"alert_ended", "alert_acknowledged", "alert_stale", "alert_uncorrelated", "alert_sighting_ignored"}
    | {"created", "severity_changed", "assigned", "role_assigned", "acknowledged", "status_changed", "resolved"}
    | {"closed", "alerts_correlated", "merged", "merged_into", "linked", "services_linked", "flapping"}
    | {"triage_ordered", "triage_called_off", "escalated"}
)


@dataclass(frozen=True, slots=True)
class TimelineText:
    kind: str
    text: str
    occurred_at: datetime | None = None
    """None: when it was recorded."""
    details: dict[str, Any] = field(default_factory=dict)
    entry_id: UUID | None = None
    supersedes: UUID | None = None


def text_of_incident(fact: IncidentFact) -> TimelineText:  # noqa: PLR0911 - one return per fact
    match fact:
        case IncidentCreated():
            details = {"number": fact.number, "severity": fact.severity.value, "source": fact.source.value}
            return TimelineText("created", fact.title, fact.declared_at, details)
        case IncidentSeverityChanged():
            change = {"previous": fact.previous.value, "severity": fact.severity.value}
            return TimelineText("severity_changed", f"{fact.previous} → {fact.severity}: {fact.reason}", None, change)
        case IncidentAssigned():
            assignment = {"previous": fact.previous, "assignee": fact.assignee}
            return TimelineText("assigned", f"assigned to {fact.assignee or 'nobody'}", None, assignment)
        case IncidentRoleAssigned():
            assignment = {"role": fact.role.value, "previous": fact.previous, "assignee": fact.assignee}
            return TimelineText("role_assigned", f"{fact.role}: {fact.assignee or 'nobody'}", None, assignment)
        case IncidentTimelineEntryAdded(entry=entry):
            return TimelineText(
                entry.kind.value, entry.text, entry.occurred_at, entry_id=entry.entry_id, supersedes=entry.supersedes
            )
        case IncidentAcknowledged():
            by = {"acknowledged_by": fact.acknowledged_by, "status": fact.status.value}
            return TimelineText("acknowledged", _with_note("acknowledged", fact.note), fact.acknowledged_at, by)
        case IncidentStatusChanged():
            change = {"previous": fact.previous.value, "status": fact.status.value}
            text = _with_note(f"{fact.previous} → {fact.status}", fact.reason)
            return TimelineText("status_changed", text, fact.changed_at, change)
        case _:
            return _text_of_ending_or_relation(fact)


def _text_of_ending_or_relation(fact: IncidentFact) -> TimelineText:  # noqa: PLR0911 - one return per fact
    match fact:
        case IncidentResolved():
            ending = {"previous": fact.previous.value, "approval_id": _text(fact.approval_id)}
            details = ending | {"alerts_still_firing": fact.alerts_still_firing}
            return TimelineText("resolved", fact.summary, fact.resolved_at, details)
        case IncidentClosed():
            gate: dict[str, Any] = {"postmortem_id": _text(fact.postmortem_id), "waived_by": fact.waived_by}
            gate["waiver_reason"] = fact.waiver_reason
            return TimelineText("closed", _with_note("closed", fact.note), fact.closed_at, gate)
        case AlertsCorrelatedToIncident(correlation=why):
            alerts = [{"alert_id": str(alert.alert_id), "episode": alert.episode} for alert in fact.alerts]
            details = {"alerts": alerts} | why.model_dump(mode="json", exclude_none=True)
            return TimelineText("alerts_correlated", f"{len(fact.alerts)} alerts joined {_why(why)}", None, details)
        case FlappingIncidentHeld():
            seen = f"cleared or fired again {fact.changes} times within {fact.within_s} s"
            text = f"flapping: {seen}; held open until it has been clear for {fact.within_s} s"
            counted = {"changes": fact.changes, "within_s": fact.within_s}
            return TimelineText("flapping", text, fact.flapping_since, counted)
        case IncidentsMerged():
            merged = {"merged_ids": [str(merged) for merged in fact.merged_ids]}
            return TimelineText("merged", f"took over {len(fact.merged_ids)} incidents: {fact.reason}", None, merged)
        case IncidentMergedInto():
            into = {"merged_into": str(fact.merged_into)}
            return TimelineText("merged_into", f"went into {fact.merged_into}: {fact.reason}", fact.merged_at, into)
        case IncidentsLinked():
            link = {"linked_id": str(fact.linked_id), "kind": fact.kind.value}
            return TimelineText("linked", f"{fact.kind} {fact.linked_id}", None, link)
        case ServicesLinkedToIncident():
            services = {"service_ids": [str(link.service_id) for link in fact.services]}
            return TimelineText("services_linked", "; ".join(link.because for link in fact.services), None, services)
        case _:
            return _text_of_triage(fact)


def _text_of_triage(fact: IncidentFact) -> TimelineText:
    match fact:
        case TriageOrdered():
            return TimelineText("triage_ordered", _with_note("to be looked into", fact.reason))
        case TriageCalledOff():
            return TimelineText("triage_called_off", fact.reason)
        case IncidentEscalated():
            return TimelineText("escalated", fact.reason)
        case _:
            raise TypeError(f"{type(fact).__name__} has no text")


def _why(correlation: Correlation) -> str:
    """``because checkout depends on payments, payments depends on ledger``, or by which key."""
    through = correlation.through
    if through is None:
        return f"by {correlation.correlation_key}"
    edges = ", ".join(f"{edge.dependent} depends on {edge.dependency}" for edge in through.edges)
    return f"because {edges or f'they are of {through.service}'}"


def text_of_alert(fact: AlertFact) -> TimelineText:
    match fact:
        case AlertIngested():
            return _text_of_sighting(fact)
        case AlertAcknowledged():
            by = {"acknowledged_by": fact.acknowledged_by}
            return TimelineText("alert_acknowledged", _with_note("acknowledged", fact.note), fact.acknowledged_at, by)
        case AlertWentStale():
            return TimelineText("alert_stale", f"silent since {fact.last_seen_at.isoformat()}", fact.stale_at)
        case AlertSightingIgnored():
            return _text_of_ignored(fact)
        case AlertUncorrelated():
            details = {"incident_id": str(fact.incident_id), "uncorrelated_by": fact.uncorrelated_by}
            return TimelineText("alert_uncorrelated", fact.reason, None, details)
        case _:
            raise TypeError(f"{type(fact).__name__} has no text")


def _text_of_sighting(fact: AlertIngested) -> TimelineText:
    """An alert that its source stopped watching has ended; nobody saw it recover."""
    kind = "alert_ended" if fact.unwatched else _ALERT_KINDS[fact.change]
    when = {"alert_fired": fact.starts_at, "alert_resolved": fact.ends_at, "alert_ended": fact.ends_at}
    details: dict[str, Any] = {
        "severity": fact.severity.value,
        "status": fact.status,
        "source_name": fact.source_name,
        "episode": fact.episode,
        **_claims(fact),
    }
    more = {
        "differences": [difference.model_dump(mode="json") for difference in fact.differences],
        "marks": list(fact.marks),
        "end_reason": fact.end_reason,
    }
    text = _with_note(fact.name, _news(fact))
    return TimelineText(kind, text, when.get(kind) or fact.received_at, details | {k: v for k, v in more.items() if v})


def _news(fact: AlertIngested) -> str | None:
    if fact.unwatched:
        return f"no longer watched ({fact.end_reason}); not known to have recovered"
    if fact.differences:
        return _shortened("; ".join(map(_differing, fact.differences)), _LONGEST_NEWS)
    if fact.status == "firing":
        return fact.annotations.get(_FIRING_REASON)
    return fact.end_reason


def _differing(one: Difference) -> str:
    """``severity low → high``, ``label team “pay” → “shop”``, ``annotation note nothing → “see the dashboard”``."""
    if one.what == "severity":
        return f"severity {one.before} → {one.after}"
    return f"{one.what} {_value(one.before)} → {_value(one.after)}"


def _value(text: str | None) -> str:
    return "nothing" if text is None else f"“{_shortened(' '.join(text.split()), _LONGEST_VALUE)}”"


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _claims(fact: AlertIngested) -> dict[str, Any]:
    """What its sender said of times, where something else is shown."""
    claimed = {"claimed_starts_at": fact.claimed_starts_at, "claimed_ends_at": fact.claimed_ends_at}
    return {name: moment.isoformat() for name, moment in claimed.items() if moment is not None}


def _text_of_ignored(fact: AlertSightingIgnored) -> TimelineText:
    why = "a late retry" if fact.reason == "late_retry" else "word of an earlier episode"
    details = {"status": fact.status, "reason": fact.reason, "starts_at": fact.starts_at.isoformat()}
    return TimelineText(
        "alert_sighting_ignored", f"said to be {fact.status}, taken for {why}", fact.received_at, details
    )


def _with_note(text: str, note: str | None) -> str:
    return f"{text}: {note}" if note else text


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
