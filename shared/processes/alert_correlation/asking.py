"""The requests that alert correlation makes, each from the episode in whose name it is made."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from shared.domain.alert.facts import AlertIngested
from shared.domain.incident.intents import (
    CorrelateAlertsToIncident,
    CreateIncident,
    HoldFlappingIncident,
    MarkIncidentMerged,
    ReclassifyIncidentSeverity,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.domain.incident.values import AlertRef, Correlation
from shared.kernel.batches import batched
from shared.kernel.ids import AlertId, IncidentId
from shared.kernel.message import Intent
from shared.kernel.vocabulary import IncidentSource, IncidentStatus
from shared.processes.alert_correlation.incident_text import (
    again_reason,
    description_of,
    name_of,
    resolved_summary,
    resources_of,
    summary_of,
    title_of,
)
from shared.processes.alert_correlation.state import Episode, Member
from shared.processes.process import Ask

_MOST_REFS = 500
#: A request may wait for its writer for so long, by whoever's clock.
_ON_ITS_WAY_S = 7 * 86_400


def create_for(episode: Episode, alert: AlertIngested, *, follows: IncidentId | None) -> Ask:
    """The incident began to hurt when the alert started, and was noticed when we were told."""
    return Ask(
        episode.workflow_id,
        CreateIncident(
            incident_id=episode.incident_id,
            title=title_of(name_of(alert), episode.values, summary_of(alert)),
            description=description_of(alert),
            severity=episode.severity,
            source=IncidentSource.ALERT,
            affected_resources=resources_of(alert.labels, alert.environment_id),
            detected_at=alert.received_at,
            impact_started_at=min(alert.starts_at, alert.received_at),
            correlation_key=episode.key,
            follows=follows,
        ),
    )


def create_for_members(episode: Episode, *, follows: IncidentId, at: datetime) -> Ask:
    """The earlier incident ended under alerts that fire."""
    first = min(episode.members.values(), key=lambda member: (member.since, member.name))
    return Ask(
        episode.workflow_id,
        CreateIncident(
            incident_id=episode.incident_id,
            title=title_of(first.name, episode.values),
            severity=episode.severity,
            source=IncidentSource.ALERT,
            detected_at=at,
            impact_started_at=min(first.since, at),
            correlation_key=episode.key,
            follows=follows,
        ),
    )


def correlate(episode: Episode, alert_id: AlertId, alert_episode: int, correlation: Correlation) -> Ask:
    refs = (AlertRef(alert_id=alert_id, episode=alert_episode),)
    intent = CorrelateAlertsToIncident(incident_id=episode.incident_id, alerts=refs, correlation=correlation)
    return Ask(episode.workflow_id, intent)


def correlate_members(episode: Episode, members: Mapping[str, Member], correlation: Correlation) -> Sequence[Ask]:
    refs = [
        AlertRef(alert_id=AlertId(UUID(alert_id)), episode=member.alert_episode)
        for alert_id, member in sorted(members.items())
    ]
    return [
        Ask(
            episode.workflow_id,
            CorrelateAlertsToIncident(
                incident_id=episode.incident_id,
                alerts=tuple(several),
                correlation=correlation,
            ),
        )
        for several in batched(refs, _MOST_REFS)
    ]


def raise_severity(episode: Episode, name: str) -> Ask:
    reason = f"{name[:_MOST_REFS]} is {episode.severity.value}"
    return Ask(
        episode.workflow_id,
        ReclassifyIncidentSeverity(incident_id=episode.incident_id, severity=episode.severity, reason=reason),
    )


def reopen(episode: Episode, name: str) -> Ask:
    return Ask(
        episode.workflow_id,
        TransitionIncidentStatus(
            incident_id=episode.incident_id,
            status=IncidentStatus.INVESTIGATING,
            reason=again_reason(name),
            reopen_window_s=episode.rule.definition.reopen_window_s,
        ),
    )


def reopen_still_firing(episode: Episode, at: datetime) -> Ask:
    """The rule's own delay is what it waits for, so it is never too late for a reopen by it, however late the tick."""
    waited = episode.rule.definition.reopen_when_still_firing_after_s or 0
    late = 0 if episode.reopens_at is None else max(0, int((at - episode.reopens_at).total_seconds()))
    firing = sorted(member.name for member in episode.still_firing.values())
    more = f" and {len(firing) - 1} more" if len(firing) > 1 else ""
    return Ask(
        episode.workflow_id,
        TransitionIncidentStatus(
            incident_id=episode.incident_id,
            status=IncidentStatus.INVESTIGATING,
            reason=f"{firing[0][:_MOST_REFS]}{more} still fires {waited} s after it was resolved by hand",
            reopen_window_s=waited + late + _ON_ITS_WAY_S,
        ),
    )


def resolve(episode: Episode) -> Ask:
    intent = ResolveIncident(incident_id=episode.incident_id, summary=resolved_summary(episode))
    return Ask(episode.workflow_id, intent)


def hold_flapping(episode: Episode) -> Ask:
    changes, within_s = len(episode.changes), episode.rule.definition.flap_window_s
    intent = HoldFlappingIncident(incident_id=episode.incident_id, changes=changes, within_s=within_s)
    return Ask(episode.workflow_id, intent)


def mark_merged(workflow_id: str, incident_id: IncidentId, survivor: IncidentId, reason: str) -> Ask:
    return Ask(workflow_id, MarkIncidentMerged(incident_id=incident_id, merged_into=survivor, reason=reason))


def merge(earlier: Intent, later: Intent) -> Intent | None:
    """Correlations under the same rule version and key are one."""
    if not (isinstance(earlier, CorrelateAlertsToIncident) and isinstance(later, CorrelateAlertsToIncident)):
        return None
    if earlier.correlation != later.correlation or len(earlier.alerts) + len(later.alerts) > _MOST_REFS:
        return None
    return earlier.model_copy(update={"alerts": earlier.alerts + later.alerts})
